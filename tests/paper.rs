//! The papers, as operations and as PDF files read back with poppler.
//!
//! `VENTANILLA_PAPER_DIR=/some/folder cargo test paper` leaves every document in every format there, to be looked at.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test stops where it fails"
)]

pub(crate) mod poppler;
mod samples;
mod transcript;

pub(crate) use samples::card_of;

use transcript::{assert_as_drawn_before, transcript};
use ventanilla::domain::procedure::PROCEDURES;
use ventanilla::print::documents::{
    Document, Ink, Operation, Page, Paper, PointKind, Sheet, Worth, acknowledgement, centres_month, chart_pages,
    constancia, day_act, log, month_table, procedure_card, recovery_sheet, slip, test_page, turn_confirmation,
    turn_ticket,
};
use ventanilla::print::pdf;

const KEY: &str = "K7fR4rDYm8TtX";
const SAMPLE: &str = "MUESTRA SIN VALOR";

fn real(paper: Paper) -> Sheet {
    Sheet { paper, worth: Worth::Real }
}

/// Every kind of document with ordinary and absurd contents.
fn all_documents(sheet: Sheet) -> Vec<(&'static str, Document)> {
    let card = |at: usize| procedure_card(&card_of(PROCEDURES[at]), sheet).unwrap();
    vec![
        ("card-employer-key", card(0)),
        ("card-employer-key-recovery", card(1)),
        ("card-affiliate-key", card(2)),
        ("card-affiliate-key-unlock", card(3)),
        ("slip", slip(&samples::issuance(), &samples::key(), sheet).unwrap()),
        ("slip-for-another", slip(&samples::for_another(), &samples::key(), sheet).unwrap()),
        ("slip-absurd", slip(&samples::absurd(), &samples::key(), sheet).unwrap()),
        ("acknowledgement", acknowledgement(&samples::issuance(), &samples::hand_over(), sheet).unwrap()),
        (
            "acknowledgement-for-another",
            acknowledgement(&samples::for_another(), &samples::hand_over_again(), sheet).unwrap(),
        ),
        ("acknowledgement-absurd", acknowledgement(&samples::absurd(), &samples::absurd_hand_over(), sheet).unwrap()),
        ("constancia", constancia(&samples::attendance(), sheet).unwrap()),
        ("constancia-again", constancia(&samples::attendance_again(), sheet).unwrap()),
        ("constancia-endless", constancia(&samples::endless_attendance(), sheet).unwrap()),
        ("day", day_act(&samples::day(), sheet).unwrap()),
        ("day-of-many", day_act(&samples::day_of_many(), sheet).unwrap()),
        ("log", log(&samples::log(), sheet).unwrap()),
        ("month", month_table(&samples::month(), sheet).unwrap()),
        ("centres", centres_month(&samples::centres(30), sheet).unwrap()),
        ("charts", chart_pages(&samples::charts(), sheet).unwrap()),
        ("charts-of-nobody", chart_pages(&samples::charts_of_nobody(), sheet).unwrap()),
        ("recovery-sheet", recovery_sheet(&samples::recovery(), samples::RECOVERY_CODE, sheet).unwrap()),
        ("turn", turn_confirmation(&samples::turn_confirmation(), sheet).unwrap()),
        ("turn-absurd", turn_confirmation(&samples::absurd_turn_confirmation(), sheet).unwrap()),
        ("ticket", turn_ticket(&samples::turn_ticket(), sheet).unwrap()),
        ("ticket-absurd", turn_ticket(&samples::absurd_turn_ticket(), sheet).unwrap()),
        ("test-page", test_page(&samples::printer_test(), sheet).unwrap()),
    ]
}

fn every_sheet() -> impl Iterator<Item = Sheet> {
    Paper::ALL.into_iter().flat_map(|paper| [Worth::Real, Worth::Sample].map(|worth| Sheet { paper, worth }))
}

fn bytes(document: &Document) -> Vec<u8> {
    pdf::render(document).unwrap().as_slice().to_vec()
}

