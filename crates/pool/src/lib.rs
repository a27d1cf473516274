//! Who serves which row? Rows have fixed spans, people are eligible or not and serve one row at a time
//! (interval scheduling with eligibility, the personnel task scheduling problem).
//! Wishes are lexicographic ([`Objective`]), decisions are integers, budgets are steps and never clocks.
//! No words of the trade in here, no input or output, no clock, no randomness.
//!
//! [`solve`] answers, [`check`] judges the answer without trusting it, [`shortage`] says why a row is left,
//! [`insertable`] says whether one more fits, [`greedy`] is what all that is compared with.

mod alike;
mod around;
mod ascent;
mod beside;
mod bound;
mod budget;
mod by_prices;
mod by_program;
mod canonical;
mod carry_over;
mod certificate;
mod chains;
mod check;
mod cliques;
mod crowd;
mod day;
mod dive;
mod eject;
mod greedy;
mod heat;
mod insert;
mod instants;
mod lanes;
mod larger;
mod likeliest;
mod lp;
mod model;
mod narrower;
mod nearby;
mod objective;
mod one_more;
mod people_set;
mod problem;
mod refused;
mod rises;
mod rungs;
mod sample;
mod shortage;
mod solve;
mod squeeze;
mod start;
mod team;
mod touch_up;
mod tree;
mod way;
mod weights;

pub use certificate::{Bound, Certificate, Narrowed, Node, Prices, Tree};
pub use check::{Flaw, check};
pub use greedy::greedy;
pub use insert::{Move, Offers, Room, insertable};
pub use objective::measure;
pub use people_set::PeopleSet;
pub use problem::{Effort, Goal, Load, Malformed, Objective, Person, Problem, Proof, Row, Solution};
pub use shortage::{Shortage, is_shortage, shortage};
pub use solve::solve;
pub use team::{Team, is_team, smallest_team, smallest_team_beside};
pub use weights::Weights;
