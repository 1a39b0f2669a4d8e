//! The forms of the window: where the keyboard goes by itself, what digits, dates and searches do.

use chrono::{NaiveDate, NaiveTime};
use eframe::egui::accesskit::{Role, Toggled};
use eframe::egui::{Event, Key, Modifiers, Ui};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use ventanilla::ui::widgets::{Button, Field, Flow, Form, Lookup, focused_text, note_burst};

use super::hand::{focused, press, type_in, window};

#[derive(Default)]
struct Request {
    flow: Flow,
    shown: Option<u8>,
    signed: Option<bool>,
    ruc: String,
    note: String,
    signed_on: Option<NaiveDate>,
    hour: Option<NaiveTime>,
    with_hour: bool,
    without_ruc: bool,
    error: Option<&'static str>,
    saved: usize,
    left: usize,
}

const SHOWN: [(u8, &str); 3] = [(1, "Original"), (2, "Copia"), (3, "En el teléfono")];

fn request_ui(ui: &mut Ui, request: &mut Request) {
    Form::show(ui, &mut request.flow, "request", |form| {
        form.choice(Field::new("Cómo la presenta"), &SHOWN, &mut request.shown);
        form.choice(Field::new("Está firmada"), &[(true, "Sí"), (false, "No")], &mut request.signed);
        if !request.without_ruc {
            let edited = form.number(Field::new("RUC").error(request.error), &mut request.ruc);
            request.left += usize::from(edited.left);
        }
        form.text(Field::new("Observación").optional(), &mut request.note);
        form.date(Field::new("Fecha"), &mut request.signed_on);
        if request.with_hour {
            form.time(Field::new("Hora"), &mut request.hour);
        }
        if form.action(Button::primary("Guardar")).clicked() {
            request.saved += 1;
        }
    });
}

fn request() -> Harness<'static, Request> {
    let mut window = window(request_ui, Request::default());
    window.state_mut().flow.focus_first();
    window.run();
    window
}

#[test]
fn a_digit_chooses_and_goes_to_the_next_field() {
    let mut window = request();
    assert_eq!(focused(&window), "Original");
    press(&mut window, &[Key::Num2]);
    assert_eq!(window.state().shown, Some(2));
    assert_eq!(focused(&window), "Sí", "the first of the next group");
    window.event(Event::Text("2".into()));
    window.run();
    assert_eq!(window.state().signed, Some(false));
    assert_eq!(focused(&window), "RUC");
    assert_eq!(window.state().ruc, "", "the digit is not typed into the field that comes next");
}

#[test]
fn a_digit_that_comes_as_key_and_as_text_counts_once() {
    let mut window = request();
    let modifiers = Modifiers::NONE;
    let key = Event::Key { key: Key::Num1, physical_key: None, pressed: true, repeat: false, modifiers };
    window.input_mut().events.extend([key, Event::Text("1".into())]);
    window.run();
    assert_eq!((window.state().shown, window.state().signed), (Some(1), None));
    assert_eq!(focused(&window), "Sí");
}

#[test]
fn two_digits_in_one_slow_pass_are_still_a_hand() {
    let mut window = request();
    for key in [Key::Num3, Key::Num2] {
        let modifiers = Modifiers::NONE;
        window.input_mut().events.push(Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers });
        window.input_mut().events.push(Event::Text(key.name().into()));
    }
    window.run();
    assert_eq!((window.state().shown, focused(&window).as_str()), (Some(3), "Sí"));
}

/// The barcode reader: a letter a pass, 10 ms apart.
fn burst<S>(window: &mut Harness<'_, S>, text: &str) {
    for letter in text.chars() {
        let now = window.ctx.input(|input| input.time);
        window.input_mut().time = Some(now + 0.01);
        note_burst(&window.ctx, true);
        window.event(Event::Text(letter.into()));
        window.step();
    }
    window.input_mut().time = None;
}

#[test]
fn a_barcode_chooses_nothing() {
    let mut window = request();
    burst(&mut window, "1710034065");
    window.run();
    assert_eq!((window.state().shown, focused(&window).as_str()), (None, "Original"));
    press(&mut window, &[Key::Num1]);
    assert_eq!(window.state().shown, Some(1), "a hand chooses again");
}

