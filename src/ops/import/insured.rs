//! The register of the insured from the institution's file.
//!
//! What stands in the file counts, but for what this counter did since, with the person in front of it: a key that was
//! unlocked here stays active unless the file says that its state is of a later day, and data that were brought up to date
//! here stay unless the file's are of a later day. Both are said, row by row. A blank e-mail, telephone or
//! birthday keeps what is known.

use std::io::Read;

use chrono::NaiveDate;

use super::one_row::{Known, OneRow, OneRowImport, Today, preview};
use super::{ImportFile, ImportReport, Wrote};
use crate::domain::calendar::{Moment, day_in_figures};
use crate::domain::id::InsuredId;
use crate::domain::number::PersonNumber;
use crate::domain::register::AffiliateKeyState;
use crate::intake::agenda::Warning;
use crate::intake::insured::InsuredRow;
use crate::ops::error::Error;
use crate::ops::house::House;
use crate::ops::house::operation::Changed;
use crate::ops::house::run::Watch;
use crate::store::insured::{self, Insured};
use crate::store::key_unlock;
use crate::store::provenance::{Entered, Provenance};
use crate::store::{Reader, Transaction};

/// The import of a file of the insured.
pub type InsuredImport<R> = OneRowImport<R, InsuredRow>;

/// What importing a file of the insured would do, without doing it: the counts, and the first of the rows that would bring
/// something.
///
/// # Errors
/// A refusal that says why the file cannot be read; [`Error::Cancelled`]; the store's.
pub fn preview_insured<R: Read + Send + 'static>(
    house: &House,
    reader: &Reader,
    file: ImportFile<R>,
    watch: &mut Watch<'_>,
) -> Result<ImportReport, Error> {
    preview::<R, InsuredRow>(house, reader, file, watch)
}

impl OneRow for InsuredRow {
    const NAME: &'static str = "import.insured";
    const CHANGED: &'static [Changed] = &[Changed::Insured];
    const OTHER_WORDS: (&'static str, &'static str) =
        ("numero", "el archivo ya dio otros datos para este número; se conservan los primeros");
    type Known = Insured;
    type Key = PersonNumber;

    fn line(&self) -> u64 {
        self.line
    }

    fn key(&self) -> PersonNumber {
        self.number.clone()
    }

    fn number(&self) -> &PersonNumber {
        &self.number
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn count(wrote: &mut Wrote) -> &mut u64 {
        &mut wrote.insured
    }

    fn known(&self, reader: &Reader) -> Result<Option<Insured>, Error> {
        Ok(insured::by_number(reader, &self.number)?)
    }

    fn merged(
        &self,
        reader: &Reader,
        today: Today,
        known: Option<&Insured>,
        provenance: Provenance,
    ) -> Result<(Insured, Vec<Warning>), Error> {
        let mut warnings = Vec::new();
        let mut not_yet = |column, day: Option<NaiveDate>| {
            let (said, future) = (day.filter(|day| *day <= today.day), day.filter(|day| *day > today.day));
            warnings.extend(future.map(|day| Warning {
                column,
                reason: format!("el {} todavía no llega; esa fecha no se toma en cuenta", day_in_figures(day)),
            }));
            said
        };
        let up_to_date_on = not_yet("fecha_actualizacion", self.up_to_date_on);
        let key_as_of = not_yet("fecha_corte", self.key_as_of);
        let mut after = Insured {
            id: known.map_or(InsuredId(0), |known| known.id),
            number: self.number.clone(),
            name: self.name.clone(),
            kind: self.kind,
            key: self.key,
            contact: match known {
                Some(known) => self.contact.clone().or(&known.contact),
                None => self.contact.clone(),
            },
            up_to_date_on: up_to_date_on.or(known.and_then(|known| known.up_to_date_on)),
            birth: self.birth.or(known.and_then(|known| known.birth)),
            provenance,
        };
        let shuts = self.key != AffiliateKeyState::Active && known.is_none_or(|it| it.key == AffiliateKeyState::Active);
        let changes_contact =
            known.filter(|it| (&it.contact, it.up_to_date_on) != (&after.contact, after.up_to_date_on));
        if !shuts && changes_contact.is_none() {
            return Ok((after, warnings));
        }
        let here = key_unlock::last_of(reader, &self.number)?;
        let day = |at_ms: i64| Moment(at_ms).day(today.zone);
        // Of the same day, what was done here comes last: a file is made before it is brought in.
        let stands = |at_ms: Option<i64>, said: Option<NaiveDate>| {
            at_ms.map(day).filter(|here| said.is_none_or(|said| said <= *here))
        };
        if let Some(here) = stands(here.unlocked_at_ms, key_as_of).filter(|_| shuts) {
            after.key = AffiliateKeyState::Active;
            let reason = format!(
                "aquí se desbloqueó esta clave el {}, y el archivo no dice que su estado sea de un día posterior; queda activa",
                day_in_figures(here)
            );
            warnings.push(Warning { column: "estado_clave", reason });
        }
        if let Some((known, here)) = changes_contact.zip(stands(here.up_to_date_at_ms, up_to_date_on)) {
            if after.contact != known.contact {
                let reason = format!(
                    "aquí se actualizaron estos datos el {}, y el archivo no dice que los suyos sean de un día posterior; \
                     quedan los de aquí",
                    day_in_figures(here)
                );
                warnings.push(Warning { column: "correo", reason });
            }
            (after.contact, after.up_to_date_on) = (known.contact.clone(), known.up_to_date_on);
        }
        Ok((after, warnings))
    }
}

impl Known for Insured {
    fn id(&self) -> i64 {
        self.id.0
    }

    fn entered(&self) -> Entered {
        self.provenance.entered
    }

    fn differences(&self, other: &Self) -> Vec<&'static str> {
        let (one, another) = (&self.contact, &other.contact);
        let differ = [
            ("nombre", self.name != other.name),
            ("tipo", self.kind != other.kind),
            ("estado de la clave", self.key != other.key),
            ("correo", one.email != another.email),
            ("celular", one.mobile != another.mobile),
            ("teléfono", one.telephone != another.telephone),
            ("fecha de actualización", self.up_to_date_on != other.up_to_date_on),
            ("nacimiento", self.birth != other.birth),
        ];
        differ.into_iter().filter(|(_, differs)| *differs).map(|(column, _)| column).collect()
    }

    fn add(&self, tx: &Transaction<'_>) -> Result<i64, crate::store::Error> {
        insured::add(tx, self).map(|id| id.0)
    }

    fn update(&self, tx: &Transaction<'_>) -> Result<(), crate::store::Error> {
        insured::update(tx, self)
    }
}
