//! Pictures of every widget, to be looked at: `cargo test --test main gallery -- --ignored` leaves them in the folder that
//! `GALLERY` names.

use std::path::Path;

use chrono::NaiveDate;
use eframe::egui::{self, Key, Margin, Panel, Ui};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use ventanilla::ui::theme::{self, Icon, Mode, SPACE_M, SPACE_S};
use ventanilla::ui::widgets::{
    Button, Column, Dialog, Field, Flow, Form, Notice, Sign, Step, Table, Toasts, badge, card, divider, empty, key_cap,
    key_value, notice, panel_title, progress, rail_item, section, step,
};

#[derive(Default)]
struct Page {
    kind: Kind,
    flow: Flow,
    toasts: Toasts,
    text: String,
    number: String,
    password: String,
    search: String,
    choice: Option<u8>,
    other: Option<u8>,
    date: Option<NaiveDate>,
    province: Option<u8>,
    agreed: bool,
    row: Option<usize>,
}

#[derive(Default, Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    #[default]
    Visit,
    Pieces,
    List,
    Question,
    Form,
}

const STEPS: [(&str, &str, Step); 6] = [
    ("Identidad", "Cumple", Step::Sign(Sign::Met)),
    ("Empleador", "Advertencia", Step::Sign(Sign::Warning)),
    ("Solicitud", "Falta", Step::Sign(Sign::Missing)),
    ("Poder notarial", "No aplica", Step::Sign(Sign::NotApplicable)),
    ("Revisión", "", Step::Number(5)),
    ("Entrega", "", Step::Number(6)),
];

fn page_ui(ui: &mut Ui, page: &mut Page) {
    let p = theme::palette(ui);
    let rail = egui::Frame::new().fill(p.surface_sunken).inner_margin(Margin::symmetric(10, 12));
    Panel::left("rail").exact_size(180.0).resizable(false).frame(rail).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        rail_item(ui, 44.0, Icon::Turns, "Turnos", "F2", page.kind == Kind::List);
        rail_item(ui, 44.0, Icon::Visit, "Atención", "F3", page.kind == Kind::Visit);
        rail_item(ui, 44.0, Icon::Registers, "Registros", "F4", page.kind == Kind::Pieces);
        rail_item(ui, 44.0, Icon::Users, "Usuarios", "", false);
        rail_item(ui, 44.0, Icon::Settings, "Configuración", "", page.kind == Kind::Form);
    });
    let frame = egui::Frame::new().fill(p.background).inner_margin(Margin::same(20));
    egui::CentralPanel::default().frame(frame).show(ui, |ui| match page.kind {
        Kind::Visit => visit_ui(ui, page),
        Kind::Pieces => pieces_ui(ui, page),
        Kind::List => list_ui(ui, page),
        Kind::Form => form_ui(ui, page),
        Kind::Question => {
            visit_ui(ui, page);
            let ctx = ui.ctx().clone();
            Dialog::new("Anular la hoja").show(&ctx, |ui| {
                ui.label("La hoja UIO01-03-1-000127 quedará anulada. Destruya el papel: todavía puede salir de la impresora.");
                ui.add_space(SPACE_M);
                Form::show(ui, &mut page.flow, "void", |form| {
                    form.choice(
                        Field::new("Motivo"),
                        &[(1, "Atasco"), (2, "Mala impresión"), (3, "La persona se fue")],
                        &mut page.other,
                    );
                    form.text(Field::new("Explicación").optional(), &mut page.text);
                    form.last_row(Button::danger("Anular la hoja").icon(Icon::Delete));
                });
            });
        }
    });
    page.toasts.show(ui, false);
}

