//! How the screens look, in both themes: few pictures, and tolerant ones. They catch what no name tells: a colour that is
//! gone, a text that is cut off, a panel in the wrong place.

use std::fs;

use ventanilla::ui::theme::Mode;

use super::harness::Scene;
use super::reports::with_a_past;
use super::visits::{begin, script, with_clerk};
use crate::support::printers::left_out;

/// Is there a Vulkan that draws without a graphics card?
fn can_draw() -> bool {
    let drivers = fs::read_dir("/usr/share/vulkan/icd.d").into_iter().flatten().flatten();
    let is_there = drivers.map(|file| file.file_name()).any(|name| name.to_string_lossy().starts_with("lvp_icd"));
    if !is_there {
        left_out("how the screens look", "no Vulkan: mesa-vulkan-drivers");
    }
    is_there
}

fn scene(mode: Mode) -> Scene {
    let mut scene = Scene::filled();
    scene.mode = mode;
    scene
}

fn the_login(mode: Mode, name: &str) {
    if can_draw() {
        scene(mode).open().until("Usuarios de la demostración").looks_like(name);
    }
}

fn the_turns(mode: Mode, name: &str) {
    if can_draw() {
        with_clerk(scene(mode)).until("Impresora lista").looks_like(name);
    }
}

fn a_visit(mode: Mode, name: &str) {
    if !can_draw() {
        return;
    }
    let mut counter = with_clerk(scene(mode));
    let caller = script(&counter).company;
    begin(&mut counter, &caller, "Quien solicita");
    // What the window told is gone.
    counter.wait_secs(20).until("Seguir con la solicitud").until("Impresora lista").looks_like(name);
}

#[test]
fn the_login_in_the_light_theme() {
    the_login(Mode::Light, "login");
}

#[test]
fn the_login_in_the_dark_theme() {
    the_login(Mode::Dark, "login-dark");
}

#[test]
fn the_turns_in_the_light_theme() {
    the_turns(Mode::Light, "turns");
}

#[test]
fn the_turns_in_the_dark_theme() {
    the_turns(Mode::Dark, "turns-dark");
}

#[test]
fn a_visit_in_the_light_theme() {
    a_visit(Mode::Light, "visit");
}

#[test]
fn a_visit_in_the_dark_theme() {
    a_visit(Mode::Dark, "visit-dark");
}

#[test]
fn a_month_s_charts_in_the_dark_theme() {
    if !can_draw() {
        return;
    }
    let mut counter = with_a_past(scene(Mode::Dark));
    counter.click("Gráficos").click("Un mes").click("Mes anterior").until("Atenciones por hora. ");
    counter.until("Impresora lista").looks_like("charts-dark");
}