/// All that stands on a page, secrets included, one run after the other.
pub(crate) fn words(page: &Page) -> String {
    let runs = page.operations.iter().filter_map(|operation| match operation {
        Operation::Text { text, .. } => Some(text.as_str()),
        Operation::Secret { text, .. } => Some(text.reveal()),
        Operation::Line { .. } | Operation::Rectangle { .. } | Operation::Bar { .. } => None,
    });
    runs.collect::<Vec<_>>().join(" ")
}

#[test]
fn the_papers_are_drawn_as_before() {
    for (paper, format) in [(Paper::A4, "a4"), (Paper::A5, "a5"), (Paper::Roll80, "roll")] {
        let slip = slip(&samples::issuance(), &samples::key(), real(paper)).unwrap();
        assert_as_drawn_before(&format!("slip-{format}"), &transcript(&slip.pages[0]));
        let acknowledgement = acknowledgement(&samples::for_another(), &samples::hand_over(), real(paper)).unwrap();
        assert_as_drawn_before(&format!("acknowledgement-{format}"), &transcript(&acknowledgement.pages[0]));
    }
    for (nth, paper, name) in
        [(3, Paper::A4, "card-unlock-a4"), (0, Paper::A5, "card-employer-a5"), (0, Paper::Roll80, "card-employer-roll")]
    {
        let card = procedure_card(&card_of(PROCEDURES[nth]), real(paper)).unwrap();
        assert_as_drawn_before(name, &card.pages.iter().map(transcript).collect::<String>());
    }
    for (paper, format) in [(Paper::A5, "a5"), (Paper::Roll80, "roll")] {
        let turn = turn_confirmation(&samples::turn_confirmation(), real(paper)).unwrap();
        assert_as_drawn_before(&format!("turn-{format}"), &transcript(&turn.pages[0]));
        let ticket = turn_ticket(&samples::turn_ticket(), real(paper)).unwrap();
        assert_as_drawn_before(&format!("ticket-{format}"), &transcript(&ticket.pages[0]));
    }
    let day = day_act(&samples::day(), real(Paper::A4)).unwrap();
    assert_as_drawn_before("day-a4", &day.pages.iter().map(transcript).collect::<String>());
    let month = month_table(&samples::month(), real(Paper::A4)).unwrap();
    assert_as_drawn_before("month-a4", &transcript(&month.pages[0]));
    let centres = centres_month(&samples::centres(6), real(Paper::A4)).unwrap();
    assert_as_drawn_before("centres-a4", &centres.pages.iter().map(transcript).collect::<String>());
    let charts = chart_pages(&samples::charts(), real(Paper::A4)).unwrap();
    assert_as_drawn_before("charts-a4", &charts.pages.iter().map(transcript).collect::<String>());
    let constancia = constancia(&samples::attendance(), real(Paper::A5)).unwrap();
    assert_as_drawn_before("constancia-a5", &constancia.pages.iter().map(transcript).collect::<String>());
}

/// The heads of the columns are on every page of both tables, and no province stands apart from its centres.
#[test]
fn a_long_table_of_centres_is_read_on_each_page() {
    for paper in [Paper::A4, Paper::A5] {
        let document = centres_month(&samples::centres(49), real(paper)).unwrap();
        assert!(document.pages.len() > 3, "{paper:?}: {}", document.pages.len());
        for (page, nth) in document.pages.iter().map(words).zip(1..) {
            let said = format!("{paper:?}, {nth}: {page}");
            // What is to be known of the tables may have the last one for itself.
            let is_of_a_table = page.contains("Centro Clave de") || nth == document.pages.len();
            assert!(is_of_a_table && page.contains(&format!("Página {nth} de")), "{said}");
            let alone = ["Manabí", "Santa Elena", "El Oro", "Guayas"].map(|it| format!("{it} Contado el"));
            assert!(!alone.iter().any(|it| page.contains(it)), "{said}");
        }
        let first = words(&document.pages[0]);
        assert!(first.contains("Atenciones") && !first.contains("Quejas"), "{first}");
    }
}