fn visit_ui(ui: &mut Ui, page: &mut Page) {
    card(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 32.0;
            key_value(ui, "Turno", "EMP-014 · 9:40");
            key_value(ui, "Persona", "María Fernanda Quiñónez Alcívar");
            key_value(ui, "Cédula", "1712345675");
            key_value(ui, "Empleador", "Panadería La Unión Cía. Ltda.");
            badge(ui, Sign::Waiting, "En atención");
        });
    });
    ui.add_space(SPACE_S);
    let height = ui.available_height();
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            ui.set_width(220.0);
            ui.spacing_mut().item_spacing.y = 2.0;
            for (at, (title, state, stands)) in STEPS.iter().enumerate() {
                step(ui, *stands, title, state, at == 2);
            }
        });
        ui.vertical(|ui| {
            ui.set_width(540.0);
            card(ui, |ui| {
                ui.set_min_height(height - 60.0);
                section(ui, "Solicitud", |ui| {
                    Form::show(ui, &mut page.flow, "request", |form| {
                        form.choice(
                            Field::new("Cómo la presenta"),
                            &[(1, "Original"), (2, "Copia"), (3, "En el teléfono")],
                            &mut page.choice,
                        );
                        form.row(|form| {
                            form.date(Field::new("Fecha de la solicitud").width(180.0), &mut page.date);
                            form.number(
                                Field::new("RUC")
                                    .width(200.0)
                                    .error(Some("El RUC tiene 13 cifras; este tiene 9. Revise el número.")),
                                &mut page.number,
                            );
                        });
                        form.choice(
                            Field::new("Está firmada").note("Una firma escaneada no sirve."),
                            &[(1, "Sí"), (2, "No"), (3, "Con huella")],
                            &mut page.other,
                        );
                        form.text(
                            Field::new("Observación").optional().hint("Algo que deba saber quien siga"),
                            &mut page.text,
                        );
                        form.toggle(Field::new("La persona leyó y aceptó las condiciones de uso"), &mut page.agreed);
                        form.action(Button::primary("Guardar y seguir").icon(Icon::Next));
                    });
                });
            });
        });
        ui.vertical(|ui| {
            card(ui, |ui| {
                section(ui, "Veredicto", |ui| {
                    for (sign, text) in [
                        (Sign::Missing, "Falta la solicitud firmada."),
                        (Sign::Warning, "El poder vence en tres días."),
                        (Sign::Met, "La cédula está vigente."),
                        (Sign::Met, "El empleador está activo en el SRI."),
                    ] {
                        badge(ui, sign, sign.word());
                        ui.label(text);
                        ui.add_space(4.0);
                    }
                });
                Button::primary("Imprimir clave")
                    .icon(Icon::Printer)
                    .shortcut("F9")
                    .large()
                    .full_width()
                    .enabled(false)
                    .why("Falta la solicitud firmada.")
                    .show(ui);
                Button::secondary("Imprimir constancia").shortcut("F10").full_width().show(ui);
            });
        });
    });
}

fn pieces_ui(ui: &mut Ui, _page: &mut Page) {
    panel_title(ui, "Piezas de la ventana", "Botones, señales, avisos y lo demás, cada uno en sus estados");
    ui.horizontal(|ui| {
        Button::primary("Imprimir clave").icon(Icon::Printer).shortcut("F9").show(ui);
        Button::secondary("Estacionar").icon(Icon::Pause).show(ui);
        Button::quiet("Cambiar").icon(Icon::Edit).show(ui);
        Button::danger("Anular").icon(Icon::Delete).show(ui);
        Button::primary("Imprimir").busy(true).show(ui);
        Button::secondary("Llamar").enabled(false).why("No hay nadie en espera.").show(ui);
        Button::quiet("Quitar").enabled(false).show(ui);
    });
    ui.horizontal(|ui| {
        for sign in Sign::ALL {
            badge(ui, sign, sign.word());
        }
    });
    ui.horizontal(|ui| {
        for key in ["F1", "Ctrl+K", "Esc", "1"] {
            key_cap(ui, key);
        }
    });
    divider(ui);
    notice(
        ui,
        Sign::Refused,
        "La impresora no responde.",
        Some("Revise que esté encendida y que tenga papel, y pruebe otra vez."),
    );
    Notice::new(Sign::Warning, "Este RUC ya recibió una clave hoy.")
        .next("Pida la aprobación de supervisión.")
        .details("ledger: serial UIO01-03-1-000127, 09:12")
        .action(Button::secondary("Pedir aprobación…").icon(Icon::Shield))
        .show(ui);
    notice(ui, Sign::Info, "La agenda de mañana ya está importada.", None);
    notice(ui, Sign::Done, "El día está cerrado.", None);
    progress(ui, Some(0.37), "Importando la agenda");
    progress(ui, None, "Buscando impresoras");
    ui.horizontal_wrapped(|ui| {
        for icon in Icon::ALL {
            ui.label(icon.text(22.0));
        }
    });
    card(ui, |ui| empty(ui, Icon::Turns, "Hoy no hay turnos", "Importe la agenda del día, o dé un turno presencial."));
}

