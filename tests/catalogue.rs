//! The cards of the procedures: each whole, each as its sheet has it but for the sheets' own slips, each printable on every
//! paper, in the order in which a person asks.

use std::path::Path;

use ventanilla::domain::catalogue::{Card, Detail, Here, Piece, Side, outline};
use ventanilla::domain::hours::{Hours, WeekHours};
use ventanilla::domain::procedure::{PROCEDURES, Procedure, find};
use ventanilla::domain::procedure_id::ProcedureId;
use ventanilla::print::documents::{Operation, Page, Paper, Sheet, Worth, procedure_card};
use ventanilla::print::pdf;

use crate::paper::{card_of, words};

/// A procedure, how many norms its sheet names, and how many steps each of its ways has.
type Counted = (&'static str, usize, &'static [(Side, usize)]);

/// As the sheets have it: that of the affiliate key names no norm.
const AS_THE_SHEETS_HAVE_IT: &[Counted] = &[
    ("employer_key", 6, &[(Side::InPerson, 7), (Side::Online, 7)]),
    ("employer_key_recovery", 6, &[(Side::Online, 6)]),
    ("affiliate_key", 0, &[(Side::Online, 12)]),
    ("affiliate_key_unlock", 4, &[(Side::InPerson, 1), (Side::Online, 4)]),
];

/// What the sheets misspell, and their two spellings of the turn page's address.
const SLIPS_OF_THE_PEN: [&str; 9] =
    ["iesg", "iesse", "jsfb", "fomularios", "turnero", "Representantes legal ", "receptor", "del Cédula", "Tramites"];

/// What the parts of a small paper leave out.
const FOR_LEISURE: [&str; 3] = ["Base legal", "Para quién es", "Qué obtiene"];

fn pages(procedure: &'static Procedure, paper: Paper) -> Vec<Page> {
    procedure_card(&card_of(procedure), Sheet { paper, worth: Worth::Real }).unwrap().pages
}

fn said(procedure: &'static Procedure, paper: Paper) -> String {
    pages(procedure, paper).iter().map(words).collect::<Vec<_>>().join(" ")
}

fn files() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/catalogue");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let cards = files.filter(|file| file.extension().is_some_and(|it| it == "toml"));
    cards.map(|file| std::fs::read_to_string(file).unwrap()).collect()
}

#[test]
fn every_procedure_has_its_card_and_every_card_its_procedure() {
    let files = files();
    assert_eq!(files.len(), PROCEDURES.len());
    for procedure in PROCEDURES {
        let card: &Card = &procedure.card;
        assert_eq!(procedure.sheet.to_string(), format!("Ficha «{}»", &*card.name), "{}", procedure.id);
        assert!(files.iter().any(|file| file.contains(&format!("name = \"{}\"", &*card.name))), "{}", procedure.id);
    }
}

#[test]
fn every_card_is_held_against_its_sheet() {
    let listed: Vec<_> = AS_THE_SHEETS_HAVE_IT.iter().map(|(id, ..)| *id).collect();
    for procedure in PROCEDURES {
        assert!(listed.contains(&procedure.id.as_str()), "{}: count what its sheet has, and list it", procedure.id);
    }
    assert_eq!(listed.len(), PROCEDURES.len(), "each once: {listed:?}");
}

#[test]
fn every_card_is_whole() {
    for (id, norms, ways) in AS_THE_SHEETS_HAVE_IT {
        let card = &find(ProcedureId::parse(id).unwrap()).unwrap().card;
        assert_eq!(card.legal_basis.len(), *norms, "{id}");
        let found: Vec<_> = card.ways().map(|(side, way)| (side, way.steps.len())).collect();
        assert_eq!(found, *ways, "{id}");
    }
    for procedure in PROCEDURES {
        let card = &procedure.card;
        assert!(card.ways().next().is_some_and(|(_, way)| !way.steps.is_empty()), "{}", procedure.id);
        let contact = (&*card.contact.email, &*card.contact.telephone);
        assert_eq!(contact, ("atencionalusuario@iess.gob.ec", "02 394 5666"));
        assert_eq!(&*card.cost, "El trámite no tiene costo.");
        let titles: Vec<_> = outline(card, None, Detail::Whole).iter().filter_map(|part| part.title).collect();
        let ways = card.ways().map(|(side, _)| match side {
            Side::InPerson => "Trámite presencial",
            Side::Online => "Trámite virtual",
        });
        for title in ["Dónde, cuándo y cuánto cuesta", "Para quién es", "Qué obtiene"].into_iter().chain(ways) {
            assert!(titles.contains(&title), "{}: {title}", procedure.id);
        }
        // What to bring comes first, the centre before the portal.
        assert!(["Qué traer", "Qué necesita"].contains(&titles[0]), "{titles:?}");
        let at = |wanted: &str| titles.iter().position(|title| *title == wanted);
        let online = at("Trámite virtual");
        assert!(online.is_none() || at("Trámite presencial") < online, "{titles:?}");
    }
}

#[test]
fn no_slip_of_the_sheets_is_carried_over() {
    for file in files() {
        for slip in SLIPS_OF_THE_PEN {
            assert!(!file.contains(slip), "{slip}");
        }
        for link in file.split("link = \"").skip(1) {
            assert!(link.starts_with("https://app.iess.gob.ec/"), "{link}");
        }
    }
}

