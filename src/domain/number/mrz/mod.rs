//! The machine-readable zone of a passport, visa or identity card (ICAO 9303, parts 3 to 7).
//!
//! Passports (TD3, two lines of 44), cards (TD1, three of 30; TD2, two of 36) and visas (MRV-A, two of 44; MRV-B, two
//! of 36). Every check digit is verified and every field has the characters it may have, or there is a fault that
//! names the field. Nothing is transliterated and nothing corrected: `MUNOZ` stays `MUNOZ`, and an O read for a 0
//! is named in the fault.
//!
//! Years have two digits there. Which century is meant follows from a reference date, which is given with the
//! question: a birth lies before it, an expiry as near to it as can be.

mod check;
mod date;
mod fault;
mod layout;
mod lines;

pub use date::MrzDate;
pub use fault::{MrzFault, MrzField};
pub use layout::MrzFormat;

use super::cedula::Cedula;
use super::check::CheckDigit;
use super::fault::Fault;
use super::passport::PassportNumber;
use chrono::NaiveDate;
use layout::Layout;
use lines::Lines;

/// A zone read without a doubt.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MachineReadableZone {
    text: String,
    format: MrzFormat,
    issuer: String,
    surnames: String,
    given_names: String,
    number: PassportNumber,
    nationality: String,
    birth: MrzDate,
    expiry: MrzDate,
}

impl MachineReadableZone {
    /// Reads a zone as scanned: its lines apart, or all in one; letters of either case.
    ///
    /// # Errors
    /// [`Fault::MachineReadableZone`] with the first field, in reading order, that is not right.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        Ok(Self::read(text)?)
    }

    fn read(text: &str) -> Result<Self, MrzFault> {
        let lines = Lines::split(text)?;
        let layout = Layout::of(&lines)?;
        let issuer = lines.letters(layout.issuer, MrzField::Issuer)?;
        let names = lines.letters(layout.names, MrzField::Names)?;
        let number = check::document_number(&lines, layout)?;
        let nationality = lines.letters(layout.nationality, MrzField::Nationality)?;
        let birth = MrzDate::birth(&lines.date(layout.birth, MrzField::Birth)?)?;
        check::sex(&lines, layout)?;
        let expiry = MrzDate::expiry(&lines.date(layout.expiry, MrzField::Expiry)?)?;
        check::personal_number(&lines, layout)?;
        check::whole(&lines, layout)?;
        let (surnames, given_names) = names.split_once("<<").unwrap_or((&names, ""));
        let (surnames, given_names) = (words(surnames), words(given_names));
        // Some states issue passports to people who have given names only.
        if surnames.is_empty() && given_names.is_empty() {
            return Err(MrzFault::Empty { field: MrzField::Names });
        }
        Ok(Self {
            text: lines.to_string(),
            format: layout.format,
            issuer: words(&issuer),
            surnames,
            given_names,
            number,
            nationality: words(&nationality),
            birth,
            expiry,
        })
    }

    /// The lines, upper-case, parted by line feeds.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Which document it is by its measure.
    pub fn format(&self) -> MrzFormat {
        self.format
    }

    /// The issuing state or organisation, by its ICAO code of one to three letters.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Surnames, in the zone's spelling; empty where the holder has none, cut short where the line is full.
    pub fn surnames(&self) -> &str {
        &self.surnames
    }

    /// Given names, in the zone's spelling; empty where the holder has none, cut short where the line is full.
    pub fn given_names(&self) -> &str {
        &self.given_names
    }

    /// The document's number.
    pub fn number(&self) -> &PassportNumber {
        &self.number
    }

    /// The holder's nationality, by its ICAO code of one to three letters.
    pub fn nationality(&self) -> &str {
        &self.nationality
    }

    /// The latest day with the birth's two-digit year that is not after `reference`; none where the document leaves
    /// day or month unknown.
    pub fn born_on(&self, reference: NaiveDate) -> Option<NaiveDate> {
        self.birth.not_after(reference)
    }

    /// The last day of validity: of the days with the expiry's two-digit year, the one nearest to `reference`.
    pub fn expires_on(&self, reference: NaiveDate) -> Option<NaiveDate> {
        self.expiry.nearest(reference)
    }

    /// The cédula that a card of Ecuador bears. Where among its fields is not public: it is the one well-formed number of
    /// ten digits that stands there, if there is one only.
    pub fn cedula(&self) -> Option<Cedula> {
        if self.issuer != "ECU" || !matches!(self.format, MrzFormat::Td1 | MrzFormat::Td2) {
            return None;
        }
        // The last line of a card with three has the names.
        let runs = self.text.lines().flat_map(|line| line.split('<'));
        let mut found: Option<Cedula> = None;
        for run in runs {
            let digits: Vec<char> = run.chars().collect();
            for ten in digits.windows(10) {
                let text: String = ten.iter().collect();
                let read = Cedula::parse(&text).ok().filter(|read| read.check_digit() == CheckDigit::Agrees);
                match (&found, read) {
                    (Some(before), Some(read)) if *before != read => return None,
                    (None, read) => found = read,
                    _ => {}
                }
            }
        }
        found
    }

    /// Whether the document is in force on `day`, its last day included.
    pub fn in_force_on(&self, day: NaiveDate) -> bool {
        self.expires_on(day).is_some_and(|last| day <= last)
    }
}

/// Fillers as spaces, without those at the end.
fn words(field: &str) -> String {
    field.split('<').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

impl std::fmt::Display for MachineReadableZone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for MachineReadableZone {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        Self::parse(text)
    }
}
