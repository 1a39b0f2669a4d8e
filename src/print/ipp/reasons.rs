//! The reasons that printers and jobs give for their state, in the clerk's words.
//!
//! Keywords are those of the IANA registry for `printer-state-reasons` and `job-state-reasons`, and those of CUPS.
use std::fmt;

/// Whether a person can mend what a reason names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mend {
    /// Somebody must do something at the printer or its queue; the job goes on afterwards.
    Person,
    /// Nothing to do, or nothing that would save this job.
    Nothing,
}

use Mend::{Nothing, Person};

/// Keyword without its severity, words, and who can mend it.
const WORDS: &[(&str, &str, Mend)] = &[
    ("media-empty", "sin papel: ponga papel y siga", Person),
    ("media-needed", "espera papel: ponga papel y siga", Person),
    ("media-low", "queda poco papel", Nothing),
    ("media-jam", "papel atascado: abra, retire el papel y cierre", Person),
    ("cover-open", "tapa abierta: ciérrela", Person),
    ("door-open", "puerta abierta: ciérrela", Person),
    ("interlock-open", "cubierta abierta: ciérrela", Person),
    ("input-tray-missing", "falta la bandeja de papel: colóquela", Person),
    ("input-manual-input-request", "espera una hoja en la entrada manual: póngala", Person),
    ("output-tray-missing", "falta la bandeja de salida: colóquela", Person),
    ("output-area-full", "salida llena: retire las hojas impresas", Person),
    ("output-area-almost-full", "salida casi llena: retire las hojas impresas", Nothing),
    ("toner-empty", "sin tóner: cambie el cartucho", Person),
    ("toner-low", "queda poco tóner", Nothing),
    ("marker-supply-empty", "sin tinta o tóner: cambie el cartucho", Person),
    ("marker-supply-low", "queda poca tinta o tóner", Nothing),
    ("marker-supply-missing", "falta el cartucho: colóquelo", Person),
    ("marker-waste-full", "depósito de residuos lleno: cámbielo", Person),
    ("marker-waste-almost-full", "depósito de residuos casi lleno", Nothing),
    ("developer-empty", "sin revelador: llame a soporte técnico", Person),
    ("developer-low", "queda poco revelador", Nothing),
    ("opc-life-over", "tambor gastado: llame a soporte técnico", Person),
    ("opc-near-eol", "tambor casi gastado", Nothing),
    ("fuser-over-temp", "demasiado caliente: espere unos minutos", Person),
    ("fuser-under-temp", "calentando: espere un momento", Person),
    ("paused", "en pausa: reanúdela", Person),
    ("moving-to-paused", "pasando a pausa: reanúdela", Person),
    ("shutdown", "apagada: enciéndala", Person),
    ("deactivated", "fuera de servicio: actívela en su panel", Person),
    ("offline", "apagada o sin red: enciéndala o revise su cable", Person),
    ("connecting-to-device", "conectándose con la impresora: revise que esté encendida", Nothing),
    ("timed-out", "no responde: revise que esté encendida y con red", Person),
    ("stopping", "deteniéndose", Nothing),
    ("stopped-partly", "detenida en parte: mire su pantalla", Person),
    ("spool-area-full", "memoria llena: espere o reiníciela", Person),
    ("interpreter-resource-unavailable", "sin memoria para este documento: reiníciela", Person),
    ("identify-printer-requested", "identificándose por pedido de alguien", Nothing),
    ("configuration-change", "cambiando su configuración", Nothing),
    ("hibernate", "dormida: despertará al imprimir", Nothing),
    ("standby", "dormida: despertará al imprimir", Nothing),
    ("cups-insecure-filter", "un filtro de la cola no es seguro: llame a soporte técnico", Nothing),
    ("cups-missing-filter", "a la cola le falta un filtro: llame a soporte técnico", Nothing),
    ("cups-remote-stopped", "la cola remota está detenida: reanúdela", Person),
    ("cups-waiting-for-job-completed", "esperando que la impresora termine", Nothing),
    ("other", "otro aviso: mire la pantalla de la impresora", Nothing),
    ("aborted-by-system", "la impresora interrumpió el trabajo", Nothing),
    ("cups-retry-current-job", "la cola lo intentará otra vez", Nothing),
    ("job-canceled-by-user", "alguien canceló el trabajo", Nothing),
    ("job-canceled-by-operator", "alguien canceló el trabajo en la cola", Nothing),
    ("job-canceled-at-device", "el trabajo se canceló en la impresora", Nothing),
    ("job-canceled-after-timeout", "el trabajo se canceló porque tardó demasiado", Nothing),
    ("processing-to-stop-point", "terminando de cancelarse", Nothing),
    ("job-incoming", "recibiendo el documento", Nothing),
    ("job-data-insufficient", "esperando el documento", Nothing),
    ("job-outgoing", "enviándose a la impresora", Nothing),
    ("job-queued", "en la cola", Nothing),
    ("job-transforming", "preparándose", Nothing),
    ("job-interpreting", "preparándose", Nothing),
    ("job-spooling", "preparándose", Nothing),
    ("job-restartable", "la impresora conserva el documento", Nothing),
    ("job-retained", "la impresora conserva el documento", Nothing),
    ("job-hold-until-specified", "retenido en la cola: libérelo", Person),
    ("job-held-for-authentication", "la impresora pide un usuario: llame a soporte técnico", Person),
    ("job-password-wait", "la impresora espera una contraseña en su panel", Person),
    ("account-authorization-failed", "la impresora pide un usuario autorizado", Nothing),
    ("resources-are-not-ready", "falta algo en la impresora, quizá el papel de este tamaño: mire su pantalla", Person),
    ("printer-stopped", "la impresora está detenida", Person),
    ("printer-stopped-partly", "la impresora está detenida en parte", Person),
    ("queued-in-device", "en la memoria de la impresora", Nothing),
    ("document-format-error", "la impresora no pudo leer el documento", Nothing),
    ("unsupported-document-format", "la impresora no imprime este formato", Nothing),
    ("submission-interrupted", "el envío del documento se cortó", Nothing),
    ("service-off-line", "el servicio de la impresora está desconectado", Person),
    ("job-completed-with-warnings", "terminó con advertencias", Nothing),
    ("job-completed-with-errors", "terminó con errores", Nothing),
];

