//! The table of the unlocking's rules (unlock sheet, "¿Cómo hago el trámite?", option 2, and "Requisitos").

use super::case::Case;
use super::steps::Step;
use super::{SHEET, contact, document, person};
use crate::domain::procedure::affiliate_key;
use crate::domain::procedure::shared::{identity, turn};
use crate::domain::rule::{Judging, Keeping, OverrideBy, Rule, RuleId, Section, Source, Verdict};
use Verdict::{Met, Missing, NotApplicable, Refused};

const WARNING: Verdict = Verdict::Warning(OverrideBy::Clerk);
const SUPERVISOR_WARNING: Verdict = Verdict::Warning(OverrideBy::Supervisor);

const fn how_to(item: &'static str) -> Source {
    Source::Sheet { sheet: SHEET, section: Section::HowTo, item }
}

const HOURS: Source = Source::Sheet { sheet: SHEET, section: Section::Hours, item: "Presencial" };
const FOR_WHOM: Source = Source::Sheet { sheet: SHEET, section: Section::ForWhom, item: "beneficiarios del trámite" };
const FAILED_ATTEMPTS: Source = Source::Sheet { sheet: affiliate_key::SHEET, section: Section::HowTo, item: "paso 8" };
const UP_TO_DATE: Source = Source::Own {
    after: Some("la ficha «Desbloqueo de clave de afiliado para acceso al portal IESS», desbloqueo virtual, nota"),
};

const fn rule(
    id: &'static str,
    title: &'static str,
    step: Step,
    source: Source,
    judge: fn(&Case) -> Judging,
    verdicts: &'static [Verdict],
) -> Rule<Case, Step> {
    Rule { id: RuleId::new(id), title, step, source, keeping: Keeping::JudgedAnew, verdicts, judge }
}

/// A rule about the turn: met once, it stands when the person comes back the same day.
const fn for_the_day(rule: Rule<Case, Step>) -> Rule<Case, Step> {
    Rule { keeping: Keeping::StandsForTheDay, ..rule }
}

/// The rules, in the clerk's order.
#[rustfmt::skip]
pub static RULES: [Rule<Case, Step>; 13] = [
    for_the_day(rule("AU-T1", "Turno de hoy", Step::Turn, how_to("opción 2, literal a"), turn::of_today, &[Met, Missing, WARNING])),
    rule("AU-T2", "Titular del turno", Step::Turn, Source::OWN, person::in_whose_name, &[Met, Missing, NotApplicable]),
    for_the_day(rule("AU-T3", "Puntualidad", Step::Turn, Source::OWN, turn::on_time, &[Met, Missing, WARNING, NotApplicable])),
    for_the_day(rule("AU-T4", "Horario de atención", Step::Turn, HOURS, turn::opening_hours, &[Met, Missing, WARNING])),

    rule("AU-P1", "Asegurado del IESS", Step::Person, FOR_WHOM, person::insured, &[Met, Missing, SUPERVISOR_WARNING]),
    rule("AU-P2", "En persona", Step::Person, how_to("opción 2, literal a"), person::in_person, &[Met, Missing]),
    rule("AU-P3", "Clave bloqueada", Step::Person, Source::OWN, person::blocked, &[Met, WARNING, SUPERVISOR_WARNING, NotApplicable]),
    rule("AU-P4", "Motivo del bloqueo", Step::Person, FAILED_ATTEMPTS, person::reason, &[Met, Missing]),

    rule("AU-I1", "Cédula vigente", Step::Document, how_to("opción 2, literal a"), document::cedula, &[Met, Missing, NotApplicable]),
    rule("AU-I2", "Código de extranjero", Step::Document, how_to("opción 2, nota sobre extranjeros"), document::foreigner_code, &[Met, Missing, Refused, SUPERVISOR_WARNING, NotApplicable]),
    rule("AU-I3", "Identidad de la persona", Step::Document, Source::OWN, document::of_the_person, &[Met, Missing, Refused, WARNING, SUPERVISOR_WARNING, NotApplicable]),
    rule("AU-I4", "Dígito verificador", Step::Document, Source::OWN, identity::check_digits, &[Met, SUPERVISOR_WARNING, NotApplicable]),

    rule("AU-D1", "Datos al día", Step::Contact, UP_TO_DATE, contact::up_to_date, &[Met, Missing, NotApplicable]),
];