#[test]
fn a_text_field_knows_what_it_held_before_a_barcode() {
    let mut window = request();
    assert_eq!(focused_text(&window.ctx), None, "a choice has no text");
    window.state_mut().flow.focus("Observación");
    window.run();
    type_in(&mut window, "María");
    assert_eq!(focused_text(&window.ctx).as_deref(), Some("María"));
    burst(&mut window, "171003");
    assert_eq!(window.state().note, "María171003");
    assert_eq!(focused_text(&window.ctx).as_deref(), Some("María"));
    note_burst(&window.ctx, false);
    window.run();
    assert_eq!(focused_text(&window.ctx).as_deref(), Some("María171003"));
}

#[test]
fn a_digit_without_an_option_does_nothing() {
    let mut window = request();
    press(&mut window, &[Key::Num4, Key::Num0]);
    assert_eq!(window.state().shown, None);
    assert_eq!(focused(&window), "Original");
}

#[test]
fn the_arrows_move_inside_a_group_and_space_chooses() {
    let mut window = request();
    press(&mut window, &[Key::ArrowRight]);
    assert_eq!(focused(&window), "Original", "none is meant yet: the first step goes to the first");
    press(&mut window, &[Key::ArrowRight, Key::ArrowRight]);
    assert_eq!((focused(&window).as_str(), window.state().shown), ("En el teléfono", None));
    press(&mut window, &[Key::ArrowRight]);
    assert_eq!(focused(&window), "Original", "from the last to the first");
    press(&mut window, &[Key::ArrowLeft, Key::Space]);
    assert_eq!((focused(&window).as_str(), window.state().shown), ("Sí", Some(3)));
    press(&mut window, &[Key::ArrowLeft, Key::Enter]);
    assert_eq!((focused(&window).as_str(), window.state().signed), ("RUC", Some(false)));
}

#[test]
fn enter_alone_answers_nothing_and_says_what_is_lacking() {
    let mut window = request();
    let said = |window: &Harness<'_, Request>| window.get_by_label("Original").accesskit_node().description();
    assert_eq!(said(&window), None);
    press(&mut window, &[Key::Enter, Key::Space, Key::Enter]);
    window.key_press_modifiers(Modifiers::SHIFT, Key::Enter);
    window.run();
    window.key_press_modifiers(Modifiers::CTRL, Key::Space);
    window.run();
    assert_eq!((window.state().shown, focused(&window).as_str()), (None, "Original"));
    assert!(said(&window).unwrap().starts_with("Falta la respuesta."));
    press(&mut window, &[Key::Num2]);
    assert_eq!((window.state().shown, said(&window)), (Some(2), None));
}

#[test]
fn what_the_arrows_went_to_is_forgotten_when_the_keyboard_leaves() {
    let mut window = request();
    press(&mut window, &[Key::ArrowRight, Key::Tab]);
    window.key_press_modifiers(Modifiers::SHIFT, Key::Tab);
    window.run();
    press(&mut window, &[Key::Enter]);
    assert_eq!((window.state().shown, focused(&window).as_str()), (None, "Original"));
}

#[test]
fn enter_on_an_answered_group_goes_on_and_changes_nothing() {
    let mut window = request();
    press(&mut window, &[Key::Num3]);
    window.key_press_modifiers(Modifiers::SHIFT, Key::Tab);
    window.run();
    assert_eq!(focused(&window), "En el teléfono");
    press(&mut window, &[Key::Enter]);
    assert_eq!((window.state().shown, focused(&window).as_str()), (Some(3), "Sí"));
}

/// One frame, so many seconds after the one before.
fn step<S>(window: &mut Harness<'_, S>, secs: f64) {
    let now = window.ctx.input(|input| input.time);
    window.input_mut().time = Some(now + secs);
    window.step();
    window.input_mut().time = None;
}