#[test]
fn folded_in_thirds_the_key_lies_between_the_folds() {
    for sheet in every_sheet() {
        let document = slip(&samples::absurd(), &samples::key(), sheet).unwrap();
        let page = &document.pages[0];
        let third_mm = page.height_mm / 3.0;
        let mut secrets = 0;
        for operation in &page.operations {
            match operation {
                Operation::Secret { y_mm, style, .. } => {
                    secrets += 1;
                    assert!(
                        (third_mm + 3.0..third_mm * 2.0 - 3.0).contains(&(y_mm - style.size_pt * 0.3)),
                        "{sheet:?}"
                    );
                }
                Operation::Text { y_mm, style, field, .. }
                    if style.ink == Ink::Black && *field != "el texto fijo del documento" =>
                {
                    assert!(*y_mm < third_mm || *y_mm > third_mm * 2.0, "{field} lies beside the key: {sheet:?}");
                }
                _ => {}
            }
        }
        assert!(secrets >= 4, "the key and a line for each of its groups");
    }
}

#[test]
fn a_secret_does_not_show_in_debug() {
    for (name, document) in all_documents(real(Paper::A5)) {
        let shown = format!("{document:?}");
        assert!(!shown.contains(KEY) && !shown.contains("minúscula, R mayúscula"), "{name}");
        assert!(!shown.contains("7KQ4M"), "{name}");
        assert_eq!(shown.contains("•••"), name.starts_with("slip") || name == "recovery-sheet", "{name}");
    }
    let rendered = pdf::render(&slip(&samples::issuance(), &samples::key(), real(Paper::A5)).unwrap()).unwrap();
    assert!(format!("{rendered:?}").starts_with("PdfBytes("));
}

/// Left, top, right and bottom of the ink of a run, generously: its ascenders and descenders.
fn ink_box(operation: &Operation) -> Option<([f32; 4], String)> {
    let (x_mm, y_mm, style, text) = match operation {
        Operation::Text { x_mm, y_mm, style, text, .. } if style.ink == Ink::Black => {
            (x_mm, y_mm, style, text.as_str())
        }
        Operation::Secret { x_mm, y_mm, style, text, .. } => (x_mm, y_mm, style, text.reveal()),
        _ => return None,
    };
    let size_mm = style.size_pt * 25.4 / 72.0;
    let right_mm = x_mm + style.face.width_mm(text, style.size_pt);
    Some(([*x_mm, y_mm - size_mm * 0.75, right_mm, y_mm + size_mm * 0.22], text.to_owned()))
}

