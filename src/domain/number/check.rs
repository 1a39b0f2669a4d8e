//! Check digits: one weighted sum for the cédula (modulus 10) and one for public bodies and companies (modulus 11).
//!
//! Each table of weights ends with a 1 for the check digit itself, so that a number agrees when the whole sum is a
//! multiple of the modulus. With modulus 11 this also says that a remainder of 1 is never valid: it would need a
//! check digit of 10.

/// Whether the check digit is the one that the other digits call for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CheckDigit {
    /// It is, or the number carries none.
    Agrees,
    /// It is not: a slip of the pen, or one of the numbers given out without the algorithm. A warning, not a fault.
    Differs,
}

const CEDULA: [u32; 10] = [2, 1, 2, 1, 2, 1, 2, 1, 2, 1];
const PUBLIC_BODY: [u32; 9] = [3, 2, 7, 6, 5, 4, 3, 2, 1];
const COMPANY: [u32; 10] = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];

/// The check of the first ten digits as a cédula.
pub(super) fn cedula(digits: &str) -> CheckDigit {
    let cast_out_nines = |product: u32| {
        if product > 9 { product.saturating_sub(9) } else { product }
    };
    agrees(products(digits, &CEDULA).map(cast_out_nines).sum(), 10)
}

/// The check of the first nine digits as a public body's RUC.
pub(super) fn public_body(digits: &str) -> CheckDigit {
    agrees(products(digits, &PUBLIC_BODY).sum(), 11)
}

/// The check of the first ten digits as a company's RUC.
pub(super) fn company(digits: &str) -> CheckDigit {
    agrees(products(digits, &COMPANY).sum(), 11)
}

fn products(digits: &str, weights: &[u32]) -> impl Iterator<Item = u32> {
    digits.bytes().zip(weights).map(|(digit, weight)| u32::from(digit.saturating_sub(b'0')).saturating_mul(*weight))
}

fn agrees(sum: u32, modulus: u32) -> CheckDigit {
    if sum.is_multiple_of(modulus) { CheckDigit::Agrees } else { CheckDigit::Differs }
}