#[test]
fn words_typed_into_a_group_are_no_answer_and_neither_are_the_digits_among_them() {
    let mut window = request();
    for letter in "GARCIA 123".chars() {
        window.event(Event::Text(letter.into()));
        step(&mut window, 0.01);
        step(&mut window, 0.09);
        assert_eq!((window.state().shown, window.state().signed), (None, None), "after {letter}");
    }
    assert_eq!(focused(&window), "Original");
    step(&mut window, 1.0);
    press(&mut window, &[Key::Num1]);
    assert_eq!(window.state().shown, Some(1), "a digit alone answers again");
}

#[test]
fn a_digit_that_looks_pressed_goes_on_without_another_key() {
    let mut window = request();
    window.event(Event::Text("1".into()));
    window.step();
    assert_eq!(window.state().shown, None, "it waits to be sure that it stands alone");
    for _ in 0..8 {
        let asked = window.output().viewport_output.values().map(|it| it.repaint_delay).min();
        assert!(asked.is_some_and(|delay| delay.is_zero()) || window.state().shown.is_some(), "no frame follows");
        step(&mut window, 0.01);
    }
    assert_eq!(window.state().shown, Some(1));
}

#[test]
fn a_group_is_one_stop_for_tab_and_that_is_the_chosen_chip() {
    let mut window = request();
    window.state_mut().shown = Some(3);
    press(&mut window, &[Key::Tab]);
    assert_eq!(focused(&window), "Sí");
    window.key_press_modifiers(Modifiers::SHIFT, Key::Tab);
    window.run();
    assert_eq!(focused(&window), "En el teléfono");
}

#[test]
fn chips_are_radio_buttons_with_their_state() {
    let mut window = request();
    press(&mut window, &[Key::Num2]);
    let state = |label: &str| {
        let chip = window.get_by_label(label);
        (chip.accesskit_node().role(), chip.accesskit_node().toggled())
    };
    assert_eq!(state("Copia"), (Role::RadioButton, Some(Toggled::True)));
    assert_eq!(state("Original"), (Role::RadioButton, Some(Toggled::False)));
}

#[test]
fn a_click_chooses_and_a_second_one_leaves_it_chosen() {
    let mut window = request();
    for _ in 0..2 {
        window.get_by_label("Copia").click();
        window.run();
        assert_eq!(window.state().shown, Some(2));
        assert_eq!(focused(&window), "Copia");
    }
}

#[test]
fn enter_goes_to_what_is_not_answered_and_at_last_to_the_button_without_pressing_it() {
    let mut window = request();
    press(&mut window, &[Key::Num1, Key::Num1]);
    type_in(&mut window, "1790012345001");
    press(&mut window, &[Key::Enter]);
    assert_eq!(focused(&window), "Fecha", "what is optional is passed over");
    type_in(&mut window, "31122027");
    press(&mut window, &[Key::Enter]);
    assert_eq!((focused(&window).as_str(), window.state().saved), ("Guardar", 0));
    press(&mut window, &[Key::Enter]);
    assert_eq!(window.state().saved, 1);
}

#[test]
fn enter_comes_back_round_to_what_was_skipped() {
    let mut window = request();
    window.state_mut().flow.focus("Fecha");
    window.run();
    type_in(&mut window, "1/2/2027");
    press(&mut window, &[Key::Enter]);
    assert_eq!(focused(&window), "Original");
}

#[test]
fn a_key_that_is_held_down_does_not_press_the_button_it_leads_to() {
    let mut window = request();
    {
        let state = window.state_mut();
        (state.shown, state.signed, state.ruc) = (Some(1), Some(true), "1".into());
        state.signed_on = NaiveDate::from_ymd_opt(2027, 1, 1);
        state.flow.focus("RUC");
    }
    window.run();
    for repeat in [false, true, true, true] {
        let modifiers = Modifiers::NONE;
        window.event(Event::Key { key: Key::Enter, physical_key: None, pressed: true, repeat, modifiers });
        window.run();
    }
    assert_eq!((focused(&window).as_str(), window.state().saved), ("Guardar", 0));
}

