//! The 23 characters for what a person copies from paper: capital letters and digits without look-alikes.
//!
//! Left out: B/8, O/0/Q, I/1, S/5, Z/2, G/6 (6 stays), U/V (V stays). Twenty-three is prime, which lets one check
//! character find every single mistake and every swap of neighbours.

use zeroize::Zeroizing;

use super::error::VaultError;

/// The characters; the place in the list is the value.
const SYMBOLS: [char; 23] =
    ['3', '4', '6', '7', '9', 'A', 'C', 'D', 'E', 'F', 'H', 'J', 'K', 'L', 'M', 'N', 'P', 'R', 'T', 'V', 'W', 'X', 'Y'];

/// The largest multiple of 23 a byte can hold; bytes from here on are drawn again, so that no symbol is likelier.
const FAIR_BELOW: u8 = 253;

/// `count` random symbols, from the operating system.
pub(super) fn random(count: usize) -> Result<Zeroizing<Vec<char>>, VaultError> {
    let mut drawn = Zeroizing::new(Vec::with_capacity(count));
    let mut bytes = Zeroizing::new([0_u8; 64]);
    while drawn.len() < count {
        getrandom::fill(bytes.as_mut_slice()).map_err(|_| VaultError::NoRandomness)?;
        let fair = bytes.iter().filter(|byte| **byte < FAIR_BELOW);
        let symbols = fair.filter_map(|byte| SYMBOLS.get(usize::from(byte % 23)).copied());
        let wanted = count - drawn.len();
        drawn.extend(symbols.take(wanted));
    }
    Ok(drawn)
}

/// The value of a symbol, or `None` for a character that is none.
pub(super) fn value(symbol: char) -> Option<u32> {
    let place = SYMBOLS.iter().position(|known| *known == symbol)?;
    u32::try_from(place).ok()
}

/// The check symbol of a sequence: a weighted sum modulo 23, weights 1 to 22 in turn. Characters that are no symbols
/// count as nothing.
pub(super) fn check(symbols: &[char]) -> Option<char> {
    let weights = (1..=22_u32).cycle();
    let values = symbols.iter().filter_map(|symbol| value(*symbol));
    let sum: u32 = values.zip(weights).map(|(value, weight)| value * weight % 23).sum();
    SYMBOLS.get(usize::try_from(sum % 23).ok()?).copied()
}

/// Groups of five, joined by hyphens.
pub(super) fn grouped(symbols: &[char]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(symbols.len() * 2));
    for (index, symbol) in symbols.iter().enumerate() {
        if index > 0 && index % 5 == 0 {
            text.push('-');
        }
        text.push(*symbol);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_symbol_finds_every_single_mistake_and_every_swap_of_neighbours() {
        let right = random(29).unwrap_or_else(|error| unreachable!("{error}"));
        let check_of_right = check(&right);
        for place in 0..right.len() {
            for symbol in SYMBOLS.iter().filter(|symbol| right.get(place) != Some(symbol)) {
                let mut wrong = right.to_vec();
                wrong.splice(place..=place, [*symbol]);
                assert_ne!(check(&wrong), check_of_right, "place {place}");
            }
            let mut swapped = right.to_vec();
            if place > 0 && swapped.get(place) != swapped.get(place - 1) {
                swapped.swap(place, place - 1);
                assert_ne!(check(&swapped), check_of_right, "swap at {place}");
            }
        }
    }

    #[test]
    fn every_symbol_is_drawn_about_as_often() {
        let drawn = random(23_000).unwrap_or_else(|error| unreachable!("{error}"));
        for symbol in SYMBOLS {
            let times = drawn.iter().filter(|other| **other == symbol).count();
            assert!((800..1_200).contains(&times), "{symbol}: {times}");
        }
    }
}
