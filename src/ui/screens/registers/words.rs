//! The words of the registers: where a fact comes from, what was done to a record, what the codes mean.

use std::borrow::Cow;

use crate::domain::calendar::{Moment, Zone};
use crate::domain::id::UserId;
use crate::domain::register::{ArtisanIssuer, EmployerKind, PowerScope, SriState};
use crate::ops::Changed;
use crate::ops::Operation as _;
use crate::ops::view::{self, Entered, HistoryLine, Provenance, User, Visit};
use crate::ops::{artisan_qualification, employer, insured, notarial_power, person, reading, scan};
use crate::ui::cx::Cx;
use crate::ui::widgets::Sign;

/// Who is who, read once and again when the users change.
#[derive(Debug, Default)]
pub(super) struct Names {
    users: crate::desk::Live<Vec<User>>,
}

impl Names {
    /// Called each frame.
    pub(super) fn refresh(&mut self, cx: &Cx<'_>) {
        self.users.refresh(cx.desk, &[Changed::Users], |desk| desk.read(|_, reader| view::users(reader)));
    }

    /// The name of a user.
    pub(super) fn of(&self, id: UserId) -> &str {
        let users = self.users.get().map(Vec::as_slice).unwrap_or_default();
        users.iter().find(|user| user.id == id).map_or("otra persona", |user| user.full_name.as_str())
    }
}

/// A moment as day and hour.
pub(super) fn day_and_hour(at_ms: i64, zone: Zone) -> String {
    Moment(at_ms).in_figures(zone)
}

/// Where a fact comes from: a sign with a word or two, and the whole of it.
pub(super) fn source(provenance: &Provenance, names: &Names, zone: Zone) -> (Sign, &'static str, String) {
    let at = |at_ms| day_and_hour(at_ms, zone);
    let recorded = (names.of(provenance.recorded_by), at(provenance.recorded_at_ms));
    match (provenance.entered, provenance.confirmed) {
        (Entered::Import, _) => (Sign::Met, "Importado", format!("Importado por {}, {}", recorded.0, recorded.1)),
        (Entered::Hand, None) => {
            (Sign::Warning, "Sin confirmar", format!("Escrito a mano por {}, {}", recorded.0, recorded.1))
        }
        // Of a branch the register keeps only who confirmed it.
        (Entered::Hand, Some((by, at_ms))) if by == provenance.recorded_by => {
            (Sign::Met, "Confirmado", format!("Escrito a mano; confirmado por {}, {}", names.of(by), at(at_ms)))
        }
        (Entered::Hand, Some((by, at_ms))) => {
            let confirmed = (names.of(by), at(at_ms));
            let words = format!(
                "Escrito a mano por {}, {}; confirmado por {}, {}",
                recorded.0, recorded.1, confirmed.0, confirmed.1
            );
            (Sign::Met, "Confirmado", words)
        }
    }
}

/// What was done, by the operations' names in the journal.
const DONE: [(&str, &str); 26] = [
    (employer::RecordEmployer::NAME, "Registró al empleador"),
    (employer::CorrectEmployer::NAME, "Corrigió los datos"),
    (employer::SetBranch::NAME, "Guardó una sucursal"),
    (employer::SetRepresentative::NAME, "Guardó los datos de un representante"),
    (employer::EndRepresentative::NAME, "Terminó las funciones de un representante"),
    (employer::ConfirmEmployer::NAME, "Confirmó los datos y las sucursales"),
    (employer::ConfirmRepresentative::NAME, "Confirmó los datos de un representante"),
    (person::RecordPerson::NAME, "Registró a la persona"),
    (person::CorrectPerson::NAME, "Corrigió los datos"),
    (person::ConfirmPerson::NAME, "Confirmó los datos"),
    (reading::OpenPerson::NAME, "Abrió la ficha"),
    (insured::RecordInsured::NAME, "Registró a la persona asegurada"),
    (insured::CorrectInsured::NAME, "Corrigió los datos"),
    (insured::ConfirmInsured::NAME, "Confirmó los datos"),
    (reading::OpenInsured::NAME, "Abrió la ficha"),
    (notarial_power::RecordPower::NAME, "Registró el poder"),
    (notarial_power::RevokePower::NAME, "Anotó la revocatoria"),
    (notarial_power::WithdrawPowerRevocation::NAME, "Retiró la revocatoria"),
    (notarial_power::SetPowerAside::NAME, "Anuló el registro por error de copia"),
    (artisan_qualification::RecordQualification::NAME, "Registró la calificación"),
    (artisan_qualification::RevokeQualification::NAME, "Anotó la revocatoria"),
    (artisan_qualification::WithdrawQualificationRevocation::NAME, "Retiró la revocatoria"),
    (artisan_qualification::SetQualificationAside::NAME, "Anuló el registro por error de copia"),
    (scan::NameScan::NAME, "Adjuntó un documento digitalizado"),
    (scan::DetachScan::NAME, "Quitó un documento digitalizado"),
    (reading::OpenScan::NAME, "Abrió un documento digitalizado"),
];