#[test]
fn a_key_that_is_held_down_goes_one_field_on() {
    let mut window = request();
    window.state_mut().flow.focus("RUC");
    window.run();
    for repeat in [false, true, true] {
        let modifiers = Modifiers::NONE;
        window.event(Event::Key { key: Key::Enter, physical_key: None, pressed: true, repeat, modifiers });
        window.run();
    }
    assert_eq!(focused(&window), "Fecha");
}

#[test]
fn a_field_with_an_error_is_not_answered_and_says_it() {
    let mut window = request();
    press(&mut window, &[Key::Num1, Key::Num1]);
    type_in(&mut window, "17");
    window.state_mut().error = Some("El RUC tiene 13 cifras.");
    window.state_mut().signed_on = NaiveDate::from_ymd_opt(2027, 1, 1);
    press(&mut window, &[Key::Enter]);
    assert_eq!(focused(&window), "RUC");
    let field = window.get_by_label("RUC");
    assert_eq!(field.accesskit_node().description().as_deref(), Some("El RUC tiene 13 cifras."));
}

#[test]
fn a_field_that_was_changed_is_left_once() {
    let mut window = request();
    window.state_mut().flow.focus("RUC");
    window.run();
    type_in(&mut window, "17");
    assert_eq!(window.state().left, 0);
    press(&mut window, &[Key::Tab]);
    assert_eq!(window.state().left, 1);
    press(&mut window, &[Key::Tab]);
    assert_eq!(window.state().left, 1);
}

#[test]
fn esc_neither_clears_a_field_nor_takes_the_keyboard_from_it() {
    let mut window = request();
    window.state_mut().flow.focus("RUC");
    window.run();
    type_in(&mut window, "1790");
    press(&mut window, &[Key::Escape]);
    assert_eq!((focused(&window).as_str(), window.state().ruc.as_str()), ("RUC", "1790"));
}

#[test]
fn a_field_may_vanish_with_the_keyboard_and_another_may_appear() {
    let mut window = request();
    window.state_mut().flow.focus("RUC");
    window.run();
    window.state_mut().without_ruc = true;
    window.run();
    assert_eq!(focused(&window), "Observación", "the one that stands in its place");
    window.state_mut().with_hour = true;
    window.run();
    assert_eq!(focused(&window), "Observación");
    press(&mut window, &[Key::Tab, Key::Tab]);
    assert_eq!(focused(&window), "Hora");
}

#[test]
fn a_date_is_typed_and_written_out() {
    let mut window = request();
    window.state_mut().flow.focus("Fecha");
    window.run();
    type_in(&mut window, "31122027");
    assert_eq!(window.state().signed_on, NaiveDate::from_ymd_opt(2027, 12, 31));
    press(&mut window, &[Key::Tab]);
    assert_eq!(window.get_by_label("Fecha").value().as_deref(), Some("31/12/2027"));
}

#[test]
fn what_is_no_date_keeps_its_text_and_says_so_once_it_is_finished() {
    let said = |window: &Harness<'_, Request>| window.get_by_label("Fecha").accesskit_node().description();
    let mut window = request();
    window.state_mut().flow.focus("Fecha");
    window.run();
    type_in(&mut window, "31/2");
    assert_eq!(said(&window), None, "it may still become one");
    type_in(&mut window, "/2027");
    press(&mut window, &[Key::Tab]);
    assert_eq!(said(&window).as_deref(), Some("Ese día no existe en el calendario. Revise el día y el mes."));
    assert_eq!(window.state().signed_on, None);
    assert_eq!(window.get_by_label("Fecha").value().as_deref(), Some("31/2/2027"));
    window.state_mut().flow.reset();
    window.run();
    assert_eq!(window.get_by_label("Fecha").value().as_deref(), Some(""));
}

#[test]
fn enter_does_not_leave_a_date_that_is_none() {
    let mut window = request();
    {
        let state = window.state_mut();
        (state.shown, state.signed, state.ruc) = (Some(1), Some(true), "1".into());
        state.flow.focus("Fecha");
    }
    window.run();
    type_in(&mut window, "31");
    press(&mut window, &[Key::Enter]);
    assert_eq!(focused(&window), "Fecha");
    assert!(window.get_by_label("Fecha").accesskit_node().description().is_some());
}

