//! What a file of employers would do, without doing it: the same decisions as the import's, over a register that is only
//! read. Nothing holds the writer, so that a million rows are counted beside a window at work.

use std::collections::HashSet;
use std::io::Read;

use super::{Group, Known, OTHER_FACTS, Said, as_imported, says_otherwise};
use crate::domain::id::{EmployerId, UserId};
use crate::domain::number::EmployerNumber;
use crate::intake::employers::EmployerRow;
use crate::ops::error::Error;
use crate::ops::house::run::Watch;
use crate::ops::import::looking::{Look, look_through};
use crate::ops::import::{Effect, ImportFile, ImportReport, RowChange, Seen};
use crate::store::Reader;
use crate::store::employer::{self, Employer};
use crate::store::provenance::{Entered, Provenance};

/// What importing a file of employers would do, without doing it: the counts, and the first of the rows that would bring
/// something.
///
/// # Errors
/// A refusal that says why the file cannot be read; [`Error::Cancelled`]; the store's.
pub fn preview_employers<R: Read + Send + 'static>(
    reader: &Reader,
    file: ImportFile<R>,
    watch: &mut Watch<'_>,
) -> Result<ImportReport, Error> {
    let preview = Preview {
        reader,
        // Whose import it would be makes no difference to what it would change.
        import: Provenance::import(UserId(0), 0),
        report: ImportReport::default(),
        seen: Seen::default(),
        new: HashSet::new(),
        group: None,
        gap: None,
    };
    look_through(file, watch, preview)
}

struct Preview<'r> {
    reader: &'r Reader,
    import: Provenance,
    report: ImportReport,
    seen: Seen,
    /// The employers that the file brought so far and the store does not know.
    new: HashSet<EmployerNumber>,
    group: Option<Group>,
    /// Between this number and that of this employer the store knows none.
    gap: Option<(String, Option<Employer>)>,
}

impl Look for Preview<'_> {
    type Row = EmployerRow;

    fn report(&mut self) -> &mut ImportReport {
        &mut self.report
    }

    fn take(&mut self, mut row: EmployerRow) -> Result<(), Error> {
        self.report.warn_all(row.line, std::mem::take(&mut row.warnings));
        let mut what = Vec::new();
        let (mut group, of_employer) = match self.group.take() {
            Some(group) if group.number == row.number => {
                if says_otherwise(&self.import, &row, &group.first) {
                    self.report.warn(row.line, "numero", OTHER_FACTS);
                }
                (group, Effect::Unchanged)
            }
            _ => self.enter(&row, &mut what)?,
        };
        let (line, number) = (row.line, row.number.as_str().to_owned());
        let branch = group.decide_branch(&row.branch, row.branch_name.unwrap_or_default());
        if let Some(warning) = branch.warning {
            self.report.warn(line, "nombre_sucursal", warning);
        }
        if branch.effect != Effect::Unchanged {
            what.push("sucursal");
        }
        let mut effect = of_employer.max(branch.effect);
        if let Some(representative) = row.representative {
            let decided = group.decide_representative(representative);
            if let Some((column, warning)) = decided.warning {
                self.report.warn(line, column, warning);
            }
            if decided.effect != Effect::Unchanged {
                what.push("representante");
            }
            effect = effect.max(decided.effect);
        }
        let is_new = group.known.as_ref().is_some_and(|known| known.is_new);
        self.group = Some(group);
        self.report.count(effect);
        if effect != Effect::Unchanged {
            self.report.tell(RowChange { line, number, name: row.legal_name, is_new, what });
        }
        Ok(())
    }
}

impl Preview<'_> {
    /// The employer of a row that does not go on with the one before it.
    fn enter(&mut self, row: &EmployerRow, what: &mut Vec<&'static str>) -> Result<(Group, Effect), Error> {
        let group = |first: Employer, known| Group {
            number: row.number.clone(),
            id: first.id,
            first,
            said: Said::default(),
            known: Some(known),
        };
        let Some(known) = self.known(&row.number)? else {
            let first = Employer { id: EmployerId(0), ..as_imported(&self.import, row, None) };
            let is_first = self.new.insert(row.number.clone());
            let effect = if is_first { Effect::New } else { Effect::Unchanged };
            return Ok((group(first, Known { is_new: true, ..Known::default() }), effect));
        };
        let after = as_imported(&self.import, row, Some(&known));
        let is_same = !says_otherwise(&self.import, row, &known);
        let facts = Known::read(self.reader, known.id)?;
        if !self.seen.first_time(known.id.0) {
            if !is_same {
                self.report.warn(row.line, "numero", OTHER_FACTS);
            }
            return Ok((group(known, facts), Effect::Unchanged));
        }
        if is_same && known.provenance.entered == Entered::Import {
            return Ok((group(known, facts), Effect::Unchanged));
        }
        what.extend(differences(&known, &after));
        if known.provenance.entered == Entered::Hand {
            what.push(if is_same { "queda confirmado lo escrito a mano" } else { "lo escrito a mano cambia" });
        }
        Ok((group(after, facts), Effect::Changed))
    }

    /// What the store knows under a number: one look tells of all up to the next that is known.
    fn known(&mut self, number: &EmployerNumber) -> Result<Option<Employer>, Error> {
        if let Some((after, next)) = &self.gap
            && number.as_str() > after.as_str()
            && next.as_ref().is_none_or(|next| number.as_str() < next.number.as_str())
        {
            return Ok(None);
        }
        let next = employer::at_or_after(self.reader, number)?;
        if next.as_ref().is_some_and(|next| next.number == *number) {
            self.gap = None;
            return Ok(next);
        }
        self.gap = Some((number.as_str().to_owned(), next));
        Ok(None)
    }
}

/// The columns that a file changes of a known employer.
fn differences(before: &Employer, after: &Employer) -> Vec<&'static str> {
    let differ = [
        ("tipo", before.kind != after.kind),
        ("razón social", before.name != after.name),
        ("correo", before.email != after.email),
        ("estado en el SRI", before.sri_state != after.sri_state),
        ("artesano", before.artisan != after.artisan),
        ("tiene clave", before.has_key != after.has_key),
    ];
    differ.into_iter().filter(|(_, differs)| *differs).map(|(column, _)| column).collect()
}
