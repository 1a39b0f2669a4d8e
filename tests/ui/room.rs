//! What has room on the screens that counters have: rows of the list, the group with the keyboard, what is told in passing.

use eframe::egui::{Key, Modifiers, Rect, Vec2};
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

/// A supervisor at this scale, who is asked to look at a visit: the notice stands above the list.
fn under_a_notice(scale: f32) -> Counter {
    let mut counter = on(SCREEN, scale, Mode::Light);
    counter.press(Key::F2).until("Empezar la atención").press(Key::Enter).until("Se retiró…");
    counter.click("Pedir revisión…").until("Pedir que supervisión revise").type_text("trae una copia rara");
    counter.click("Pedir la revisión").until_gone("Pedir que supervisión revise").press(Key::F7).until("Presentes: ");
    counter.click("Salir").log_in("supervisora").until("Piden que supervisión revise una atención.").rest();
    counter.until("Presentes: ");
    counter
}

#[test]
fn a_notice_leaves_the_list_its_rows() {
    for (scale, wanted) in [(1.0, 12), (1.5, 6)] {
        let counter = under_a_notice(scale);
        let room = counter.room();
        let whole = counter.rows().iter().filter(|row| room.contains_rect(**row)).count();
        assert!(whole >= wanted, "{whole} rows at {scale} under a notice, not {wanted}");
        let button = counter.place("Ver en Cierre");
        assert!(room.contains_rect(button), "{scale}: {button:?}");
    }
}

/// The names of the bar as they are read there, each with its place.
fn names(counter: &Counter) -> Vec<(String, Rect)> {
    let is_name = |read: &str| {
        ["CAU Quito Centro", "Ventanilla 1", "Byron Chiluisa Tipán"].iter().any(|name| read.starts_with(name))
    };
    counter.places().into_iter().filter(|(read, place)| is_name(read) && place.top() < 60.0).collect()
}

#[test]
fn the_bar_cuts_no_name_also_beside_what_is_told_in_passing() {
    for (screen, scale, _) in SCREENS {
        let mut counter = on(screen, scale, Mode::Light);
        let caller = script(&counter).company;
        for tells in [false, true] {
            if tells {
                counter.scan(&caller.turn_code).until(&format!("Llegó {}", caller.applicant.name)).rest();
            }
            let names = names(&counter);
            assert_eq!(names.len(), 3, "{names:?}");
            for (name, place) in names {
                let whole = counter.width_of(&name, name.starts_with("CAU"));
                assert!(place.width() >= whole - 1.0, "{name} at {screen} × {scale}, {tells}: {place:?} of {whole}");
            }
        }
    }
}