#[test]
fn a_date_set_by_the_screen_is_shown() {
    let mut window = request();
    window.state_mut().signed_on = NaiveDate::from_ymd_opt(2026, 3, 9);
    window.run();
    assert_eq!(window.get_by_label("Fecha").value().as_deref(), Some("09/03/2026"));
}

#[derive(Default)]
struct Search {
    flow: Flow,
    text: String,
    changes: usize,
    picked: Option<usize>,
    province: Option<u8>,
    only: bool,
    password: String,
    agreed: bool,
    escapes: usize,
}

const EMPLOYERS: [(&str, &str); 3] = [
    ("Panadería La Unión", "1790012345001"),
    ("Panificadora Ambato", "1890012345001"),
    ("Pan de Casa", "0990012345001"),
];
const PROVINCES: [(u8, &str); 4] = [(1, "Azuay"), (2, "Guayas"), (3, "Manabí"), (4, "Pichincha")];

fn search_ui(ui: &mut Ui, search: &mut Search) {
    Form::show(ui, &mut search.flow, "search", |form| {
        let hits = if search.only { &EMPLOYERS[..1] } else { &EMPLOYERS[..] };
        let lookup: Lookup =
            form.lookup(Field::new("Empleador"), &mut search.text, hits, |hit| (hit.0.to_owned(), hit.1.to_owned()));
        search.changes += usize::from(lookup.changed);
        search.picked = lookup.picked.or(search.picked);
        form.select(Field::new("Provincia"), &PROVINCES, &mut search.province);
        form.password(Field::new("Contraseña"), &mut search.password);
        form.toggle(Field::new("Aceptó las condiciones"), &mut search.agreed);
        form.action(Button::primary("Seguir"));
    });
    search.escapes += usize::from(ui.input(|input| input.key_pressed(Key::Escape)));
}

fn search() -> Harness<'static, Search> {
    let mut window = window(search_ui, Search::default());
    window.state_mut().flow.focus_first();
    window.run();
    type_in(&mut window, "pan");
    window
}

#[test]
fn a_search_is_picked_by_the_arrows_and_goes_on() {
    let mut window = search();
    assert_eq!(window.state().changes, 3);
    assert!(window.query_by_label("Panificadora Ambato").is_some());
    press(&mut window, &[Key::ArrowDown, Key::ArrowDown, Key::ArrowDown, Key::ArrowUp, Key::Enter]);
    assert_eq!(window.state().picked, Some(1));
    assert_eq!(focused(&window), "Provincia");
    assert!(window.query_by_label("Panificadora Ambato").is_none(), "the list is closed");
}

#[test]
fn esc_closes_the_list_and_only_the_list() {
    let mut window = search();
    press(&mut window, &[Key::Escape]);
    assert!(window.query_by_label("Pan de Casa").is_none());
    assert_eq!((window.state().text.as_str(), focused(&window).as_str()), ("pan", "Empleador"));
    assert_eq!(window.state().escapes, 0, "the screen does not go back");
    press(&mut window, &[Key::Escape]);
    assert_eq!(window.state().escapes, 1);
    press(&mut window, &[Key::Enter]);
    assert_eq!((window.state().picked, focused(&window).as_str()), (None, "Provincia"));
}

#[test]
fn a_hit_is_picked_by_a_click() {
    let mut window = search();
    window.get_by_label("Pan de Casa").click();
    window.run();
    assert_eq!(window.state().picked, Some(2));
}

#[test]
fn enter_among_several_hits_picks_none_and_picks_the_only_one() {
    let mut window = search();
    press(&mut window, &[Key::Enter, Key::Enter]);
    assert_eq!((window.state().picked, focused(&window).as_str()), (None, "Empleador"));
    window.state_mut().only = true;
    type_in(&mut window, "a");
    press(&mut window, &[Key::Enter]);
    assert_eq!((window.state().picked, focused(&window).as_str()), (Some(0), "Provincia"));
}

