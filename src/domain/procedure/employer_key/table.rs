//! The table of the employer key's rules.

use super::case::Case;
use super::steps::Step;
use super::{SHEET, artisan, authorisation, curator, delivery, employer, power, request};
use crate::domain::procedure::employer_key_recovery;
use crate::domain::procedure::shared::{identity, turn};
use crate::domain::rule::{Judging, Keeping, OverrideBy, Rule, RuleId, Section, Source, Verdict};
use Verdict::{Met, Missing, NotApplicable, Refused};

const WARNING: Verdict = Verdict::Warning(OverrideBy::Clerk);
const SUPERVISOR_WARNING: Verdict = Verdict::Warning(OverrideBy::Supervisor);

/// An item of the sheet's section on the procedure in person.
const fn in_person(item: &'static str) -> Source {
    Source::Sheet { sheet: SHEET, section: Section::InPerson, item }
}

const HOURS: Source = Source::Sheet { sheet: SHEET, section: Section::Hours, item: "Centros de Atención Universal" };
const REGISTERED_BEFORE: Source = Source::Sheet { sheet: SHEET, section: Section::HowTo, item: "IMPORTANTE" };
const POWER_REQUIREMENT: Source =
    Source::Sheet { sheet: SHEET, section: Section::Requirements, item: "requisito adicional 2" };
const DOMESTIC_NUMBER: Source =
    Source::Sheet { sheet: employer_key_recovery::SHEET, section: Section::HowTo, item: "paso 4, nota" };
const WHY_IN_PERSON: Source =
    Source::Sheet { sheet: employer_key_recovery::SHEET, section: Section::HowTo, item: "condiciones 1 a 3" };
const AFTER_VIRTUAL: Source = Source::Own {
    after: Some("la ficha «Clave de empleador de acceso al portal IESS», trámite virtual, paso 7, nota"),
};

/// The rule that compares every paper with the applicant.
pub(super) const OF_THE_APPLICANT: &str = "EK-I3";

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

/// A rule about the turn and the people: met, it stands for the same applicant; an override does not, because somebody else
/// may come in the presenter's place.
const fn if_met(rule: Rule<Case, Step>) -> Rule<Case, Step> {
    Rule { keeping: Keeping::StandsIfMet, ..rule }
}

