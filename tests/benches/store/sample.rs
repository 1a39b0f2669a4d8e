//! Names and numbers for measuring: made up, in the proportions of a real register: few surnames cover most people.

/// A small generator of its own: the same sample every time.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new() -> Self {
        Self(88_172_645_463_325_252)
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    /// An index in which the first are far more frequent than the last.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "an index")]
    fn skewed(&mut self, count: usize) -> usize {
        let share = self.below(1 << 40) as f64 / (1_u64 << 40) as f64;
        ((count as f64 + 1.0).powf(share) - 1.0) as usize % count
    }
}

/// Words to make names of.
pub(crate) struct Names {
    surnames: Vec<String>,
    given: Vec<String>,
    trade: Vec<String>,
}

const SURNAMES: [&str; 20] = [
    "García",
    "Zambrano",
    "Rodríguez",
    "González",
    "López",
    "Cedeño",
    "Mendoza",
    "Sánchez",
    "Pérez",
    "Torres",
    "Morales",
    "Vera",
    "Chávez",
    "Castillo",
    "Ramírez",
    "Moreira",
    "Flores",
    "Castro",
    "Li",
    "Wu",
];
const GIVEN: [&str; 10] = ["María", "José", "Luis", "Carlos", "Juan", "Ana", "Jorge", "Rosa", "Ángel", "Carmen"];
const TRADE: [&str; 10] = [
    "Comercial",
    "Constructora",
    "Importadora",
    "Servicios",
    "Transportes",
    "Ecuador",
    "Andina",
    "Hermanos",
    "Asociados",
    "Distribuidora",
];

fn words(chance: &mut Chance, known: &[&str], count: usize) -> Vec<String> {
    const BEGIN: [&str; 20] =
        ["b", "c", "d", "f", "g", "l", "m", "n", "p", "q", "r", "s", "t", "v", "z", "ch", "br", "tr", "gu", "ll"];
    const VOWEL: [&str; 8] = ["a", "e", "i", "o", "u", "ia", "ue", "io"];
    const END: [&str; 6] = ["", "n", "s", "r", "z", "l"];
    let mut pick = |from: &[&str]| from[usize::try_from(chance.below(from.len() as u64)).unwrap()].to_owned();
    let mut made: Vec<String> = known.iter().map(|&word| word.to_owned()).collect();
    while made.len() < count {
        let syllables = 2 + made.len() % 3;
        let word: String = (0..syllables).flat_map(|_| [pick(&BEGIN), pick(&VOWEL)]).collect();
        made.push(word + &pick(&END));
    }
    made
}

impl Names {
    pub(crate) fn new(chance: &mut Chance) -> Self {
        Self {
            surnames: words(chance, &SURNAMES, 6_000),
            given: words(chance, &GIVEN, 1_500),
            trade: words(chance, &TRADE, 60_000),
        }
    }

    pub(crate) fn person(&self, chance: &mut Chance) -> String {
        let mut pick = |from: &[String]| from[chance.skewed(from.len())].clone();
        [pick(&self.surnames), pick(&self.surnames), pick(&self.given), pick(&self.given)].join(" ")
    }

    pub(crate) fn company(&self, chance: &mut Chance) -> String {
        let mut pick = |from: &[String]| from[chance.skewed(from.len())].clone();
        format!("{} {} {} S.A.", pick(&self.trade), pick(&self.trade), pick(&self.trade))
    }
}

/// A cédula with its check digit.
pub(crate) fn cedula(chance: &mut Chance) -> String {
    let body = format!("{:02}{}{:06}", 1 + chance.below(24), chance.below(6), chance.below(1_000_000));
    let sum: u32 = body
        .bytes()
        .zip([2, 1].into_iter().cycle())
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .map(|product| if product > 9 { product - 9 } else { product })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

/// A company's RUC with its check digit.
pub(crate) fn company_ruc(chance: &mut Chance) -> String {
    loop {
        let body = format!("{:02}9{:06}", 1 + chance.below(24), chance.below(1_000_000));
        let sum: u32 =
            body.bytes().zip([4, 3, 2, 7, 6, 5, 4, 3, 2]).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
        match sum % 11 {
            0 => return format!("{body}0001"),
            1 => {}
            remainder => return format!("{body}{}001", 11 - remainder),
        }
    }
}