#[test]
fn a_long_choice_is_made_by_letter_arrow_and_enter() {
    let mut window = search();
    press(&mut window, &[Key::Tab]);
    type_in(&mut window, "m");
    assert_eq!((window.state().province, focused(&window).as_str()), (None, "Provincia"), "a letter goes there");
    press(&mut window, &[Key::ArrowDown]);
    assert!(window.query_by_label("Azuay").is_some(), "the list is open");
    press(&mut window, &[Key::Enter]);
    assert_eq!((window.state().province, focused(&window).as_str()), (Some(4), "Contraseña"));
    assert!(window.query_by_label("Azuay").is_none());
}

#[test]
fn enter_alone_makes_no_long_choice() {
    let mut window = search();
    press(&mut window, &[Key::Tab, Key::Enter, Key::Enter, Key::Enter, Key::Enter]);
    assert_eq!((window.state().province, focused(&window).as_str()), (None, "Provincia"));
}

#[test]
fn a_long_choice_is_made_by_the_pointer() {
    let mut window = search();
    window.get_by_label("Provincia").click();
    window.run();
    window.get_by_label("Guayas").click();
    window.run();
    assert_eq!((window.state().province, focused(&window).as_str()), (Some(2), "Provincia"));
}

#[test]
fn a_password_is_hidden_until_asked_and_tab_passes_over_the_asking() {
    let mut window = search();
    window.state_mut().flow.focus("Contraseña");
    window.run();
    type_in(&mut window, "clave");
    assert_eq!(window.get_by_label("Contraseña").value().as_deref(), Some("•••••"));
    press(&mut window, &[Key::Tab]);
    assert_eq!(focused(&window), "Aceptó las condiciones");
    window.get_by_label("Mostrar").click();
    window.run();
    assert_eq!(window.get_by_label("Contraseña").value().as_deref(), Some("clave"));
    assert_eq!(focused(&window), "Contraseña");
}

#[test]
fn space_ticks_and_enter_goes_on() {
    let mut window = search();
    window.state_mut().flow.focus("Aceptó las condiciones");
    window.run();
    press(&mut window, &[Key::Space]);
    assert!(window.state().agreed);
    press(&mut window, &[Key::Enter]);
    assert!(window.state().agreed, "Enter does not turn it back");
    assert_ne!(focused(&window), "Aceptó las condiciones");
}

#[test]
fn a_long_error_breaks_its_lines() {
    let long = "El RUC tiene 13 cifras y este tiene 9. Revise el número en el certificado, o pida otro documento.";
    let screen = move |ui: &mut Ui, text: &mut String| {
        Form::show(ui, &mut Flow::default(), "narrow", |form| {
            form.number(Field::new("RUC").width(160.0).error(Some(long)), text);
        });
    };
    let window = window(screen, String::new());
    let error = window.get_by_value(long).rect();
    assert!(error.width() <= 240.0 && error.height() > 30.0, "{error:?}");
}

#[derive(Default)]
struct Opened {
    flow: Flow,
    open: bool,
    text: String,
    agreed: bool,
}

fn opened_ui(ui: &mut Ui, opened: &mut Opened) {
    Button::quiet("Abrir").show(ui);
    if !opened.open {
        return;
    }
    Form::show(ui, &mut opened.flow, "opened", |form| {
        let terms = Field::new("Aceptó las condiciones").error(Some("Sin esto no se sigue."));
        form.toggle(terms, &mut opened.agreed);
        form.text(Field::new("Nombre").autofocus(), &mut opened.text);
    });
}

#[test]
fn a_field_takes_the_keyboard_each_time_it_appears_and_only_then() {
    let mut window = window(opened_ui, Opened::default());
    for _ in 0..2 {
        window.state_mut().open = true;
        window.run();
        assert_eq!(focused(&window), "Nombre");
        window.get_by_label("Abrir").focus();
        window.run();
        assert_eq!(focused(&window), "Abrir");
        window.state_mut().open = false;
        window.run_steps(3);
    }
}

#[test]
fn a_box_says_its_error_too() {
    let mut window = window(opened_ui, Opened { open: true, ..Opened::default() });
    window.run();
    let said = window.get_by_label("Aceptó las condiciones").accesskit_node().description();
    assert_eq!(said.as_deref(), Some("Sin esto no se sigue."));
}
