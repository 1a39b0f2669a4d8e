//! Code 128, code set B (ISO/IEC 15417): the bars that every reader at a counter reads.
//!
//! Readers type what they read, so that only what a keyboard has is written: printable ASCII.

/// The widths of bars and spaces, by turns, of each symbol's value; what begins with code set B has the value 104.
const WIDTHS: [&[u8; 6]; 106] = [
    b"212222", b"222122", b"222221", b"121223", b"121322", b"131222", b"122213", b"122312", b"132212", b"221213",
    b"221312", b"231212", b"112232", b"122132", b"122231", b"113222", b"123122", b"123221", b"223211", b"221132",
    b"221231", b"213212", b"223112", b"312131", b"311222", b"321122", b"321221", b"312212", b"322112", b"322211",
    b"212123", b"212321", b"232121", b"111323", b"131123", b"131321", b"112313", b"132113", b"132311", b"211313",
    b"231113", b"231311", b"112133", b"112331", b"132131", b"113123", b"113321", b"133121", b"313121", b"211331",
    b"231131", b"213113", b"213311", b"213131", b"311123", b"311321", b"331121", b"312113", b"312311", b"332111",
    b"314111", b"221411", b"431111", b"111224", b"111422", b"121124", b"121421", b"141122", b"141221", b"112214",
    b"112412", b"122114", b"122411", b"142112", b"142211", b"241211", b"221114", b"413111", b"241112", b"134111",
    b"111242", b"121142", b"121241", b"114212", b"124112", b"124211", b"411212", b"421112", b"421211", b"212141",
    b"214121", b"412121", b"111143", b"111341", b"131141", b"114113", b"114311", b"411113", b"411311", b"113141",
    b"114131", b"311141", b"411131", b"211412", b"211214", b"211232",
];
const STOP: &[u8; 7] = b"2331112";
const START_B: u32 = 104;
/// What stands free at either side, in the narrowest bar's widths.
pub const QUIET: u8 = 10;

/// The widths of all bars and spaces of a text, by turns, a bar first, in the narrowest one's; none of a text that has something
/// else than printable ASCII, or nothing.
#[must_use]
pub fn widths(text: &str) -> Option<Vec<u8>> {
    let values: Option<Vec<u32>> =
        text.chars().map(|letter| u32::from(letter).checked_sub(32).filter(|it| *it < 95)).collect();
    let values = values.filter(|values| !values.is_empty())?;
    let weighed = values.iter().zip(1_u32..).map(|(value, place)| value.wrapping_mul(place));
    let check = weighed.fold(START_B, u32::wrapping_add).checked_rem(103)?;
    let mut widths = Vec::new();
    for value in [START_B].iter().chain(&values).chain(&[check]) {
        widths.extend_from_slice(WIDTHS.get(usize::try_from(*value).ok()?)?.as_slice());
    }
    widths.extend_from_slice(STOP);
    Some(widths.into_iter().map(|digit| digit.wrapping_sub(b'0')).collect())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_symbol_is_eleven_wide_and_no_two_are_the_same() {
        let sum = |symbol: &[u8]| symbol.iter().map(|digit| u32::from(digit - b'0')).sum::<u32>();
        assert!(WIDTHS.iter().all(|symbol| sum(*symbol) == 11));
        assert_eq!(WIDTHS.iter().collect::<BTreeSet<_>>().len(), WIDTHS.len());
        assert_eq!(sum(STOP), 13);
        // The bars of a symbol have an even width: by that a reader finds one that it misread.
        assert!(WIDTHS.iter().all(|symbol| sum(&[symbol[0], symbol[2], symbol[4]]) % 2 == 0));
    }

    #[test]
    fn a_text_begins_ends_and_is_checked_as_the_standard_says() {
        // 104 + 48 + 2 × 42 + 3 × 42 + 4 × 17 + 5 × 18 + 6 × 19 + 7 × 35 leaves 55 of 103.
        let symbols = widths("PJJ123C").unwrap();
        let digits: Vec<u8> = symbols.iter().map(|width| width + b'0').collect();
        assert_eq!(digits.len(), 9 * 6 + 7);
        assert_eq!(&digits[..6], WIDTHS[104]);
        assert_eq!(&digits[8 * 6..9 * 6], WIDTHS[55]);
        assert_eq!(&digits[9 * 6..], STOP);
        assert_eq!(widths("Ñ"), None);
        assert_eq!(widths(""), None);
    }
}
