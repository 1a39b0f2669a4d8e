//! The JSON of a visit against everything it may be fed, and what it answers to what is malformed.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::sync::LazyLock;

use ventanilla::cli::assess;
use ventanilla::domain::procedure::{self, Nature, PROCEDURES, Procedure};
use ventanilla::domain::procedure_id::ProcedureId;
use ventanilla::intake::visit_v1::{self, AnyVisit, Error};

use crate::support::case_files::{folder, json_files};

const BASE: &str = include_str!("cases/employer_key/base/tercero enviado por apoderado.json");
/// Two bytes of place and one of length for each mutation.
const MUTATION_BYTES: usize = 4;

/// The bases of every checklist's cases, each with its procedure.
static BASES: LazyLock<Vec<(ProcedureId, String)>> = LazyLock::new(|| {
    let is_checklist = |procedure: &&&Procedure| matches!(procedure.nature, Nature::Checklist(_));
    let of = |procedure: &&Procedure| {
        let files = json_files(&folder(procedure.id.as_str()).join("base"));
        assert!(!files.is_empty(), "{} has no base", procedure.id);
        let id = procedure.id;
        files.into_iter().map(move |file| (id, fs::read_to_string(file).unwrap()))
    };
    PROCEDURES.iter().filter(is_checklist).flat_map(of).collect()
});

/// Cuts and overwrites of a good visit, as the fuzzer says: most of them reach far behind the first bracket.
fn mutated(good: &str, bytes: &[u8]) -> Vec<u8> {
    let mut text = good.as_bytes().to_vec();
    for mutation in bytes.chunks_exact(MUTATION_BYTES) {
        let at = usize::from(u16::from_le_bytes([mutation[0], mutation[1]])) % text.len();
        let end = (at + usize::from(mutation[2] % 8)).min(text.len());
        text.splice(at..end, [mutation[3]]);
    }
    text
}

fn check(bytes: &[u8]) {
    match visit_v1::read(bytes) {
        Ok(visit) => {
            let written = visit_v1::write_any(&visit).unwrap();
            assert_eq!(visit_v1::read_str(&written).unwrap(), visit);
            let (mut out, mut complaints) = (Vec::new(), Vec::new());
            let code = assess::assess(bytes, &mut out, &mut complaints);
            assert_eq!(code == assess::MALFORMED, matches!(visit, AnyVisit::Plain(..)));
        }
        Err(fault) => assert!(!fault.to_string().is_empty()),
    }
}

#[test]
fn any_bytes() {
    bolero::check!().for_each(check);
}

#[test]
fn a_good_visit_damaged() {
    bolero::check!().for_each(|bytes: &[u8]| BASES.iter().for_each(|(_, good)| check(&mutated(good, bytes))));
}

fn complaint(text: &str) -> String {
    visit_v1::read_str(text).unwrap_err().to_string()
}

#[test]
fn what_is_malformed_is_named_with_its_place() {
    let unknown = BASE.replacen("\"legibility\"", "\"legivility\"", 1);
    let said = complaint(&unknown);
    assert!(said.starts_with("línea ") && said.contains("employer_key.request"), "{said}");
    assert!(said.contains("campo desconocido: «legivility», se admite «origin»"), "{said}");

    let said = complaint(&BASE.replacen("\"handwritten\"", "\"a mano\"", 1));
    assert!(said.contains("valor desconocido: «a mano»") && said.contains("«handwritten_photocopy»"), "{said}");

    let said = complaint(&BASE.replacen("\"cedula\"", "\"cedula\": 1, \"x\"", 1));
    assert!(said.contains("no es del tipo que va aquí: número entero «1», se espera un texto"), "{said}");

    let said = complaint(&BASE.replacen("2026-11-20T10:05:00-05:00", "ayer", 1));
    assert!(said.contains("en «visit.now»: no es una fecha u hora"), "{said}");

    let said = complaint(&BASE.replacen("\"clerk\": \"mlopez\",", "", 1));
    assert!(said.contains("falta el campo «clerk»"), "{said}");

    assert_eq!(
        complaint("{\n  \"version\" 1\n}"),
        "línea 2, columna 13: faltan los dos puntos después del nombre del campo"
    );
    assert_eq!(complaint(""), "línea 1, columna 0: el archivo termina antes de tiempo");
    assert!(complaint(&format!("{BASE} x")).contains("sobra texto después del final"));
    assert!(complaint(&"[".repeat(100_000)).contains("línea 1"));
}

#[test]
fn another_version_procedure_or_arm_is_refused_by_name() {
    assert!(complaint("{\"version\": 2, \"new\": true}").contains("la versión 2"));
    let other = BASE.replacen("\"employer_key\",", "\"pension\",", 1);
    assert_eq!(complaint(&other), "el trámite «pension» no se conoce");
    for (own, base) in &*BASES {
        for another in procedure::all().filter(|another| another != own) {
            let other = base.replacen(&format!("\"{own}\","), &format!("\"{another}\","), 1);
            assert_eq!(complaint(&other), format!("el trámite «{another}» no lleva el campo «{own}»"));
        }
    }
}

#[test]
fn a_large_or_foreign_file_is_refused_before_it_is_parsed() {
    let large = vec![b' '; usize::try_from(visit_v1::LIMIT_BYTES).unwrap() + 1];
    assert!(matches!(visit_v1::read(&large[..]), Err(Error::TooLarge)));
    let endless = std::io::repeat(b'[');
    assert!(matches!(visit_v1::read(endless), Err(Error::TooLarge)));
    assert!(matches!(visit_v1::read(&b"{\"name\": \"Pe\xf1a\"}"[..]), Err(Error::NotUtf8 { valid_up_to: 12 })));
}

#[test]
fn assess_says_what_it_cannot_read_and_answers_nothing() {
    let (mut out, mut complaints) = (Vec::new(), Vec::new());
    assert_eq!(assess::assess(&b"{"[..], &mut out, &mut complaints), assess::MALFORMED);
    assert!(out.is_empty());
    let said = String::from_utf8(complaints).unwrap();
    assert!(said.starts_with("No se puede evaluar la atención: línea 1"), "{said}");
}