/// How serious a printer says a reason is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Severity {
    Report,
    Warning,
    /// Also where the printer says nothing.
    Error,
}

/// One reason of a printer or a job: the protocol's keyword.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reason {
    keyword: String,
    severity: Severity,
}

impl Reason {
    /// Reads one value of `printer-state-reasons` or `job-state-reasons`; `None` for `none`.
    pub(super) fn read(raw: &str) -> Option<Self> {
        let suffixes = [("-report", Severity::Report), ("-warning", Severity::Warning), ("-error", Severity::Error)];
        // A keyword that itself ends so (document-format-error) is known as it stands.
        let known_whole = WORDS.iter().any(|(keyword, ..)| *keyword == raw);
        let stripped = suffixes
            .iter()
            .find_map(|(suffix, severity)| raw.strip_suffix(suffix).map(|keyword| (keyword, *severity)))
            .filter(|_| !known_whole);
        let (keyword, severity) = stripped.unwrap_or((raw, Severity::Error));
        match keyword {
            // The last two say only what the state says.
            "" | "none" | "job-completed-successfully" | "job-printing" => None,
            _ => Some(Self { keyword: keyword.chars().take(80).collect(), severity }),
        }
    }

    /// The keyword without its severity, as the protocol writes it.
    pub fn keyword(&self) -> &str {
        &self.keyword
    }

    /// What the clerk reads. An unknown keyword is shown as the printer wrote it.
    pub fn in_words(&self) -> String {
        match self.known() {
            Some((_, words, _)) => (*words).to_owned(),
            None => format!("la impresora avisa «{}»: mire su pantalla", self.keyword),
        }
    }

    /// Whether the job waits for somebody to do something, so that waiting on makes sense.
    pub(super) fn awaits_a_person(&self) -> bool {
        self.severity != Severity::Report && self.known().is_some_and(|(_, _, mend)| *mend == Person)
    }

    fn known(&self) -> Option<&'static (&'static str, &'static str, Mend)> {
        WORDS.iter().find(|(keyword, ..)| *keyword == self.keyword)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_words())
    }
}

/// The reasons' words in one line, each sentence once, what a person can mend first.
pub(super) fn in_words(reasons: &[Reason]) -> String {
    let mut ordered: Vec<&Reason> = reasons.iter().collect();
    ordered.sort_by_key(|reason| !reason.awaits_a_person());
    let mut words: Vec<String> = ordered.into_iter().map(Reason::in_words).collect();
    words.dedup();
    words.join("; ")
}

#[cfg(test)]
mod tests {
    use super::{Reason, WORDS, in_words};

    fn words(raw: &str) -> Option<String> {
        Reason::read(raw).map(|reason| reason.in_words())
    }

    #[test]
    fn the_severity_is_no_part_of_the_reason() {
        for raw in ["media-empty", "media-empty-error", "media-empty-warning", "media-empty-report"] {
            assert_eq!(words(raw).as_deref(), Some("sin papel: ponga papel y siga"), "{raw}");
        }
        assert_eq!(words("document-format-error").as_deref(), Some("la impresora no pudo leer el documento"));
    }

    #[test]
    fn nothing_is_said_of_nothing() {
        for raw in ["none", "", "job-completed-successfully", "job-printing"] {
            assert_eq!(words(raw), None, "{raw}");
        }
    }

    #[test]
    fn an_unknown_reason_is_shown_as_it_came() {
        assert_eq!(
            words("com.fabricante-rodillo-error").as_deref(),
            Some("la impresora avisa «com.fabricante-rodillo»: mire su pantalla")
        );
    }

    #[test]
    fn what_can_be_mended_comes_first() {
        let reasons: Vec<_> = ["toner-low-report", "cover-open-error"].into_iter().filter_map(Reason::read).collect();
        assert_eq!(in_words(&reasons), "tapa abierta: ciérrela; queda poco tóner");
    }

    #[test]
    fn no_keyword_stands_twice() {
        for (place, (keyword, ..)) in WORDS.iter().enumerate() {
            assert!(!WORDS.iter().skip(place + 1).any(|(other, ..)| other == keyword), "{keyword}");
        }
    }
}
