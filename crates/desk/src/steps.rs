//! Which step undo takes back and which redo does again (rule M3). A redo is the undo of an undo, so every step has a depth:
//! even ones do something, odd ones take something back.

use std::collections::BTreeMap;

use zamu_core::ids::CommandId;

use crate::store::Step;

/// The newest step of this desk that stands and can be taken back. Steps come newest first.
pub fn to_undo(steps: &[Step]) -> Option<&Step> {
    let depths = depths(steps);
    steps.iter().find(|step| does(&depths, step) && step.undone_by.is_none() && step.can_be_undone)
}

/// The newest undo that stands, unless something new was done after it.
pub fn to_redo(steps: &[Step]) -> Option<&Step> {
    let depths = depths(steps);
    for step in steps {
        let depth = depths.get(&step.command).copied().unwrap_or(0);
        match depth {
            0 => return None,
            _ if depth % 2 == 1 && step.undone_by.is_none() => return Some(step),
            _ => {}
        }
    }
    None
}

fn does(depths: &BTreeMap<CommandId, u32>, step: &Step) -> bool {
    depths.get(&step.command).is_none_or(|depth| depth % 2 == 0)
}

/// How many undos each step is away from a command. Oldest first, so that what a step undoes is known before it.
fn depths(steps: &[Step]) -> BTreeMap<CommandId, u32> {
    let mut depths = BTreeMap::new();
    for step in steps.iter().rev() {
        let depth = step.undoes.map_or(0, |of| depths.get(&of).map_or(1, |depth| depth + 1));
        depths.insert(step.command, depth);
    }
    depths
}

#[cfg(test)]
mod tests {
    use super::*;
    use zamu_core::ids::command_named;

    /// `book`, `undo of book`: oldest first, newest last.
    fn steps(picture: &str) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        for name in picture.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            let undoes = name.split_once(" of ").map(|(_, of)| command_named(of));
            let command = command_named(name.split(" of ").next().unwrap());
            steps
                .iter_mut()
                .filter(|step| Some(step.command) == undoes)
                .for_each(|step| step.undone_by = Some(command));
            steps.push(Step {
                command,
                text: name.into(),
                can_be_undone: name != "sent",
                undoes,
                undone_by: None,
            });
        }
        steps.reverse();
        steps
    }

    #[track_caller]
    fn check(picture: &str, undo: Option<&str>, redo: Option<&str>) {
        let steps = steps(picture);
        assert_eq!(
            (to_undo(&steps).map(|step| &*step.text), to_redo(&steps).map(|step| &*step.text)),
            (undo, redo),
            "{picture}"
        );
    }

    #[test]
    fn m3_each_step_is_taken_back_and_done_again_in_order() {
        check("", None, None);
        check("a, b", Some("b"), None);
        check("a, b, u of b", Some("a"), Some("u of b"));
        check("a, b, u of b, v of a", None, Some("v of a"));
        check("a, b, u of b, v of a, r of v", Some("r of v"), Some("u of b"));
        check("a, b, u of b, v of a, r of v, s of u", Some("s of u"), None);
        check("a, b, u of b, v of a, r of v, w of r", None, Some("w of r"));
    }

    #[test]
    fn m3_something_new_ends_redo_and_what_left_the_house_is_skipped() {
        check("a, u of a, b", Some("b"), None);
        check("a, sent", Some("a"), None);
    }
}
