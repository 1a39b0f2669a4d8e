//! A month of several centres beside each other: a line for each, under its province, and the sum of those that were counted.
//! A centre that could not be counted stands among them with its reason, and in no sum.

use std::collections::BTreeMap;

use super::by_themselves::{SelfServices, add_self_services};
use super::month::{Month, MonthLine, month_lines};
use crate::domain::name::folded;

/// Why a centre's month was not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unread {
    /// Its tables are of an earlier version of the program.
    Older,
    /// Its tables are of a later version of the program.
    Newer,
    /// It is a demonstration's and this one is not, or the other way round.
    OtherKind,
    /// Some of what is counted may not be read.
    NotLetIn,
    /// It could not be read for another reason.
    Failed,
}

impl Unread {
    /// In a few words, for its line.
    #[must_use]
    pub fn short(self) -> &'static str {
        match self {
            Self::Older => "versión anterior",
            Self::Newer => "versión más nueva",
            Self::OtherKind => "de demostración",
            Self::NotLetIn => "sin permiso",
            Self::Failed => "sin respuesta",
        }
    }

    /// What it means, and what to do.
    #[must_use]
    pub fn spanish(self) -> &'static str {
        match self {
            Self::Older => "Sus tablas son de una versión anterior del programa: ese centro debe actualizarlas.",
            Self::Newer => "Sus tablas son de una versión más nueva del programa: actualice este equipo.",
            Self::OtherKind => "Uno de los dos centros es una demostración: sus cifras no se suman.",
            Self::NotLetIn => {
                "A este equipo le falta permiso para una parte de las cifras: el dueño lo da de nuevo con «ventanilla store share»."
            }
            Self::Failed => "No se pudo leer. Cuente de nuevo en un momento; si se repite, avise a soporte técnico.",
        }
    }
}

/// What a month came to at a centre.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CountedMonth {
    /// A line each procedure.
    pub lines: Vec<MonthLine>,
    /// What people did by themselves, which is in none of the lines.
    pub self_service: SelfServices,
    /// How many days have yet to be closed: their figures may still change.
    pub open_days: usize,
}

/// A centre and its month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CentreMonth {
    /// Its short code; blank where it could not be read.
    pub code: String,
    /// Its name; where it could not be read, that of its schema.
    pub name: String,
    /// Its province; blank where it could not be read.
    pub province: String,
    /// What was counted, or why nothing was.
    pub counted: Result<CountedMonth, Unread>,
}

/// Which of the two volumes is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Volume {
    /// Visits that ended served or not served.
    #[default]
    Attentions,
    /// Complaints recorded.
    Complaints,
}

impl Volume {
    /// Both, in the order in which they are shown.
    pub const ALL: [Self; 2] = [Self::Attentions, Self::Complaints];

    /// Its name.
    #[must_use]
    pub const fn spanish(self) -> &'static str {
        match self {
            Self::Attentions => "Atenciones",
            Self::Complaints => "Quejas",
        }
    }

    fn of(self, line: &MonthLine) -> u64 {
        match self {
            Self::Attentions => line.attentions,
            Self::Complaints => line.complaints,
        }
    }
}

/// What a row of the table sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowOf {
    /// The centres of a province.
    Province,
    /// One centre.
    Centre,
    /// All of them.
    All,
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CentresRow {
    /// What it sums.
    pub of: RowOf,
    /// The province; blank in the last row.
    pub province: String,
    /// The centre's code, in the row of one.
    pub code: String,
    /// What it is called: with how many centres were counted of how many, where those are not all.
    pub name: String,
    /// Why nothing was counted, in the row of a centre.
    pub unread: Option<Unread>,
    /// A line each column.
    pub lines: Vec<MonthLine>,
    /// Days that have yet to be closed.
    pub open_days: usize,
}

impl CentresRow {
    /// The figures of its columns.
    #[must_use]
    pub fn figures(&self, volume: Volume) -> Vec<u64> {
        self.lines.iter().map(|line| volume.of(line)).collect()
    }

    /// All of them together.
    #[must_use]
    pub fn total(&self, volume: Volume) -> u64 {
        self.lines.iter().map(|line| volume.of(line)).fold(0, u64::saturating_add)
    }
}

/// A month of several centres.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CentresMonth {
    month: Month,
    centres: Vec<CentreMonth>,
}

/// Under this name stand those whose province could not be read.
const NO_PROVINCE: &str = "Sin provincia";

impl CentresMonth {
    /// Of these centres, in whatever order.
    #[must_use]
    pub fn of(month: Month, mut centres: Vec<CentreMonth>) -> Self {
        centres
            .sort_by_cached_key(|it| (it.province.is_empty(), folded(&it.province), folded(&it.name), it.code.clone()));
        Self { month, centres }
    }

    /// Which month.
    #[must_use]
    pub fn month(&self) -> Month {
        self.month
    }

    /// The centres, by province and name.
    #[must_use]
    pub fn centres(&self) -> &[CentreMonth] {
        &self.centres
    }

    /// The procedures of the columns: every one of the counter, and whatever else was counted.
    #[must_use]
    pub fn procedures(&self) -> Vec<String> {
        self.summed(self.centres.iter()).into_iter().map(|line| line.procedure).collect()
    }

    /// Those that were not counted.
    pub fn unread(&self) -> impl Iterator<Item = (&CentreMonth, Unread)> {
        self.centres.iter().filter_map(|it| Some((it, it.counted.as_ref().err().copied()?)))
    }

    /// The centres with days that have yet to be closed, and how many.
    pub fn open_days(&self) -> impl Iterator<Item = (&str, usize)> {
        let days = self.centres.iter().map(|it| (it.name.as_str(), it.counted.as_ref().map_or(0, |it| it.open_days)));
        days.filter(|(_, days)| *days > 0)
    }