/// The rules, in the clerk's order.
#[rustfmt::skip]
pub static RULES: [Rule<Case, Step>; 35] = [
    for_the_day(rule("EK-T1", "Turno de hoy", Step::Turn, in_person("pasos 1 y 2"), turn::of_today, &[Met, Missing, WARNING])),
    if_met(rule("EK-T2", "Titular del turno", Step::Turn, in_person("paso 1, nota"), turn::in_whose_name, &[Met, Missing, WARNING, NotApplicable])),
    for_the_day(rule("EK-T3", "Grupo prioritario", Step::Turn, in_person("paso 1, nota"), turn::priority_group, &[Met, Missing, NotApplicable])),
    for_the_day(rule("EK-T4", "Puntualidad", Step::Turn, Source::OWN, turn::on_time, &[Met, Missing, WARNING, NotApplicable])),
    for_the_day(rule("EK-T5", "Horario de atención", Step::Turn, HOURS, turn::opening_hours, &[Met, Missing, WARNING])),

    rule("EK-E1", "Empleador registrado", Step::Employer, REGISTERED_BEFORE, employer::registered, &[Met, Missing, SUPERVISOR_WARNING]),
    rule("EK-E2", "RUC bien formado", Step::Employer, Source::OWN, employer::ruc, &[Met, Missing, SUPERVISOR_WARNING, NotApplicable]),
    rule("EK-E3", "Sucursal", Step::Employer, DOMESTIC_NUMBER, employer::branch, &[Met, Missing, WARNING, NotApplicable]),
    rule("EK-E4", "Solicitante en el registro", Step::Employer, in_person("pasos 3 y 4"), employer::named_by_register, &[Met, Missing, SUPERVISOR_WARNING, NotApplicable]),
    rule("EK-E5", "Motivo presencial", Step::Employer, WHY_IN_PERSON, employer::reason_in_person, &[Met, Missing]),

    rule("EK-R1", "Solicitud del portal", Step::Request, in_person("paso 3"), request::from_the_portal, &[Met, Missing]),
    rule("EK-R2", "Solicitud completa", Step::Request, in_person("paso 3"), request::complete, &[Met, Missing, NotApplicable]),
    rule("EK-R3", "Firma a mano", Step::Request, in_person("paso 3, notas"), request::signed_by_hand, &[Met, Missing, Refused, WARNING, NotApplicable]),
    rule("EK-R4", "Firmante", Step::Request, in_person("paso 3"), request::signed_by, &[Met, Missing, Refused, NotApplicable]),
    rule("EK-R5", "Solicitud legible", Step::Request, AFTER_VIRTUAL, request::untouched, &[Met, Missing, Refused, SUPERVISOR_WARNING, NotApplicable]),
    rule("EK-R6", "Empleador de la solicitud", Step::Request, Source::OWN, request::for_this_employer, &[Met, Missing, Refused, NotApplicable]),

    rule("EK-I1", "Cédula de quien solicita", Step::Document, in_person("paso 4"), identity::cedula, &[Met, Missing, WARNING, NotApplicable]),
    rule("EK-I2", "Pasaporte o visa", Step::Document, in_person("paso 4"), identity::passport_or_visa, &[Met, Missing, NotApplicable]),
    rule(OF_THE_APPLICANT, "Identidad de quien solicita", Step::Document, Source::OWN, identity::of_the_applicant, &[Met, Missing, Refused, WARNING, SUPERVISOR_WARNING, NotApplicable]),
    rule("EK-I4", "Dígitos verificadores", Step::Document, Source::OWN, identity::check_digits, &[Met, SUPERVISOR_WARNING, NotApplicable]),

    rule("EK-A1", "Autorización de retiro", Step::ThirdParty, in_person("paso 3, notas"), authorisation::authorised, &[Met, Missing, NotApplicable]),
    rule("EK-A2", "Documento del tercero", Step::ThirdParty, in_person("paso 3, notas"), authorisation::document, &[Met, Missing, NotApplicable]),
    rule("EK-A3", "Número del tercero", Step::ThirdParty, in_person("paso 3, notas"), authorisation::has_number, &[Met, Missing, WARNING, NotApplicable]),
    rule("EK-A4", "Identidad del tercero", Step::ThirdParty, Source::OWN, authorisation::of_the_authorised, &[Met, Missing, Refused, WARNING, NotApplicable]),
    rule("EK-A5", "Tercero enviado por apoderado", Step::ThirdParty, Source::OWN, authorisation::sent_by_attorney, &[WARNING, NotApplicable]),

    rule("EK-P1", "Poder notarial", Step::Power, in_person("paso 6"), power::granted, &[Met, Missing, WARNING, NotApplicable]),
    rule("EK-P2", "Validación jurídica", Step::Power, in_person("paso 6"), power::validated, &[Met, Missing, NotApplicable]),
    rule("EK-P3", "Vigencia y alcance", Step::Power, POWER_REQUIREMENT, power::in_force, &[Met, Missing, Refused, WARNING, NotApplicable]),
    rule("EK-P4", "Documento del apoderado", Step::Power, Source::OWN, power::document, &[Met, Missing, NotApplicable]),
    rule("EK-P5", "Identidad del apoderado", Step::Power, Source::OWN, power::of_the_attorney, &[Met, Missing, Refused, WARNING, NotApplicable]),

    rule("EK-C1", "Nombramiento de curador", Step::Curator, Source::OWN, curator::appointed, &[Met, Missing, Refused, WARNING, SUPERVISOR_WARNING, NotApplicable]),
    rule("EK-C2", "Documento del curador", Step::Curator, Source::OWN, curator::document, &[Met, Missing, Refused, WARNING, NotApplicable]),

    rule("EK-Q1", "Calificación artesanal", Step::Artisan, in_person("paso 5"), artisan::qualified, &[Met, Missing, Refused, WARNING, NotApplicable]),
    rule("EK-Q2", "Titular de la calificación", Step::Artisan, Source::OWN, artisan::of_the_applicant, &[Met, Missing, Refused, WARNING, NotApplicable]),

    rule("EK-D1", "Entrega de la clave", Step::Employer, in_person("paso 7"), delivery::handed_over, &[Met, NotApplicable]),
];
