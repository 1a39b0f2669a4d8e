//! Why a text is not the number it should be: one sentence each, for the clerk.

use super::lookalike;
use super::mrz::MrzFault;

/// What is wrong with the structure of a number. The sentence follows the number's name: "la cédula …".
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, thiserror::Error)]
pub enum Fault {
    /// Nothing but separators.
    #[error("está vacío: escriba el número")]
    Empty,
    /// Longer than any number; `limit` in characters.
    #[error("es demasiado largo para ser un número (más de {limit} caracteres)")]
    TooLong {
        /// The most characters looked at.
        limit: usize,
    },
    /// The wrong count of digits.
    #[error("tiene {found} {} y debe tener {expected}", if *found == 1 { "cifra" } else { "cifras" })]
    Length {
        /// Digits typed.
        found: usize,
        /// Digits required.
        expected: usize,
    },
    /// Something other than 0 to 9; `place` is counted from 1 in the text as typed.
    #[error("en el lugar {place} hay {found} y debe ir una cifra del 0 al 9{}", found.digit_hint())]
    NotADigit {
        /// Place in the text as typed, from 1.
        place: usize,
        /// The character there.
        found: Symbol,
    },
    /// Something other than A to Z and 0 to 9.
    #[error("en el lugar {place} hay {found} y solo se admiten letras (sin tilde ni ñ) y cifras")]
    NotALetterOrDigit {
        /// Place in the text as typed, from 1.
        place: usize,
        /// The character there.
        found: Symbol,
    },
    /// A code with too many letters and digits.
    #[error("tiene {found} caracteres y debe tener entre 1 y {limit}")]
    CodeLength {
        /// Letters and digits typed.
        found: usize,
        /// The most allowed.
        limit: usize,
    },
    /// The first two digits name no province.
    #[error("empieza con {found}, que no es una provincia (01 a 24, o 30)")]
    Province {
        /// The two digits.
        found: String,
    },
    /// A cédula's third digit above 6.
    #[error("la tercera cifra es {found} y en una cédula va del 0 al 6")]
    CedulaThirdDigit {
        /// The digit.
        found: u8,
    },
    /// A RUC's third digit is 7 or 8.
    #[error("la tercera cifra es {found} y en un RUC va del 0 al 6, o 9")]
    RucThirdDigit {
        /// The digit.
        found: u8,
    },
    /// A RUC whose establishment is 000.
    #[error("termina en 000 y el establecimiento de un RUC empieza en 001")]
    Establishment,
    /// 9999999999999, which invoices use for whoever gives no name.
    #[error("es el RUC del consumidor final, que no identifica a nadie: pida el RUC del empleador")]
    FinalConsumer,
    /// A RUC where a cédula is expected.
    #[error("tiene 13 cifras: es un RUC y aquí va la cédula, de 10")]
    RucInsteadOfCedula,
    /// A domestic-service number where a cédula is expected.
    #[error("tiene 13 cifras y termina en 000: es un número de servicio doméstico y aquí va la cédula, de 10")]
    DomesticInsteadOfCedula,
    /// A cédula where a RUC is expected.
    #[error("tiene 10 cifras: es una cédula y aquí va el RUC, de 13")]
    CedulaInsteadOfRuc,
    /// Cédula and 000 where a RUC is expected.
    #[error("es una cédula seguida de 000: es un número de empleador de servicio doméstico, no un RUC")]
    DomesticInsteadOfRuc,
    /// A RUC where a domestic-service number is expected.
    #[error("es un RUC: el número de servicio doméstico es la cédula seguida de 000")]
    RucInsteadOfDomestic,
    /// A domestic-service number that does not end in 000, or has nothing before it.
    #[error("no es una cédula (o un código de extranjero) seguida de 000")]
    NotADomesticNumber,
    /// A sign that no notarial code on paper has.
    #[error("en el lugar {place} hay {found}, que no puede estar en un código notarial")]
    NotPrintable {
        /// Place in the text as typed, from 1.
        place: usize,
        /// The character there.
        found: Symbol,
    },
    /// A machine-readable zone that cannot be trusted.
    #[error(transparent)]
    MachineReadableZone(#[from] MrzFault),
}

/// A character as found, shown in words that tell O from 0 and name what is invisible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(pub char);

impl Symbol {
    pub(super) fn digit_hint(self) -> String {
        match lookalike::digit_for(self.0) {
            Some(digit) => format!("; ¿será {}?", lookalike::named(digit)),
            None => String::new(),
        }
    }
}

impl std::fmt::Display for Symbol {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&lookalike::named(self.0))
    }
}