#[test]
fn paper_names_one_page_one_address_and_one_number() {
    for procedure in PROCEDURES {
        for paper in Paper::ALL {
            let said = said(procedure, paper);
            for address in ["http", "app.iess", ".jsf", "@iess.gob.ec.ec"] {
                assert!(!said.contains(address), "{} {paper:?}: {address}", procedure.id);
            }
            for address in said.split(' ').filter(|word| word.contains("gob.ec")) {
                let address = address.trim_matches(['.', ',', ';', '«', '»', ':']);
                assert!(["www.iess.gob.ec", "atencionalusuario@iess.gob.ec"].contains(&address), "{address}");
            }
            assert!(said.contains("02 394 5666"), "{} {paper:?}", procedure.id);
        }
    }
}

#[test]
fn every_card_prints_on_every_paper_and_not_a_letter_of_it_is_lost() {
    for procedure in PROCEDURES {
        for paper in Paper::ALL {
            let sheet = Sheet { paper, worth: Worth::Real };
            let document = procedure_card(&card_of(procedure), sheet).unwrap();
            pdf::render(&document).unwrap_or_else(|fault| panic!("{} {paper:?}: {fault}", procedure.id));
            let printed: String = said(procedure, paper).split_whitespace().collect();
            let detail = if paper == Paper::A4 { Detail::Whole } else { Detail::Short };
            for text in texts(&procedure.card, detail) {
                let text: String = text.split_whitespace().collect();
                assert!(printed.contains(&text), "{} {paper:?}: {text}", procedure.id);
            }
        }
    }
}

/// All that an outline says.
fn texts(card: &'static Card, detail: Detail) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    let mut say = |text: &str| texts.push(text.to_owned());
    for part in outline(card, None, detail) {
        part.title.into_iter().for_each(&mut say);
        for piece in part.pieces {
            match piece {
                Piece::Words(words) => say(&words),
                Piece::Important(words) => say(words),
                Piece::Asked { title, applies, items } => {
                    title.into_iter().chain(applies).for_each(&mut say);
                    for item in items {
                        say(&item.name);
                        item.detail.as_deref().into_iter().for_each(&mut say);
                    }
                }
                Piece::Facts(facts) => facts.iter().for_each(|(name, value)| {
                    say(name);
                    say(value);
                }),
                Piece::Step { text, inside, notes, .. } => {
                    say(text);
                    inside.iter().map(|(_, text)| *text).chain(notes).for_each(&mut say);
                }
                Piece::Points(points) => points.into_iter().for_each(&mut say),
                Piece::Norm(norm, articles) => say(&format!("{norm}. {articles}")),
            }
        }
    }
    texts
}

#[test]
fn a_small_paper_says_what_to_bring_where_when_and_for_how_much_and_no_more_than_is_carried() {
    for procedure in PROCEDURES {
        for paper in [Paper::A5, Paper::Roll80] {
            let said = said(procedure, paper);
            for part in FOR_LEISURE {
                assert!(!said.contains(part), "{} {paper:?}: {part}", procedure.id);
            }
            for way in procedure.card.ways().map(|(_, way)| way) {
                let hours: &str = &way.hours;
                assert!(said.contains(hours), "{} {paper:?}: {hours}", procedure.id);
            }
            assert!(said.contains("El trámite no tiene costo."));
            let boxes = pages(procedure, paper).iter().flat_map(|page| &page.operations).filter(is_box).count();
            let first = procedure.card.ways().next().map(|(side, _)| side);
            let groups = procedure.card.requirements.iter().filter(|it| it.way.is_none() || it.way == first);
            let asked: usize = groups.map(|group| group.items.len()).sum();
            assert_eq!(boxes, asked, "{} {paper:?}: a box for each thing that is brought", procedure.id);
        }
        let [whole, short] = [Paper::A4, Paper::A5].map(|paper| pages(procedure, paper).len());
        assert!(short <= 2, "{}: {short} pages, and a sheet has two sides", procedure.id);
        assert!(whole <= 3, "{}: {whole} pages", procedure.id);
        let long_mm = pages(procedure, Paper::Roll80)[0].height_mm;
        assert!(long_mm < 450.0, "{}: {long_mm} mm of a roll", procedure.id);
    }
}

fn is_box(operation: &&Operation) -> bool {
    matches!(operation, Operation::Rectangle { .. })
}

#[test]
fn a_centre_with_hours_of_its_own_says_them() {
    let hours = |centre: WeekHours| {
        let unlocking = PROCEDURES.into_iter().find(|it| it.card.in_person.is_some()).unwrap();
        let mut told = card_of(unlocking);
        told.here = Here { hours: centre, ..told.here };
        let page = procedure_card(&told, Sheet { paper: Paper::A5, worth: Worth::Real }).unwrap().pages;
        page.iter().map(words).collect::<String>()
    };
    let one = "13:00:00".parse().unwrap();
    let short = WeekHours { friday: Hours { closes: one, ..Hours::default() }, ..WeekHours::default() };
    assert!(hours(short).contains("En CAU Quito Centro lunes a jueves de 8:00 a 17:00; viernes de 8:00 a 13:00"));
    assert!(!hours(WeekHours::default()).contains("En CAU Quito Centro"));
}