#[test]
fn what_is_told_in_passing_stands_over_no_button_and_no_name() {
    for (screen, scale, _) in SCREENS {
        let mut counter = on(screen, scale, Mode::Light);
        let caller = script(&counter).company;
        let told = format!("Llegó {}", caller.applicant.name);
        counter.scan(&caller.turn_code).until(&told).rest();
        let (toast, room) = (counter.place(&told), counter.room());
        assert!(room.contains_rect(toast), "{toast:?} in {room:?} at {scale}");
        let names =
            ["CAU Quito Centro", "Ventanilla 1", "Byron Chiluisa Tipán"].map(|it| (it.to_owned(), counter.place(it)));
        for (what, place) in counter.button_places().into_iter().chain(names) {
            assert!(!place.intersects(toast), "{toast:?} over «{what}» at {screen} × {scale}: {place:?}");
        }
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

#[test]
fn at_a_large_scale_the_window_still_says_who_where_which_turn_and_for_how_long() {
    let mut counter = on(SCREEN, 1.5, Mode::Light);
    let caller = script(&counter).company;
    assert!(counter.sees("CAU Quito Centro") && counter.sees("Byron Chiluisa Tipán"), "{:#?}", counter.labels());
    counter.scan(&caller.turn_code).until(&format!("Llegó {}", caller.applicant.name)).wait_secs(180);
    counter.until("3 min").until("…002").press(Key::F2).until("Empezar la atención").rest();
    // The name of whoever was called and what is done with them are seen together.
    let room = counter.room();
    let (above, number) = (counter.place("Siguiente"), counter.place(caller.applicant.number.as_str()));
    let button = counter.place("Empezar la atención");
    assert!(room.contains_rect(button), "{button:?} in {room:?}");
    // The name stands between the two.
    assert!(above.bottom() + 40.0 < number.top() && number.bottom() < button.top(), "{above:?} {number:?} {button:?}");
}

#[test]
fn the_ways_out_of_a_visit_stand_in_one_order_at_every_scale() {
    for scale in [1.0, 1.5] {
        let mut counter = on(SCREEN, scale, Mode::Light);
        let caller = script(&counter).by_hand;
        begin(&mut counter, &caller, "Quien solicita");
        let ways = ["Poner en pausa", "Pedir revisión…", "Terminar sin clave…", "Se retiró…"];
        let places = ways.map(|way| counter.place(way));
        assert!(places.windows(2).all(|two| two[0].right() <= two[1].left()), "{scale}: {places:?}");
        // Tab goes the same way.
        let at: Vec<usize> =
            ways.iter().map(|way| counter.buttons().iter().position(|button| button == way).unwrap()).collect();
        assert!(at.is_sorted(), "{scale}: {at:?}");
        assert!(counter.sees(&caller.employer.name), "{scale}");
    }
}

#[test]
fn the_ways_out_of_a_visit_keep_to_one_line_whatever_was_shown_before() {
    let mut counter = on(SCREEN, 1.0, Mode::Light);
    let caller = script(&counter).domestic;
    begin(&mut counter, &caller, "Quien solicita");
    let height = |it: &Counter| it.place("Se retiró…").height();
    let before = height(&counter);
    // While the visit ends, and once it has, other ways stand there.
    counter.click("Se retiró…").click("Sí, se retiró").until("Presentes: ");
    let caller = script(&counter).by_hand;
    begin(&mut counter, &caller, "Quien solicita");
    assert!((height(&counter) - before).abs() < 0.5, "{} and {before}", height(&counter));
    assert!(before < 45.0, "{before}: one line");
}

#[test]
fn a_topic_that_a_key_turns_to_has_the_keyboard_and_is_in_sight() {
    for scale in [1.0, 1.5] {
        let mut scene = Scene::filled();
        scene.screen = SCREEN;
        scene.scale = scale;
        let mut counter = scene.open();
        counter.log_in("supervisora").press_with(Modifiers::COMMAND, Key::Num8).until("Impresora");
        for topic in
            ["Escáner", "Respaldos", "Apariencia", "Mi contraseña", "Reglas de atención", "Horario de atención"]
        {
            counter.press_with(Modifiers::COMMAND, Key::PageDown).rest();
            assert!(counter.has_keyboard(topic), "{scale}, {topic}: {:?}", counter.keyboard_at());
            let (room, place) = (counter.room(), counter.tab(topic));
            assert!(room.contains_rect(place), "{scale}, {topic}: {place:?} in {room:?}");
        }
        counter.press_with(Modifiers::COMMAND, Key::Num6).until("Tabla de transparencia");
        counter.press_with(Modifiers::COMMAND, Key::PageDown).rest();
        assert!(counter.has_keyboard("Gráficos"), "{:?}", counter.keyboard_at());
    }
}

#[test]
fn the_month_s_table_is_scrolled_by_the_page_alone() {
    let mut counter = on(SCREEN, 1.5, Mode::Light);
    counter.click("Salir").log_in("supervisora").press_with(Modifiers::COMMAND, Key::Num6);
    counter.until("Desbloqueo de clave de afiliado").rest();
    // The head, four procedures and their sum, each of 34 points, whatever of them is in sight.
    let table = counter.table("Tabla de transparencia");
    assert!(table.height() >= 6.0 * 34.0, "{table:?}");
}

#[test]
fn who_logs_in_finds_the_day_from_its_top() {
    let mut counter = on(SCREEN, 1.0, Mode::Light);
    let first = counter.rows()[0].top();
    for _ in 0..4 {
        counter.press(Key::Tab);
    }
    let code = script(&counter).by_hand.turn_code;
    counter.press(Key::F3).type_text(&code).press(Key::Enter).press(Key::End).rest();
    counter.press(Key::F3).press_with(Modifiers::COMMAND, Key::A).press(Key::Backspace).press(Key::Tab).press(Key::Tab);
    counter.press(Key::End).rest();
    let top = |it: &Counter| it.labels().iter().find(|label| label.contains("T261120-009")).cloned();
    assert_eq!(top(&counter), None, "scrolled to the end");
    counter.click("Salir").log_in("operador1").until("Presentes: ").rest();
    assert!(top(&counter).is_some() && (counter.rows()[0].top() - first).abs() < 1.0, "{:?}", counter.rows().first());
}

/// Pictures at every scale and in both themes, to be looked at: `PICTURES` names their folder.
#[test]
#[ignore = "for eyes"]
fn pictures() {
    let folder = std::path::PathBuf::from(std::env::var_os("PICTURES").unwrap_or("/tmp/room".into()));
    std::fs::create_dir_all(&folder).unwrap();
    for (scale, mode, name) in [(1.0, Mode::Light, "100"), (1.5, Mode::Light, "150"), (1.5, Mode::Dark, "150-dark")] {
        let mut counter = on(SCREEN, scale, mode);
        let file = |what: &str| folder.join(format!("{name}-{what}.png"));
        counter.picture(&file("turns"));
        let caller = script(&counter).company;
        counter.scan(&caller.turn_code).until(&format!("Llegó {}", caller.applicant.name)).press(Key::F2);
        counter.until("Empezar la atención").picture(&file("called"));
        counter.press(Key::F4).until("Número de la persona").picture(&file("walk-in")).press(Key::Escape);
        counter.press_with(Modifiers::COMMAND, Key::Num8).until("Configuración").rest();
        counter.press_with(Modifiers::COMMAND, Key::PageDown).press_with(Modifiers::COMMAND, Key::PageDown).rest();
        counter.picture(&file("settings"));
        counter.press_with(Modifiers::COMMAND, Key::Num1).rest();
        counter.click("Vuelve a la espera, en su lugar").until_gone("Empezar la atención");
        let caller = script(&counter).by_hand;
        begin(&mut counter, &caller, "Quien solicita");
        counter.picture(&file("visit"));
        counter.click("Terminar sin clave…").until("¿Terminar sin clave?").picture(&file("without-key"));
    }
    for scale in [1.0_f32, 1.5] {
        let mut counter = under_a_notice(scale);
        let file = |what: &str| folder.join(format!("{}-{what}.png", (scale * 100.0).round()));
        counter.picture(&file("notice"));
        counter.press_with(Modifiers::COMMAND, Key::Num5).until("Cifras").picture(&file("day"));
        counter.press_with(Modifiers::COMMAND, Key::Num6).until("Atenciones").rest().picture(&file("month"));
    }
}
