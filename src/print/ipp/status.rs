//! How a printer is, now.
use super::answer::Group;
use super::error::Error;
use super::reasons::{self, Reason};

/// What a printer says it is doing; or that it says nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrinterState {
    /// Ready, nothing to do.
    Idle,
    /// At work. A queue of CUPS also says so while its printer is switched off.
    Processing,
    /// Waiting for somebody: see the reasons.
    Stopped,
    /// It could not be asked.
    Unreachable(Error),
}

/// How a printer is, with its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrinterStatus {
    /// What it is doing.
    pub state: PrinterState,
    /// Whether it takes new jobs. A paused queue does.
    pub accepting: bool,
    /// Why it is as it is; without "none".
    pub reasons: Vec<Reason>,
}

impl PrinterStatus {
    /// The attributes that [`PrinterStatus::read`] needs.
    pub(super) const ATTRIBUTES: [&'static str; 3] =
        ["printer-state", "printer-state-reasons", "printer-is-accepting-jobs"];

    /// A printer that could not be asked.
    pub(super) fn unreachable(error: Error) -> Self {
        Self { state: PrinterState::Unreachable(error), accepting: false, reasons: Vec::new() }
    }

    /// `None`: the group does not say what RFC 8011 demands of every printer.
    pub(super) fn read(group: Group<'_>) -> Option<Self> {
        let state = match group.number("printer-state")? {
            3 => PrinterState::Idle,
            4 => PrinterState::Processing,
            5 => PrinterState::Stopped,
            _ => return None,
        };
        let accepting = group.truth("printer-is-accepting-jobs").unwrap_or(true);
        let reasons = group.texts("printer-state-reasons").iter().filter_map(|raw| Reason::read(raw)).collect();
        Some(Self { state, accepting, reasons })
    }

    /// Whether a job sent now can be expected to come out without anybody's help.
    pub fn is_ready(&self) -> bool {
        matches!(self.state, PrinterState::Idle | PrinterState::Processing) && self.accepting && !self.awaits_a_person()
    }

    /// Whether it names something that a person can mend, after which the job goes on.
    pub(super) fn awaits_a_person(&self) -> bool {
        self.reasons.iter().any(Reason::awaits_a_person)
    }

    /// One line for the clerk: "lista", "sin papel: ponga papel y siga", "en pausa: reanúdela" …
    pub fn in_words(&self) -> String {
        let mut words = match (&self.state, self.reasons.is_empty()) {
            (PrinterState::Unreachable(Error::Unreachable { .. }), _) => {
                "apagada o sin red: enciéndala o revise su cable".to_owned()
            }
            (PrinterState::Unreachable(error), _) => error.to_string(),
            (PrinterState::Stopped, true) => "detenida: mire la pantalla de la impresora".to_owned(),
            (PrinterState::Idle, true) => "lista".to_owned(),
            (PrinterState::Processing, true) => "imprimiendo".to_owned(),
            (PrinterState::Idle | PrinterState::Processing | PrinterState::Stopped, false) => {
                reasons::in_words(&self.reasons)
            }
        };
        if !self.accepting && !matches!(self.state, PrinterState::Unreachable(_)) {
            words.push_str("; no recibe trabajos: pida a soporte técnico que la habilite");
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, PrinterState, PrinterStatus, Reason};

    fn check(state: PrinterState, accepting: bool, reasons: &[&str], expected: &str) {
        let reasons = reasons.iter().filter_map(|raw| Reason::read(raw)).collect();
        assert_eq!(PrinterStatus { state, accepting, reasons }.in_words(), expected);
    }

    #[test]
    fn every_state_has_words() {
        let off = Error::Unreachable { host: "10.0.0.7".to_owned() };
        check(PrinterState::Idle, true, &["none"], "lista");
        check(PrinterState::Processing, true, &[], "imprimiendo");
        check(PrinterState::Stopped, true, &[], "detenida: mire la pantalla de la impresora");
        check(PrinterState::Stopped, true, &["paused"], "en pausa: reanúdela");
        check(PrinterState::Stopped, true, &["media-empty-error"], "sin papel: ponga papel y siga");
        check(PrinterState::Stopped, true, &["media-jam-error"], "papel atascado: abra, retire el papel y cierre");
        check(PrinterState::Idle, false, &[], "lista; no recibe trabajos: pida a soporte técnico que la habilite");
        check(PrinterState::Unreachable(off), false, &[], "apagada o sin red: enciéndala o revise su cable");
    }
}