    /// What people did by themselves at all of them.
    #[must_use]
    pub fn self_service(&self) -> SelfServices {
        let mut all = SelfServices::new();
        self.counted().for_each(|it| add_self_services(&mut all, &it.self_service));
        all
    }

    /// The rows: each province with its centres below it, and all of them at the end.
    #[must_use]
    pub fn rows(&self) -> Vec<CentresRow> {
        let mut rows = Vec::new();
        for province in self.centres.chunk_by(|one, other| folded(&one.province) == folded(&other.province)) {
            let name = province.first().map(|it| it.province.as_str()).filter(|name| !name.is_empty());
            let name = name.unwrap_or(NO_PROVINCE);
            rows.push(self.sum(RowOf::Province, name, name, province));
            rows.extend(province.iter().map(|it| self.row(name, it)));
        }
        rows.push(self.sum(RowOf::All, "", "Total", &self.centres));
        rows
    }

    fn counted(&self) -> impl Iterator<Item = &CountedMonth> {
        self.centres.iter().filter_map(|it| it.counted.as_ref().ok())
    }

    fn row(&self, province: &str, of: &CentreMonth) -> CentresRow {
        CentresRow {
            of: RowOf::Centre,
            province: province.to_owned(),
            code: of.code.clone(),
            name: of.name.clone(),
            unread: of.counted.as_ref().err().copied(),
            lines: self.in_columns([of].into_iter()),
            open_days: of.counted.as_ref().map_or(0, |it| it.open_days),
        }
    }

    fn sum(&self, of: RowOf, province: &str, name: &str, centres: &[CentreMonth]) -> CentresRow {
        let counted = centres.iter().filter_map(|it| it.counted.as_ref().ok());
        let (of_them, all) = (counted.clone().count(), centres.len());
        let name = match of_them == all {
            true => name.to_owned(),
            false => format!("{name} ({of_them} de {all})"),
        };
        CentresRow {
            of,
            province: province.to_owned(),
            code: String::new(),
            name,
            unread: None,
            lines: self.in_columns(centres.iter()),
            open_days: counted.map(|it| it.open_days).fold(0, usize::saturating_add),
        }
    }

    /// A line for each column, also where these centres have none of it.
    fn in_columns<'c>(&'c self, of: impl Iterator<Item = &'c CentreMonth>) -> Vec<MonthLine> {
        let mut own: BTreeMap<String, MonthLine> =
            self.summed(of).into_iter().map(|line| (line.procedure.clone(), line)).collect();
        let columns = self.procedures().into_iter();
        columns.map(|procedure| own.remove(&procedure).unwrap_or_else(|| MonthLine::none(procedure))).collect()
    }

    fn summed<'c>(&self, centres: impl Iterator<Item = &'c CentreMonth>) -> Vec<MonthLine> {
        let mut all: Vec<MonthLine> = month_lines([]);
        for line in centres.filter_map(|it| it.counted.as_ref().ok()).flat_map(|it| &it.lines) {
            match all.iter_mut().find(|known| known.procedure == line.procedure) {
                Some(known) => known.add(line),
                None => all.push(line.clone()),
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn centre(province: &str, name: &str, attentions: u64, complaints: u64) -> CentreMonth {
        let line = MonthLine { procedure: "aerial".into(), complaints, attentions };
        let counted = CountedMonth { lines: vec![line], open_days: 1, ..CountedMonth::default() };
        CentreMonth { code: String::new(), name: name.into(), province: province.into(), counted: Ok(counted) }
    }

    #[test]
    fn provinces_stand_in_their_order_and_sum_what_was_counted() {
        let month = Month::parse("2026-11").unwrap();
        let mut unread = centre("", "centro_x", 0, 0);
        unread.counted = Err(Unread::Newer);
        let centres = vec![
            unread,
            centre("Pichincha", "CAU Quito", 5, 1),
            centre("Cañar", "CAU Azogues", 2, 0),
            centre("Carchi", "CAU Tulcán", 1, 0),
            centre("PICHINCHA", "CAU Cayambe", 3, 2),
        ];
        let table = CentresMonth::of(month, centres);
        let rows = table.rows();
        let said: Vec<(RowOf, &str, u64, u64, usize)> = rows
            .iter()
            .map(|row| {
                let total = |volume| row.total(volume);
                (row.of, row.name.as_str(), total(Volume::Attentions), total(Volume::Complaints), row.open_days)
            })
            .collect();
        assert_eq!(
            said,
            [
                (RowOf::Province, "Cañar", 2, 0, 1),
                (RowOf::Centre, "CAU Azogues", 2, 0, 1),
                (RowOf::Province, "Carchi", 1, 0, 1),
                (RowOf::Centre, "CAU Tulcán", 1, 0, 1),
                (RowOf::Province, "PICHINCHA", 8, 3, 2),
                (RowOf::Centre, "CAU Cayambe", 3, 2, 1),
                (RowOf::Centre, "CAU Quito", 5, 1, 1),
                (RowOf::Province, "Sin provincia (0 de 1)", 0, 0, 0),
                (RowOf::Centre, "centro_x", 0, 0, 0),
                (RowOf::All, "Total (4 de 5)", 11, 3, 4),
            ]
        );
        let columns = table.procedures().len();
        assert!(rows.iter().all(|row| row.figures(Volume::Attentions).len() == columns), "{rows:?}");
        assert_eq!(
            table.unread().map(|(it, why)| (it.name.as_str(), why)).collect::<Vec<_>>(),
            [("centro_x", Unread::Newer)]
        );
    }
}
