//! The centres that can be chosen from: a beginning, since nobody publishes the list; every field can be typed instead.
//! The codes are those of the cantons (INEC), which a centre may replace by its own.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::domain::calendar::Zone;

const CENTRES: &str = include_str!("../../../../data/centres.csv");

/// A centre to choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct KnownCentre {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) province: &'static str,
    pub(super) canton: &'static str,
    pub(super) zone: Zone,
}

/// All of them; a line that is none is passed over.
pub(super) fn all() -> impl Iterator<Item = KnownCentre> {
    CENTRES.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',').map(str::trim);
        let centre = KnownCentre {
            code: cells.next()?,
            name: cells.next()?,
            province: cells.next()?,
            canton: cells.next()?,
            zone: Zone::from_iana_name(cells.next()?)?,
        };
        Some(centre)
    })
}

/// Those whose name, canton or province has every word of what was typed, accents and capitals apart.
pub(super) fn find(typed: &str) -> Vec<KnownCentre> {
    let typed = folded(typed);
    all()
        .filter(|centre| {
            let whole = folded(&format!("{} {} {} {}", centre.name, centre.canton, centre.province, centre.code));
            typed.split_whitespace().all(|word| whole.contains(word))
        })
        .collect()
}

fn folded(text: &str) -> String {
    text.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ledger::CentreCode;

    #[test]
    fn every_line_is_a_centre_with_a_code_of_its_own() {
        let centres: Vec<KnownCentre> = all().collect();
        assert_eq!(centres.len(), CENTRES.lines().skip(1).filter(|line| !line.is_empty()).count());
        for (at, centre) in centres.iter().enumerate() {
            assert!(CentreCode::parse(centre.code).is_ok(), "{centre:?}");
            assert!(centres[at + 1..].iter().all(|other| other.code != centre.code), "{centre:?}");
            assert_eq!(centre.zone == Zone::Galapagos, centre.province == "Galápagos", "{centre:?}");
        }
    }

    #[test]
    fn a_centre_is_found_without_accents_and_by_its_province() {
        let names = |typed| find(typed).iter().map(|centre| centre.name).collect::<Vec<_>>();
        assert_eq!(names("bahia"), ["CAU Bahía de Caráquez"]);
        assert!(names("MANABÍ").contains(&"CAU Portoviejo"));
        assert_eq!(names("cau loja macara"), ["CAU Macará"]);
        assert!(names("no existe").is_empty());
    }
}
