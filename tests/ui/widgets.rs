//! The widgets of the window: what the keyboard and the pointer do to them.

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Ui};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use ventanilla::ui::widgets::{
    Button, Column, Dialog, Sign, Table, TableEvent, Toasts, badge, dialog_is_open, last_row, told_whole,
};

use super::hand::{focused, press, window};

#[derive(Default)]
struct Asking {
    open: bool,
    escapes: usize,
    behind: usize,
    yes: usize,
}

fn asking_ui(ui: &mut Ui, asking: &mut Asking) {
    asking.behind += usize::from(Button::primary("Detrás").show(ui).clicked());
    if !asking.open {
        return;
    }
    let ctx = ui.ctx().clone();
    let shown = Dialog::new("¿Anular la hoja?").show(&ctx, |ui| {
        asking.yes += usize::from(last_row(ui, [Button::danger("Anular")]).is_some());
    });
    asking.escapes += usize::from(shown.gives_up);
}

#[test]
fn a_dialog_takes_the_keyboard_keeps_it_and_reports_esc() {
    let mut window = window(asking_ui, Asking::default());
    window.get_by_label("Detrás").focus();
    window.run();
    assert!(!dialog_is_open(&window.ctx));
    window.state_mut().open = true;
    window.run();
    assert!(dialog_is_open(&window.ctx));
    assert_eq!(focused(&window), "Volver", "Enter alone does nothing");
    let walk: Vec<String> = (0..4)
        .map(|_| {
            press(&mut window, &[Key::Tab]);
            focused(&window)
        })
        .collect();
    assert!(walk.iter().all(|name| name == "Anular" || name == "Volver"), "{walk:?}");
    assert!(walk.contains(&"Anular".to_owned()), "{walk:?}");
    press(&mut window, &[Key::Escape]);
    assert_eq!(window.state().escapes, 1);
    assert!(window.query_by_label("Anular").is_some(), "it is the screen that closes it");
    window.get_by_label("Volver").click();
    window.run();
    assert_eq!((window.state().escapes, window.state().yes), (2, 0), "the way back is the same");
    window.get_by_label("Detrás").click();
    window.run();
    assert_eq!(window.state().behind, 0);
    assert!(window.query_by_label("Anular").is_some());
    window.state_mut().open = false;
    window.run();
    window.run();
    assert_eq!(focused(&window), "Detrás");
    assert!(!dialog_is_open(&window.ctx));
}

#[derive(Default)]
struct List {
    selected: Option<usize>,
    event: TableEvent,
    shown: usize,
}

fn list_ui(ui: &mut Ui, list: &mut List) {
    let columns = [Column::exact("Turno", 120.0).sortable(), Column::rest("Persona")];
    let name = |row: usize| format!("Turno {row}");
    let mut shown = 0;
    let table = Table::new("turns").name("Turnos de hoy").columns(&columns).sorted(0, true).row_name(&name);
    let event = table.rows(ui, 20_000, &mut list.selected, |row, column, ui| {
        shown += 1;
        ui.label(format!("{row} {column}"));
    });
    list.shown = shown;
    if event != TableEvent::default() {
        list.event = event;
    }
}

#[test]
fn a_table_of_many_rows_shows_those_in_sight() {
    let window = window(list_ui, List::default());
    assert!((20..80).contains(&window.state().shown), "{} cells", window.state().shown);
}

#[test]
fn a_table_goes_by_the_arrows_and_opens_by_enter() {
    let mut window = window(list_ui, List::default());
    press(&mut window, &[Key::Tab, Key::ArrowDown]);
    assert_eq!(window.state().selected, Some(0));
    press(&mut window, &[Key::ArrowDown, Key::ArrowDown, Key::ArrowUp]);
    assert_eq!((window.state().selected, window.state().event), (Some(1), TableEvent::default()));
    press(&mut window, &[Key::Enter]);
    assert_eq!(window.state().event.activated, Some(1));
    press(&mut window, &[Key::End]);
    assert_eq!(window.state().selected, Some(19_999));
    assert!(window.query_by_label("Turno 19999").is_some(), "it is in sight");
    press(&mut window, &[Key::PageUp]);
    assert_eq!(window.state().selected, Some(19_989));
}

#[test]
fn a_row_that_the_screen_selects_comes_into_sight() {
    let mut window = window(list_ui, List::default());
    window.state_mut().selected = Some(12_345);
    window.run();
    assert!(window.query_by_label("Turno 12345").is_some());
    assert!(window.query_by_label("Turno 0").is_none());
}

