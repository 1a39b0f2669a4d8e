//! What has room on the screens that counters have: rows of the list, the group with the keyboard, what is told in passing.

use eframe::egui::{Key, Vec2};
use ventanilla::ui::theme::Mode;

use super::harness::{Counter, SCREEN, Scene};
use super::visits::{begin, script, with_clerk};

/// The screens: size in dots, dots a point, and the rows of Turnos that have room.
const SCREENS: [(Vec2, f32, usize); 4] =
    [(SCREEN, 1.0, 12), (SCREEN, 1.25, 8), (SCREEN, 1.5, 6), (Vec2::new(1024.0, 768.0), 1.0, 12)];

fn on(screen: Vec2, scale: f32, mode: Mode) -> Counter {
    let mut scene = Scene::filled();
    scene.screen = screen;
    scene.scale = scale;
    scene.mode = mode;
    with_clerk(scene)
}

#[test]
fn the_list_of_turns_has_its_rows_on_every_screen() {
    for (screen, scale, wanted) in SCREENS {
        let counter = on(screen, scale, Mode::Light);
        let room = counter.room();
        let whole = counter.rows().iter().filter(|row| room.contains_rect(**row)).count();
        assert!(whole >= wanted, "{whole} rows at {screen} × {scale}, not {wanted}");
    }
}

#[test]
fn a_group_of_answers_with_the_keyboard_is_wholly_in_sight_in_every_step() {
    for (screen, scale, _) in SCREENS {
        let mut counter = on(screen, scale, Mode::Light);
        let caller = script(&counter).authorising;
        begin(&mut counter, &caller, "Tercero autorizado");
        let mut looked_at = 0;
        for _ in 0..5 {
            if let Some(group) = counter.group_with_keyboard() {
                let (room, at) = (counter.room(), counter.keyboard_at());
                assert!(room.contains_rect(group), "{at:?} at {screen} × {scale}: {group:?} in {room:?}");
                looked_at += 1;
            }
            counter.press(Key::PageDown);
        }
        assert!(looked_at >= 2, "{looked_at} groups");
    }
}
