//! A hand at a window: what it presses, types and finds.

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Theme, Ui, Vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use egui_kittest::{Harness, Node};
use ventanilla::ui::theme::{self, Mode};

/// A window of one screen, without a graphics driver.
pub(crate) fn window<S>(screen: impl FnMut(&mut Ui, &mut S) + 'static, state: S) -> Harness<'static, S> {
    Harness::builder()
        .with_size(Vec2::new(1000.0, 700.0))
        .with_theme(Theme::Light)
        .with_max_steps(8)
        .with_context_setup(|ctx| theme::install(ctx, Mode::Light))
        .build_ui_state(screen, state)
}

/// Presses keys, one after the other.
#[track_caller]
pub(crate) fn press<S>(window: &mut Harness<'_, S>, keys: &[Key]) {
    for key in keys {
        window.key_press(*key);
        window.run();
    }
}

/// Types letters, as fast as a hand does.
#[track_caller]
pub(crate) fn type_in<S>(window: &mut Harness<'_, S>, text: &str) {
    for letter in text.chars() {
        window.event(Event::Text(letter.into()));
    }
    window.run();
}

/// The accessible name of what has the keyboard.
#[track_caller]
pub(crate) fn focused<S>(window: &Harness<'_, S>) -> String {
    let focused = window
        .query_all(egui_kittest::kittest::By::new().predicate(|node| node.is_focused() && node.role() != Role::Window));
    let names: Vec<String> = focused.map(|node| name_of(&node)).collect();
    names.join(", ")
}

fn name_of(node: &Node<'_>) -> String {
    node.accesskit_node().label().unwrap_or_default()
}