/// What was done to a record, and how it ended where that is not as meant.
pub(super) fn done(line: &HistoryLine) -> String {
    let words = DONE.iter().find(|(name, _)| *name == line.operation).map(|(_, words)| *words);
    let words: Cow<'_, str> =
        words.map_or_else(|| Cow::Owned(format!("Otra operación ({})", line.operation)), Cow::Borrowed);
    match line.outcome {
        "refused" => format!("{words}: no se aceptó"),
        _ => words.into_owned(),
    }
}

/// The kinds of employer, as a form offers them.
pub(super) const KINDS: [(EmployerKind, &str); 4] = [
    (EmployerKind::PrivateCompany, "Empresa privada"),
    (EmployerKind::PublicBody, "Entidad pública"),
    (EmployerKind::Independent, "Empleador independiente"),
    (EmployerKind::DomesticService, "Servicio doméstico"),
];

/// How a RUC may stand, as a form offers it.
pub(super) const SRI_STATES: [(SriState, &str); 4] = [
    (SriState::Active, "Activo"),
    (SriState::Suspended, "Suspendido"),
    (SriState::Closed, "Cerrado"),
    (SriState::Unknown, "No se sabe"),
];

/// What a power may be for, as a form offers it.
pub(super) const SCOPES: [(PowerScope, &str); 3] = [
    (PowerScope::Sufficient, "Firmar y retirar la clave"),
    (PowerScope::Unclear, "No queda claro"),
    (PowerScope::Insufficient, "Otra cosa"),
];

/// Who issues artisan papers, as a form offers it.
pub(super) const ISSUERS: [(ArtisanIssuer, &str); 2] = [
    (ArtisanIssuer::JuntaNacional, "Junta Nacional de Defensa del Artesano"),
    (ArtisanIssuer::Ministry, "Ministerio de Producción"),
];

/// The words for a value among those that a form offers.
pub(super) fn word_for<T: PartialEq>(value: &T, options: &[(T, &'static str)]) -> &'static str {
    options.iter().find(|(option, _)| option == value).map_or("", |(_, words)| words)
}

/// A visit in which a paper served, on one line.
pub(super) fn visit_line(visit: &Visit) -> String {
    let day = crate::domain::calendar::day_in_figures(visit.accounting_day);
    let employer = match (visit.keys.employer_number.as_str(), visit.keys.employer_branch.as_str()) {
        ("", _) => String::new(),
        (number, "") => format!(" · Empleador {number}"),
        (number, branch) => format!(" · Empleador {number}, sucursal {branch}"),
    };
    let state = visit.state.spanish();
    format!("{day}{employer} · {state}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(operation: &str, outcome: &'static str) -> String {
        done(&HistoryLine { at: Moment(0), by: String::new(), operation: operation.into(), outcome })
    }

    #[test]
    fn what_was_done_is_said_in_spanish() {
        assert_eq!(line("employer.correct", "done"), "Corrigió los datos");
        assert_eq!(line("person.confirm", "refused"), "Confirmó los datos: no se aceptó");
        assert_eq!(line("attic.sweep_up", "done"), "Otra operación (attic.sweep_up)", "an unknown one is not hidden");
    }

    #[test]
    fn every_operation_of_the_registers_has_words() {
        use crate::ops::Operation;
        use crate::ops::{artisan_qualification, employer, insured, notarial_power, person, reading, scan};
        let names = [
            employer::RecordEmployer::NAME,
            employer::CorrectEmployer::NAME,
            employer::SetBranch::NAME,
            employer::SetRepresentative::NAME,
            employer::EndRepresentative::NAME,
            employer::ConfirmEmployer::NAME,
            employer::ConfirmRepresentative::NAME,
            person::RecordPerson::NAME,
            person::CorrectPerson::NAME,
            person::ConfirmPerson::NAME,
            reading::OpenPerson::NAME,
            insured::RecordInsured::NAME,
            insured::CorrectInsured::NAME,
            insured::ConfirmInsured::NAME,
            reading::OpenInsured::NAME,
            reading::OpenScan::NAME,
            notarial_power::RecordPower::NAME,
            notarial_power::RevokePower::NAME,
            notarial_power::WithdrawPowerRevocation::NAME,
            notarial_power::SetPowerAside::NAME,
            artisan_qualification::RecordQualification::NAME,
            artisan_qualification::RevokeQualification::NAME,
            artisan_qualification::WithdrawQualificationRevocation::NAME,
            artisan_qualification::SetQualificationAside::NAME,
            scan::NameScan::NAME,
            scan::DetachScan::NAME,
        ];
        assert_eq!(names.len(), DONE.len());
        for name in names {
            assert!(DONE.iter().any(|(known, _)| *known == name), "{name}");
        }
    }
}