#[test]
fn nothing_leaves_the_printable_paper_and_no_text_covers_another() {
    for sheet in every_sheet() {
        for (name, document) in all_documents(sheet) {
            for page in &document.pages {
                let boxes: Vec<_> = page.operations.iter().filter_map(ink_box).collect();
                for (at, ([left, top, right, bottom], text)) in boxes.iter().enumerate() {
                    let inside = *left >= 3.99
                        && *right <= page.width_mm - 3.99
                        && *top >= 1.5
                        && *bottom <= page.height_mm - 1.5;
                    assert!(inside, "{name} {sheet:?}: {text:?} leaves the paper");
                    for (other, other_text) in &boxes[at + 1..] {
                        let apart = right <= &other[0] || &other[2] <= left || bottom <= &other[1] || &other[3] <= top;
                        assert!(apart, "{name} {sheet:?}: {text:?} covers {other_text:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn no_letter_of_an_absurd_name_is_lost_and_slip_and_acknowledgement_stay_one_page() {
    let issuance = samples::absurd();
    for sheet in every_sheet() {
        let by = samples::absurd_hand_over();
        let documents =
            [slip(&issuance, &samples::key(), sheet).unwrap(), acknowledgement(&issuance, &by, sheet).unwrap()];
        for document in documents {
            assert_eq!(document.pages.len(), 1);
            let words = words(&document.pages[0]).replace(' ', "");
            for name in
                [&issuance.employer.name, &issuance.recipient.name, &issuance.occasion.centre, &issuance.recipient_role]
            {
                assert!(words.contains(&name.replace(' ', "")), "{name} on {} {sheet:?}", document.title);
            }
        }
    }
}

#[test]
fn a_name_that_fits_in_no_readable_type_is_refused_in_words() {
    let mut issuance = samples::issuance();
    issuance.employer.name = "Ñ".repeat(20_000);
    assert_eq!(slip(&issuance, &samples::key(), real(Paper::A5)), Err(pdf::Error::TooLong));
    assert_eq!(acknowledgement(&issuance, &samples::hand_over(), real(Paper::A4)), Err(pdf::Error::TooLong));
    assert!(pdf::Error::TooLong.to_string().contains("abrévielos"));
    assert!(slip(&issuance, &samples::key(), real(Paper::Roll80)).is_ok(), "a roll is as long as it needs to be");
}

#[test]
fn the_recovery_code_stands_whole_on_its_sheet_in_lines_of_whole_groups() {
    for (paper, groups_a_line) in [(Paper::A4, 3), (Paper::A5, 3), (Paper::Roll80, 2)] {
        let document = recovery_sheet(&samples::recovery(), samples::RECOVERY_CODE, real(paper)).unwrap();
        let lines = document.pages[0].operations.iter().filter_map(|operation| match operation {
            Operation::Secret { text, .. } => Some(text.reveal()),
            _ => None,
        });
        let lines: Vec<&str> = lines.collect();
        assert_eq!(lines.concat(), samples::RECOVERY_CODE);
        assert!(lines.iter().all(|line| line.trim_end_matches('-').split('-').count() == groups_a_line), "{lines:?}");
    }
}

#[test]
fn every_page_of_a_demo_says_that_it_is_worthless_and_no_other_does() {
    for sheet in every_sheet() {
        for (name, document) in all_documents(sheet) {
            for page in &document.pages {
                let marks = words(page).matches(SAMPLE).count();
                assert_eq!(marks >= 3, sheet.worth == Worth::Sample, "{name} {sheet:?}: {marks}");
                assert_eq!(marks == 0, sheet.worth == Worth::Real, "{name} {sheet:?}: {marks}");
                let first_black = page.operations.iter().position(|one| ink_box(one).is_some()).unwrap();
                let pale = |one: &Operation| matches!(one, Operation::Text { style, .. } if style.ink == Ink::Pale);
                assert!(!page.operations[first_black..].iter().any(pale), "what is pale lies behind all that is read");
            }
        }
    }
}

#[test]
fn the_constancia_groups_its_points_and_counts_its_pages() {
    let short = constancia(&samples::attendance(), real(Paper::A5)).unwrap();
    let words_of_short = words(&short.pages[0]);
    assert_eq!(short.pages.len(), 1);
    let order = [
        "Lo que falta",
        "es una copia",
        "Traiga: la cédula original",
        "Lo que no se puede recibir",
        "firma electrónica",
        "Lo que queda por resolver",
        "Llegó a las 10:40",
        "Lo que no se revisó",
        "Solicitud legible · Empleador de la solicitud",
        "Lo que se revisó y está en orden",
        "Turno de hoy · Horario de atención · Solicitante en el registro (con justificación)",
        "Para volver",
        "mismo turno (T-2026-004711)",
        "Este trámite no tiene costo.",
        "Página 1 de 1",
    ];
    let places: Vec<_> =
        order.iter().map(|text| words_of_short.find(text).unwrap_or_else(|| panic!("{text}"))).collect();
    assert!(places.is_sorted(), "{places:?}");

    let long = constancia(&samples::endless_attendance(), real(Paper::A5)).unwrap();
    let of = long.pages.len();
    assert!(of >= 3);
    let to_tick = |kind| matches!(kind, PointKind::Missing | PointKind::Refused | PointKind::Warning);
    let sentences = samples::endless_attendance().points.iter().filter(|point| to_tick(point.kind)).count();
    let ticked = |page: &Page| page.operations.iter().filter(|one| matches!(one, Operation::Rectangle { .. })).count();
    assert_eq!(long.pages.iter().map(ticked).sum::<usize>(), sentences, "each point once");
    for (page, number) in long.pages.iter().zip(1..) {
        assert!(words(page).contains(&format!("Página {number} de {of}")));
    }
    assert_eq!(constancia(&samples::endless_attendance(), real(Paper::Roll80)).unwrap().pages.len(), 1);
}

#[test]
fn a_constancia_of_a_visit_that_lacked_nothing_says_so_and_sends_nobody_for_papers() {
    let mut attendance = samples::attendance();
    attendance.points.retain(|point| point.kind == PointKind::InOrder);
    assert!(!attendance.points.is_empty());
    let page = words(&constancia(&attendance, real(Paper::A5)).unwrap().pages[0]);
    for text in ["Lo que se revisó y está en orden", "No hay nada que traer", "mismo turno (T-2026-004711)"] {
        assert!(page.contains(text), "{text}: {page}");
    }
    for text in ["con lo que falta", "Lo que falta", "Traiga"] {
        assert!(!page.contains(text), "{text}: {page}");
    }
}

#[test]
fn what_is_printed_again_says_so_and_says_the_same() {
    let first = words(&constancia(&samples::attendance(), real(Paper::A4)).unwrap().pages[0]);
    let again = words(&constancia(&samples::attendance_again(), real(Paper::A4)).unwrap().pages[0]);
    assert!(!first.contains("Reimpresión") && again.contains("Reimpresión del 23/11/2026 10:05"), "{again}");
    let after_heading = |text: &str| text.split_once("Trámite").unwrap().1.to_owned();
    assert_eq!(after_heading(&first), after_heading(&again));
    let acknowledged = |by| words(&acknowledgement(&samples::issuance(), by, real(Paper::A4)).unwrap().pages[0]);
    let (first, again) = (acknowledged(&samples::hand_over()), acknowledged(&samples::hand_over_again()));
    assert!(!first.contains("Reimpresión") && again.contains("Reimpresión del 23/11/2026 10:05"), "{again}");
}

#[test]
fn a_character_that_the_font_lacks_is_refused_by_name_before_anything_is_printed() {
    for (name, character, said) in [
        ("Café 漢 Cía. Ltda.", '漢', "«漢» (U+6F22)"),
        ("Ana\u{0}María", '\u{0}', "invisible (U+0000)"),
        ("Ana\u{202e}María", '\u{202e}', "(U+202E)"),
        ("🥖 Panadería", '🥖', "«🥖» (U+1F956)"),
    ] {
        let mut issuance = samples::issuance();
        issuance.employer.name = name.to_owned();
        let refused = pdf::render(&slip(&issuance, &samples::key(), real(Paper::A5)).unwrap()).unwrap_err();
        assert_eq!(refused, pdf::Error::MissingGlyph { character, field: "el nombre del empleador" });
        let sentence = refused.to_string();
        assert!(sentence.contains(said) && sentence.contains("el nombre del empleador"), "{sentence}");
    }
}

#[test]
fn decomposed_accents_are_composed_and_white_space_is_single() {
    let mut issuance = samples::issuance();
    issuance.employer.name = "Pen\u{303}a\u{a0} y\tJose\u{301}\n".to_owned();
    let document = slip(&issuance, &samples::key(), real(Paper::A5)).unwrap();
    assert!(words(&document.pages[0]).contains("Peña y José"));
    assert!(pdf::render(&document).is_ok());
}

#[test]
fn the_same_paper_is_the_same_bytes_and_bears_neither_date_nor_name_outside_its_text() {
    for sheet in every_sheet() {
        for ((name, once), (_, again)) in all_documents(sheet).into_iter().zip(all_documents(sheet)) {
            let bytes = bytes(&once);
            assert!(bytes == self::bytes(&again), "{name} {sheet:?}");
            let text = String::from_utf8_lossy(&bytes);
            assert!(text.contains("/Lang(es-EC)"), "{name}");
            for absent in ["CreationDate", "ModDate", "Author", KEY, "1790011674001", "Quishpe"] {
                assert!(!text.contains(absent), "{name}: {absent}");
            }
        }
    }
}

#[test]
fn a_slip_is_at_most_thirty_kilobytes() {
    for sheet in every_sheet() {
        let size = bytes(&slip(&samples::issuance(), &samples::key(), sheet).unwrap()).len();
        assert!(size <= 30_000, "{size} bytes, {sheet:?}");
    }
}

#[test]
fn a_pdf_reads_back_as_what_was_set() {
    if !poppler::present("PDF files read back") {
        return;
    }
    for sheet in every_sheet() {
        for (name, document) in all_documents(sheet) {
            let bytes = bytes(&document);
            let text = poppler::says("pdftotext", &["-layout"], &bytes);
            assert_eq!(text.matches(KEY).count(), usize::from(name.starts_with("slip")), "{name} {sheet:?}: {text}");
            assert_eq!(text.contains(SAMPLE), sheet.worth == Worth::Sample, "{name} {sheet:?}");

            let info = poppler::says("pdfinfo", &["-l", "-1"], &bytes);
            let said = |label: &str| {
                let line = info.lines().find(|line| line.contains(label));
                line.and_then(|line| line.split_once(':')).map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
            };
            assert_eq!(said("Title"), document.title);
            assert_eq!(said("Pages"), document.pages.len().to_string());
            let points = |mm: f32| mm * 72.0 / 25.4;
            let size: Vec<f32> = said(" size").split(' ').filter_map(|word| word.parse().ok()).collect();
            let page = &document.pages[0];
            assert!(
                (size[0] - points(page.width_mm)).abs() < 0.1 && (size[1] - points(page.height_mm)).abs() < 0.1,
                "{info}"
            );

            let fonts = poppler::says("pdffonts", &[], &bytes);
            let listed: Vec<_> = fonts.lines().skip(2).collect();
            assert!(
                !listed.is_empty() && listed.iter().all(|font| font.contains("yes yes yes")),
                "embedded, subset, readable: {fonts}"
            );
        }
    }
}

#[test]
fn the_slip_says_everything_that_it_must() {
    if !poppler::present("the slip's text") {
        return;
    }
    for paper in Paper::ALL {
        let document = slip(&samples::issuance(), &samples::key(), real(paper)).unwrap();
        let text = poppler::says("pdftotext", &["-layout"], &bytes(&document));
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for said in [
            "1701-03-1-000042",
            "1790011674001",
            "0001",
            "1714307103",
            "representante legal",
            "20/11/2026 10:05",
            "CAU Quito Centro",
            "1284-9F3A77B0",
            "sin espacios",
            "Este trámite no tiene costo.",
            "atencionalusuario@iess.gob.ec",
            "02 394 5666",
            "La primera vez",
            "Si la pierde o la olvida",
        ] {
            assert!(text.contains(said), "{paper:?}: {said} in {text}");
        }
        for spelled in [
            "K mayúscula, siete, efe minúscula",
            "cuatro, erre minúscula, D mayúscula",
            "ocho, T mayúscula, te minúscula",
            "X mayúscula",
        ] {
            assert!(text.contains(spelled), "{paper:?}: {spelled}");
        }
        for wrong in ["iesg", "iesse", "app.iess", "http"] {
            assert!(!text.contains(wrong), "{paper:?}: {wrong}");
        }
    }
}

#[test]
fn the_acknowledgement_says_who_receives_for_whom_and_leaves_room_to_sign() {
    if !poppler::present("the acknowledgement's text") {
        return;
    }
    for paper in Paper::ALL {
        let document = acknowledgement(&samples::for_another(), &samples::hand_over(), real(paper)).unwrap();
        let text = poppler::says("pdftotext", &["-layout"], &bytes(&document));
        for said in [
            "1701-03-1-000042",
            "1284-9F3A77B0",
            "Zoila Inés Güerrón Peñafiel",
            "1710034065000",
            "Łukasz Ōnishi Müller",
            "AB12345",
            "tercero autorizado",
            "Ana Lucía Yánez Ñauñay, ventanilla 3",
            "Firma de quien recibe",
            "Fecha y hora de recepción",
        ] {
            assert!(text.contains(said), "{paper:?}: {said} in {text}");
        }
        assert!(!text.contains("mayúscula"), "the key is not spelled here either");
    }
}

#[test]
fn every_paper_can_be_left_for_the_eye() {
    let Some(folder) = std::env::var_os("VENTANILLA_PAPER_DIR") else {
        println!("left out, VENTANILLA_PAPER_DIR is not set: the papers as files");
        return;
    };
    for sheet in every_sheet() {
        for (name, document) in all_documents(sheet) {
            let file = std::path::Path::new(&folder).join(format!("{name}-{:?}-{:?}.pdf", sheet.paper, sheet.worth));
            std::fs::write(file, bytes(&document)).unwrap();
        }
    }
}
