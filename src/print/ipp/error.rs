//! What can go wrong with a printer, in words for the clerk: what happened, and what to do.
use super::job::JobId;
use super::tls::Fingerprint;

/// Why a printer could not be asked, or did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The text is no printer's address.
    #[error("La dirección de impresora «{text}» no sirve: {reason}. Escríbala así: ipps://nombre-o-IP/ipp/print.")]
    Address {
        /// What was typed, shortened, without what stood before an `@`.
        text: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Unencrypted printing beyond this machine, without consent.
    #[error(
        "La impresora {host} recibiría la clave sin cifrar por la red. Use su dirección ipps://, o pida a supervisión \
         que lo consienta."
    )]
    PlainRefused {
        /// The printer's host.
        host: String,
    },
    /// A queue sends its pages on by a way of which nobody knows whether it is encrypted, without consent.
    #[error(
        "La cola {queue} manda sus páginas por {}, y no se sabe que la clave viaje cifrada. Use la dirección ipps:// de \
         la impresora, o pida a supervisión que lo consienta.",
        if by.is_empty() { "un camino que no dice".to_owned() } else { format!("«{by}»") }
    )]
    OnwardUnknown {
        /// The queue.
        queue: String,
        /// The scheme of where it sends them; empty where it does not say.
        by: String,
    },
    /// What a queue of this machine sends its pages on to does not answer: where a page would go is not known.
    #[error(
        "La cola {queue} manda sus páginas por «{behind}», que no responde: no se sabe adónde iría la clave. Si la impresora \
         está apagada o dormida, enciéndala o presione un botón de su panel, espere un minuto y vuelva a intentar. Si está \
         encendida y sigue igual, llame a soporte técnico, o pida a supervisión que lo consienta."
    )]
    OnwardSilent {
        /// The queue.
        queue: String,
        /// Where it sends them.
        behind: String,
    },
    /// The name resolves to no address.
    #[error("La red no conoce el nombre «{host}». Revise cómo está escrito o use la IP de la impresora.")]
    HostUnknown {
        /// The printer's host.
        host: String,
    },
    /// Nothing listens there, or there is no way to it.
    #[error("La impresora {host} está apagada o sin red. Enciéndala, revise su cable y vuelva a intentar.")]
    Unreachable {
        /// The printer's host.
        host: String,
    },
    /// No complete answer in the time allowed.
    #[error("La impresora {host} no respondió a tiempo. Mire su pantalla, espere un momento y vuelva a intentar.")]
    TimedOut {
        /// The printer's host.
        host: String,
    },
    /// The connection ended before the answer did.
    #[error(
        "La impresora {host} cortó la conexión antes de terminar. Vuelva a intentar; si se repite, apáguela y enciéndala."
    )]
    Interrupted {
        /// The printer's host.
        host: String,
    },
    /// A certificate that no authority vouches for and nobody has accepted yet.
    #[error(
        "Todavía no se conoce el certificado de la impresora {host}. Compare su huella con la que muestra la impresora o su hoja de configuración, y acéptela solo si coincide: {fingerprint}"
    )]
    CertificateUnknown {
        /// The printer's host.
        host: String,
        /// The certificate that was shown.
        fingerprint: Fingerprint,
    },
    /// Another certificate than the accepted one.
    #[error(
        "La impresora {host} muestra otro certificado que el aceptado: puede ser otra impresora, o alguien en medio. \
         No imprima; avise a soporte técnico. Huella nueva: {fingerprint}"
    )]
    CertificateChanged {
        /// The printer's host.
        host: String,
        /// The certificate that was shown.
        fingerprint: Fingerprint,
    },
    /// The encrypted connection could not be made.
    #[error(
        "No se pudo cifrar la conexión con la impresora {host} ({detail}). Pida a soporte técnico que revise su TLS \
         (1.2 o 1.3)."
    )]
    Tls {
        /// The printer's host.
        host: String,
        /// The library's words.
        detail: String,
    },
    /// The other end speaks, but not this protocol, or not correctly.
    #[error("Lo que respondió {host} no es de una impresora IPP ({detail}). Revise la dirección, el puerto y la ruta.")]
    BadAnswer {
        /// The printer's host.
        host: String,
        /// What did not fit.
        detail: String,
    },
    /// An answer larger than any printer's.
    #[error("Lo que respondió {host} es demasiado grande para ser de una impresora. Revise la dirección.")]
    AnswerTooLarge {
        /// The printer's host.
        host: String,
    },
    /// No printer or queue under that path.
    #[error("En {host} no hay ninguna impresora o cola con esa ruta. Revise la dirección o elija otra de la lista.")]
    PrinterUnknown {
        /// The printer's host.
        host: String,
    },
    /// The printer does not speak IPP/1.1.
    #[error(
        "La impresora {host} no entiende la versión 1.1 de IPP. Actualice su programa interno o use una cola de CUPS."
    )]
    Version {
        /// The printer's host.
        host: String,
    },
    /// The printer is at work on something else and takes nothing now.
    #[error("La impresora {host} está ocupada. Espere a que termine y vuelva a intentar.")]
    Busy {
        /// The printer's host.
        host: String,
    },
    /// The queue or printer takes no jobs.
    #[error("La impresora {host} no recibe trabajos ahora. Pida a soporte técnico que la habilite, o elija otra.")]
    NotAccepting {
        /// The printer's host.
        host: String,
    },
    /// The printer wants somebody to log in, or forbids it.
    #[error(
        "La impresora {host} no permite imprimir a este equipo sin usuario. Pida a soporte técnico que lo autorice."
    )]
    NotAllowed {
        /// The printer's host.
        host: String,
    },
    /// The printer cannot print PDF.
    #[error(
        "La impresora {name} no imprime PDF, así que no sirve para este programa. Elija otra, o una cola de CUPS que convierta."
    )]
    NoPdf {
        /// The printer's name.
        name: String,
    },
    /// An operation that the printer does not offer.
    #[error("La impresora {host} no ofrece lo que se le pidió ({operation}). Elija otra, o use una cola de CUPS.")]
    Unsupported {
        /// The printer's host.
        host: String,
        /// The operation's name in the protocol.
        operation: &'static str,
    },
    /// Any other refusal.
    #[error("La impresora {host} rechazó el pedido ({reason}). Mire su pantalla y vuelva a intentar.")]
    Rejected {
        /// The printer's host.
        host: String,
        /// The protocol's words for it.
        reason: String,
    },
    /// The printer knows no such job (any more).
    #[error("La impresora {host} no conoce el trabajo {job}: ya lo olvidó o se borró.")]
    JobUnknown {
        /// The printer's host.
        host: String,
        /// The job asked for.
        job: JobId,
    },
    /// What was to be sent does not fit the protocol.
    #[error("El pedido a la impresora no se pudo armar ({detail}). Avise a soporte técnico.")]
    Request {
        /// What did not fit.
        detail: String,
    },
}