fn list_ui(ui: &mut Ui, page: &mut Page) {
    panel_title(ui, "Turnos de hoy", "Presentes: 8 · Por llegar: 12 · Terminados: 40");
    Form::show(ui, &mut page.flow, "filter", |form| {
        form.row(|form| {
            form.text(
                Field::new("Buscar").width(320.0).answered(true).hint("Nombre, número o código"),
                &mut page.search,
            );
            form.choice(Field::new("Mostrar"), &[(1, "Todos"), (2, "Presentes"), (3, "Por llegar")], &mut page.choice);
        });
    });
    let columns = [
        Column::exact("Hora", 80.0).sortable(),
        Column::exact("Turno", 110.0).sortable(),
        Column::rest("A nombre de").sortable(),
        Column::exact("Número", 140.0),
        Column::exact("Estado", 150.0),
    ];
    let name = |row: usize| format!("Turno {row}");
    Table::new("turns").name("Turnos de hoy").columns(&columns).sorted(0, true).row_name(&name).rows(
        ui,
        20_000,
        &mut page.row,
        |row, column, ui| {
            match column {
                0 => ui.label(format!("{}:{:02}", 8 + row / 60 % 10, row % 60)),
                1 => ui.monospace(format!("EMP-{row:03}")),
                2 => ui.label("María Fernanda Quiñónez Alcívar de la Torre"),
                3 => ui.monospace("1712345675"),
                _ => badge(ui, Sign::ALL[row % 8], Sign::ALL[row % 8].word()),
            };
        },
    );
}

fn form_ui(ui: &mut Ui, page: &mut Page) {
    panel_title(ui, "Ingreso", "");
    let hits = [
        ("Panadería La Unión Cía. Ltda.", "1790012345001"),
        ("Panificadora Ambato", "1890012345001"),
        ("Pan de Casa", "0990012345001"),
    ];
    Form::show(ui, &mut page.flow, "entry", |form| {
        form.inside(|ui, walk| {
            card(ui, |ui| {
                let mut form = walk.form(ui);
                form.text(Field::new("Usuario").note("El que le dio su supervisor."), &mut page.text);
                form.password(
                    Field::new("Contraseña").error(Some("La contraseña no es correcta. Quedan tres intentos.")),
                    &mut page.password,
                );
            });
        });
        form.lookup(Field::new("Empleador").hint("Nombre o RUC"), &mut page.search, &hits, |hit| {
            (hit.0.into(), hit.1.into())
        });
        form.select(
            Field::new("Provincia").width(260.0),
            &[(1, "Azuay"), (2, "Guayas"), (3, "Manabí"), (4, "Pichincha"), (5, "Tungurahua")],
            &mut page.province,
        );
        form.date(Field::new("Fecha de nacimiento"), &mut page.date);
        form.action(Button::primary("Ingresar").large());
    });
}

fn harness(kind: Kind, mode: Mode) -> Harness<'static, Page> {
    let theme = match mode {
        Mode::Light => egui::Theme::Light,
        Mode::Dark => egui::Theme::Dark,
    };
    let page =
        Page { kind, number: "179001234".into(), choice: Some(1), password: "secreta".into(), ..Page::default() };
    Harness::builder()
        .with_size([1366.0, 768.0])
        .with_theme(theme)
        .with_context_setup(move |ctx| theme::install(ctx, mode))
        .wgpu()
        .build_ui_state(page_ui, page)
}

fn save(harness: &mut Harness<'static, Page>, name: &str) {
    let folder = std::env::var("GALLERY").unwrap_or_else(|_| "/tmp/gallery".into());
    std::fs::create_dir_all(&folder).unwrap();
    harness.run_ok();
    harness.render().unwrap().save(Path::new(&folder).join(format!("{name}.png"))).unwrap();
}

#[test]
#[ignore = "it needs a graphics driver, and somebody to look at the pictures"]
fn gallery() {
    for (mode, name) in [(Mode::Light, "light"), (Mode::Dark, "dark")] {
        for kind in [Kind::Visit, Kind::Pieces, Kind::List, Kind::Question, Kind::Form] {
            let mut harness = harness(kind, mode);
            match kind {
                Kind::Visit => {
                    harness.state_mut().flow.focus("Está firmada");
                    harness.state_mut().toasts.success("Clave entregada");
                }
                Kind::Pieces => harness.get_by_label("Estacionar").focus(),
                Kind::List => {
                    harness.get_by_label("Turno 3").click();
                }
                Kind::Form => {
                    harness.state_mut().flow.focus("Empleador");
                    harness.run_ok();
                    harness.get_by_label("Empleador").type_text("pan");
                    harness.key_press(Key::ArrowDown);
                }
                Kind::Question => {}
            }
            if kind == Kind::Form {
                save(&mut harness, &format!("{name}-lookup"));
                harness.state_mut().flow.focus("Provincia");
                harness.run_ok();
                harness.key_press(Key::ArrowDown);
            }
            save(&mut harness, &format!("{name}-{kind:?}").to_lowercase());
        }
    }
}
