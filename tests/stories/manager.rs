//! M1 to M4 and N1 to N3: reassigning, swapping, allocating, undo, attention.

use super::*;
use expect_test::expect;
use serde_json::json;

#[test]
fn m1_reassigning_moves_a_seat_to_somebody_qualified_and_free() {
    let picture = "Grace | 09:00-10:00 Deep Ann\nIvy | 09:00-10:00 Swedish Bo\nJo (massage) | -\nKim | -";
    let to = |staff: &str| json!({ "command": "reassign", "appointment": "ann", "staff": staff });
    check(
        picture,
        to("kim"),
        expect![[r#"
        Grace | -
        Ivy | 09:00-10:00 Swedish Bo
        Jo | -
        Kim | 09:00-10:00 Deep Ann
    "#]],
    );
    check(
        picture,
        to("jo"),
        expect![[r#"
        refused not_qualified: Jo does not do deep.
        Grace | 09:00-10:00 Deep Ann
        Ivy | 09:00-10:00 Swedish Bo
        Jo | -
        Kim | -
    "#]],
    );
    check(
        picture,
        to("ivy"),
        expect![[r#"
        refused serving: Ivy is serving 09:00-10:00.
        nearest: 10:00 10:15 10:30 10:45
        Grace | 09:00-10:00 Deep Ann
        Ivy | 09:00-10:00 Swedish Bo
        Jo | -
        Kim | -
    "#]],
    );
}

#[test]
fn m1_a_bound_row_answers_bound_with_release_and_move() {
    let picture = "Grace | 09:00-10:00 Deep Ann (bound)\nIvy | -";
    let spa = spa(picture).does(json!({ "command": "reassign", "appointment": "ann", "staff": "ivy" }));
    check_spa(
        spa.clone(),
        expect![[r#"
        refused bound: The customer asked for Grace; release the row to move it.
        Grace | 09:00-10:00 Deep Ann (bound)
        Ivy | -
    "#]],
    );
    let instead = spa.refusal().refused(zamu_core::record::Language::English).instead.unwrap();
    check_spa(
        spa.does(instead),
        expect![[r#"
        Grace | -
        Ivy | 09:00-10:00 Deep Ann
    "#]],
    );
}

#[test]
fn m1_two_seats_are_swapped_in_one_move() {
    check(
        "Grace | 09:00-10:00 Deep Ann\nIvy | 09:30-10:30 Swedish Bo",
        json!({ "command": "swap", "a": "ann", "b": "bo" }),
        expect![[r#"
        Grace | 09:30-10:30 Swedish Bo
        Ivy | 09:00-10:00 Deep Ann
    "#]],
    );
    check(
        "Grace | 09:00-10:00 Deep Ann\nIvy (massage) | 09:30-10:30 Swedish Bo",
        json!({ "command": "swap", "a": "ann", "b": "bo" }),
        expect![[r#"
        refused not_qualified: Ivy does not do deep.
        Grace | 09:00-10:00 Deep Ann
        Ivy | 09:30-10:30 Swedish Bo
    "#]],
    );
}

#[test]
fn m1_a_swap_never_seats_somebody_twice_in_one_row() {
    let couple = "Grace | 10:00-11:00 Couple Zoe\nIvy | 10:00-11:00 Couple Zoe | 12:00-13:00 Swedish Ann";
    for (a, b, seat) in [("zoe", "ann", "seat_a"), ("ann", "zoe", "seat_b")] {
        let mut line = json!({ "command": "swap", "a": a, "b": b });
        line[seat] = json!(0);
        check(
            couple,
            line,
            expect![[r#"
                refused clash: Ivy would be in two places: 10:00-11:00.
                Grace | 10:00-11:00 Couple Zoe
                Ivy | 10:00-11:00 Couple Zoe | 12:00-13:00 Swedish Ann
            "#]],
        );
    }
}

#[test]
fn m1_a_finalized_row_may_be_reassigned_and_the_name_waits() {
    let spa = spa("Grace | 09:00-10:00 Deep Ann\nIvy | -")
        .does(json!({ "command": "finalize", "date": "2026-11-24" }));
    check_spa(
        spa.does(json!({ "command": "reassign", "appointment": "ann", "staff": "ivy" })),
        expect![[r#"
        Grace | -
        Ivy | 09:00-10:00 Deep Ann (final)
        needs attention: 09:00 Ann name_changed
        held: Zamu Spa: Deep, Tue 24 Nov 09:00 with Ivy.
    "#]],
    );
}

#[test]
fn m2_allocate_evens_out_the_load_and_leaves_what_is_fixed() {
    let allocate = json!({ "command": "allocate", "date": "2026-11-24" });
    check(
        "Grace | 09:00-10:00 Swedish Ann | 10:00-11:00 Swedish Bo (bound) | 11:00-12:00 Swedish Cy (hand) | 12:00-13:00 Swedish Di
         Ivy   | -",
        allocate.clone(),
        expect![[r#"
            Grace | 10:00-11:00 Swedish Bo (bound) | 11:00-12:00 Swedish Cy
            Ivy | 09:00-10:00 Swedish Ann | 12:00-13:00 Swedish Di
        "#]],
    );
    let spa = spa("Grace | 09:00-10:00 Swedish Ann")
        .does(json!({ "command": "finalize", "date": "2026-11-24" }))
        .does(allocate);
    check_spa(
        spa,
        expect![[r#"
        refused finalized: The names of Tue 24 Nov are final.
        Grace | 09:00-10:00 Swedish Ann (final)
    "#]],
    );
}

#[test]
fn m2_accepting_one_row_accepts_what_makes_it_possible() {
    let picture = "Grace (massage, deep) | 09:00-10:00 Swedish Ann | 11:00-12:00 Swedish Bo | 12:00-13:00 Swedish Cy | 13:00-14:00 Swedish Di
                   Ivy (massage) | -";
    check(
        picture,
        json!({ "command": "allocate", "date": "2026-11-24", "only": ["ann"] }),
        expect![[r#"
        Grace | 11:00-12:00 Swedish Bo | 12:00-13:00 Swedish Cy | 13:00-14:00 Swedish Di
        Ivy | 09:00-10:00 Swedish Ann
    "#]],
    );
}

#[test]
fn m3_undo_and_redo_are_one_step_each_and_a_later_change_is_not_overwritten() {
    let first = spa("Grace | 09:00-10:00 Deep Ann\nIvy | -\nKim | -")
        .does(json!({ "step": "one", "command": "reassign", "appointment": "ann", "staff": "ivy" }));
    let undone = first.clone().does(json!({ "step": "back", "command": "undo", "of": "one" }));
    check_spa(
        undone.clone(),
        expect![[r#"
        Grace | 09:00-10:00 Deep Ann
        Ivy | -
        Kim | -
    "#]],
    );
    check_spa(
        undone.does(json!({ "command": "undo", "of": "back" })),
        expect![[r#"
        Grace | -
        Ivy | 09:00-10:00 Deep Ann
        Kim | -
    "#]],
    );
    let moved_on = first.does(json!({ "command": "reassign", "appointment": "ann", "staff": "kim" }));
    check_spa(
        moved_on.does(json!({ "command": "undo", "of": "one" })),
        expect![[r#"
        refused depends_on: A later step changed this too (Ann, 09:00). Take that back first.
        Grace | -
        Ivy | -
        Kim | 09:00-10:00 Deep Ann
    "#]],
    );
}

#[test]
fn m3_a_row_does_not_come_back_without_its_customer() {
    let book = |step: &str, start: &str| json!({ "step": step, "command": "book", "service": "Deep", "start": start, "name": "Zoe", "phone": "+254711000000" });
    let without_her = spa("Grace | -")
        .does(book("first", "2026-11-24T09:00"))
        .does(book("second", "2026-11-24T12:00"))
        .does(json!({ "step": "back", "command": "undo", "of": "second" }))
        .does(json!({ "command": "undo", "of": "first" }));
    assert!(without_her.records.customers.values().all(|customer| customer.name != "Zoe"));
    check_spa(
        without_her.does(json!({ "command": "undo", "of": "back" })),
        expect![[r#"
        refused depends_on: A later step changed this too (Deep, 2026-11-24 12:00). Take that back first.
        Grace | -
    "#]],
    );
}

#[test]
fn m3_a_temp_does_not_go_from_under_an_absence() {
    let temp = json!({ "step": "temp", "command": "add_temp", "name": "Tess", "gender": "F", "skills": ["deep"],
                       "first": "2026-11-24", "last": "2026-11-24", "from": "09:00", "until": "17:00" });
    let here = spa("Grace | -").does(temp);
    let tess = here.records.staff.values().find(|staff| staff.name == "Tess").unwrap().id.to_string();
    let away = here.does(json!({ "command": "mark_absent", "staff": tess, "from": "2026-11-24T09:00", "until": "2026-11-24T12:00" }));
    check_spa(
        away.does(json!({ "command": "undo", "of": "temp" })),
        expect![[r#"
        refused depends_on: A later step changed this too (Tess). Take that back first.
        Grace | -
        Tess | -
    "#]],
    );
}

#[test]
fn m3_undo_that_would_overlap_is_a_clash() {
    let spa = spa("Grace | 09:00-10:00 Deep Ann\nIvy (massage) | -")
        .does(json!({ "step": "gone", "command": "cancel", "appointment": "ann" }));
    let spa =
        spa.does(json!({ "command": "book", "service": "Deep", "start": "2026-11-24T09:30", "name": "Bo" }));
    check_spa(
        spa.does(json!({ "command": "undo", "of": "gone" })),
        expect![[r#"
        refused clash: Grace would be in two places: 09:00-10:00.
        Grace | 09:30-10:30 Deep Bo
        Ivy | -
    "#]],
    );
}

#[test]
fn m3_a_name_that_was_told_stays_final_and_waits_with_a_correction() {
    let spa = spa("Grace | 09:00-10:00 Deep Ann\nIvy | -")
        .does(json!({ "command": "finalize", "date": "2026-11-24" }));
    let spa =
        spa.does(json!({ "step": "other", "command": "reassign", "appointment": "ann", "staff": "ivy" }));
    let held = spa
        .records
        .messages
        .values()
        .find(|message| message.state == zamu_core::record::MessageState::Held)
        .unwrap()
        .id
        .to_string();
    let spa = spa
        .does(json!({ "command": "mark_sent", "message": held }))
        .does(json!({ "command": "undo", "of": "other" }));
    check_spa(
        spa,
        expect![[r#"
        Grace | 09:00-10:00 Deep Ann (final)
        Ivy | -
        needs attention: 09:00 Ann name_taken_back
        held: Zamu Spa: your therapist has changed. Deep, Tue 24 Nov 09:00 with Grace.
    "#]],
    );
}

#[test]
fn n2_attention_says_why_with_numbers_and_ranks_remedies_by_what_they_clear() {
    let spa = spa("Grace | 11:00-12:00 Swedish Ann | 13:00-14:15 Hotstone Bo (woman)
         Adam (M; massage) | 11:00-12:00 Swedish Cy (bound)");
    let spa = spa.does(
        json!({ "command": "mark_absent", "staff": "grace", "from": "2026-11-24", "until": "2026-11-24" }),
    );
    let reading = zamu_core::reading::attention(&spa.days(), &spa.stamp());
    let lines: Vec<String> = reading
        .items
        .iter()
        .map(|item| {
            let remedies: Vec<String> = item
                .remedies
                .iter()
                .map(|remedy| format!("  {} (clears {})", remedy.text, remedy.clears))
                .collect();
            format!("{}: {}\n{}", item.id, item.why, remedies.join("\n"))
        })
        .collect();
    expect![[r#"
        ann/no_therapist: 11:00-12:00 needs massage. 2 can do it: Adam is serving 11:00-12:00; Grace is absent Tue 24 Nov.
          Temp 11:00-15:00: a woman; hot-stone and massage (clears 2)
          Start 60 min earlier: 10:00 with Adam (clears 1)
          Start 60 min later: 12:00 with Adam (clears 1)
          Move to Wed 25 Nov 11:00 with Adam (clears 1)
          Temp 11:00-12:00: massage (clears 1)
        bo/no_therapist: 13:00-14:15 needs hot-stone and a woman. 1 can do it: Grace is absent Tue 24 Nov.
          Temp 11:00-15:00: a woman; hot-stone and massage (clears 2)
          Move to Wed 25 Nov 13:00 with Grace (clears 1)
          Temp 13:00-15:00: a woman; hot-stone (clears 1)"#]].assert_eq(&lines.join("\n"));
}

#[test]
fn n2_a_remedys_number_is_confirmed_by_its_own_command() {
    let spa = spa("Grace | 11:00-12:00 Swedish Ann | 13:00-14:15 Hotstone Bo (woman)").does(
        json!({ "command": "mark_absent", "staff": "grace", "from": "2026-11-24", "until": "2026-11-24" }),
    );
    for item in zamu_core::reading::attention(&spa.days(), &spa.stamp()).items {
        for remedy in item.remedies {
            let after = spa.clone().does(remedy.command.clone());
            let (closed, opened) = (after.decision().closed.len(), after.decision().opened.len());
            assert_eq!(closed - opened, remedy.clears as usize, "{}", remedy.text);
        }
    }
}

#[test]
fn n2_on_the_day_grace_is_sick_what_clears_both_rows_comes_first() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/days/grace-is-sick.json");
    let book = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let spa = Spa::from_file(&book, "2026-11-24").does(
        json!({ "command": "mark_absent", "staff": "grace", "from": "2026-11-24", "until": "2026-11-24" }),
    );
    assert_eq!(spa.decision().unplaced.len(), 2);
    let items = zamu_core::reading::attention(&spa.days(), &spa.stamp()).items;
    for item in items.iter().filter(|item| item.kind == "no_therapist") {
        let clears: Vec<u32> = item.remedies.iter().map(|remedy| remedy.clears).collect();
        assert!(clears.is_sorted_by(|a, b| a >= b), "{}: {clears:?}", item.id);
        assert_eq!(clears.first(), Some(&2), "{}", item.id);
        for remedy in &item.remedies {
            let after = spa.clone().does(remedy.command.clone());
            let cleared = after.decision().closed.len() - after.decision().opened.len();
            assert_eq!(cleared, remedy.clears as usize, "{}", remedy.text);
        }
    }
    let temp = |hours: (&str, &str), pause: (&str, &str)| {
        let line = json!({
            "command": "add_temp", "name": "Temp", "gender": "F", "skills": ["massage", "deep", "hot-stone", "prenatal"],
            "first": "2026-11-24", "last": "2026-11-24", "from": hours.0, "until": hours.1, "breaks": [pause],
        });
        spa.clone().does(line).decision().closed.len()
    };
    assert_eq!(temp(("11:00", "17:00"), ("15:30", "16:15")), 2);
    assert_eq!(temp(("12:00", "18:00"), ("16:45", "17:30")), 1);
}

#[test]
fn n3_an_item_closes_itself_when_its_cause_is_gone() {
    let spa = spa("Grace | -\nnobody | 09:00-10:00 Swedish Ann");
    assert!(spa.picture().contains("needs attention"));
    check_spa(
        spa.does(json!({ "command": "reassign", "appointment": "ann", "staff": "grace" })),
        expect![[r#"
        Grace | 09:00-10:00 Swedish Ann
    "#]],
    );
}

#[test]
fn an_edit_is_refused_when_the_field_changed_meanwhile() {
    let spa = spa("Grace | 09:00-10:00 Swedish Ann");
    let edit = |before: &str, after: &str| json!({ "command": "edit", "kind": "customer", "id": "ann", "fields": { "name": { "before": before, "after": after } } });
    let spa = spa.does(edit("Ann", "Anna"));
    check_spa(
        spa.does(edit("Ann", "Anne")),
        expect![[r#"
        refused stale_edit: Somebody changed name meanwhile; look at it again.
        Grace | 09:00-10:00 Swedish Anna
    "#]],
    );
}