#[test]
fn a_row_is_selected_by_a_click_and_opened_by_two() {
    let mut window = window(list_ui, List::default());
    window.get_by_label("Turno 3").click();
    window.run();
    let event = window.state().event;
    assert_eq!((window.state().selected, event.clicked, event.activated), (Some(3), Some(3), None));
    assert_eq!(focused(&window), "Turnos de hoy");
    window.get_by_label("Turno 3").click();
    window.step();
    assert!(window.get_by_label("Turno 3").accesskit_node().is_selected().unwrap());
}

#[test]
fn the_title_of_a_column_asks_to_sort() {
    let mut window = window(list_ui, List::default());
    window.get_by_label("Turno").click();
    window.run();
    assert_eq!(window.state().event.sorted_by, Some(0));
    window.state_mut().event = TableEvent::default();
    window.get_by_label("Persona").click();
    window.run();
    assert_eq!(window.state().event.sorted_by, None);
}

#[test]
fn a_toast_says_it_and_goes() {
    let mut window = window(|ui, toasts: &mut Toasts| toasts.show(ui, false), Toasts::default());
    window.state_mut().success("Clave entregada");
    window.run_steps(2);
    assert!(window.query_by_label("Clave entregada").is_some());
    window.run_steps(8);
    assert!(window.query_by_label("Clave entregada").is_some(), "two seconds later it still stands");
    window.run_steps(10);
    assert!(window.query_by_label("Clave entregada").is_none());
    assert!(window.state().is_empty());
}

#[derive(Default)]
struct Buttons {
    enabled: bool,
    busy: bool,
    clicks: usize,
}

fn buttons_ui(ui: &mut Ui, buttons: &mut Buttons) {
    let button = Button::primary("Imprimir clave").shortcut("F9").enabled(buttons.enabled).busy(buttons.busy);
    buttons.clicks += usize::from(button.why("Falta la solicitud.").show(ui).clicked());
}

#[test]
fn a_button_that_cannot_be_used_or_is_busy_reports_no_click() {
    for (enabled, busy, clicks) in [(true, false, 3), (false, false, 0), (true, true, 0), (false, true, 0)] {
        let mut window = window(buttons_ui, Buttons { enabled, busy, clicks: 0 });
        window.get_by_label("Imprimir clave").click();
        window.run();
        window.get_by_label("Imprimir clave").click_accesskit();
        window.run();
        window.get_by_label("Imprimir clave").focus();
        press(&mut window, &[Key::Enter]);
        assert_eq!(window.state().clicks, clicks, "enabled {enabled}, busy {busy}");
        let button = window.get_by_label("Imprimir clave");
        let node = button.accesskit_node();
        assert_eq!((node.role(), node.is_disabled()), (Role::Button, clicks == 0));
        assert_eq!(node.description().is_some(), clicks == 0, "why it cannot be used");
    }
}

#[test]
fn what_appears_above_a_button_does_not_take_the_keyboard_from_it() {
    let screen = |ui: &mut Ui, more: &mut bool| {
        if *more {
            badge(ui, Sign::Met, "Cumple");
            Button::quiet("Otro").show(ui);
        }
        Button::primary("Seguir").show(ui);
        Button::primary("Seguir").show(ui);
    };
    let mut window = window(screen, false);
    press(&mut window, &[Key::Tab]);
    assert_eq!(focused(&window), "Seguir");
    *window.state_mut() = true;
    window.run();
    assert_eq!(focused(&window), "Seguir");
    press(&mut window, &[Key::Tab]);
    assert_eq!(focused(&window), "Seguir", "the second of the same name");
}

#[test]
fn whoever_points_at_what_is_cut_is_told_the_whole_once() {
    const WHOLE: &str = "Comercial Andina de Importaciones y Exportaciones del Austro";
    let screen = |ui: &mut Ui, width: &mut f32| {
        ui.set_max_width(*width);
        told_whole(ui, WHOLE, WHOLE);
    };
    for (width, what) in [(120.0, "cut"), (900.0, "whole")] {
        let mut window = window(screen, width);
        let said = |window: &Harness<'_, f32>| window.query_all_by_label(WHOLE).count();
        assert_eq!(said(&window), 1, "{what}");
        window.get_by_label(WHOLE).hover();
        window.run_steps(8);
        assert_eq!(said(&window), 2, "{what}: itself, and one tooltip");
    }
}
