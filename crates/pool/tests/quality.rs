//! How near the answers come to the proven optima of the test data.

mod common;

use zamu_pool::{Effort, Goal, Proof, check, greedy, solve};

#[test]
fn pool_files_come_close_to_the_proven_optimum() {
    for known in common::known_optima() {
        let problem = common::pool_problem(&known.file);
        let baseline = greedy(&problem).objective;
        let clock = std::time::Instant::now();
        let solution = solve(&problem, Goal::Repool, Effort::default()).unwrap();
        assert_eq!(check(&problem, Goal::Repool, &solution), Ok(()));
        let ours = solution.objective;
        let bound = match &solution.proof {
            Proof::Optimal(certificate) | Proof::Bounds { certificate, .. } => certificate.unserved(),
        };
        println!(
            "{} greedy {} ours {} {} optimum {} {} bound {bound} squares {} -> {} {:?}",
            known.file,
            baseline.unserved,
            ours.unserved,
            ours.moved,
            known.unserved,
            known.moved,
            baseline.squares,
            ours.squares,
            clock.elapsed()
        );
        assert!(ours.unserved >= known.unserved && bound <= known.unserved);
    }
}
