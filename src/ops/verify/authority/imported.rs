//! What imports wrote in the registers: rows that count as imported are explained by a chunk of an import that a supervisor
//! signed, and there are no more of them than the chunk said it wrote. What such a row says is not compared: the end entry
//! of the import tells the SHA-256 of the file.

use std::collections::HashMap;

use super::Said;
use crate::domain::id::{UserId, WindowId};
use crate::domain::journal::Outcome;
use crate::ops::import::{WROTE, Wrote, brought_by};
use crate::ops::verify::run_of;
use crate::store::vouched::Register;

/// What the journal knows of imports.
#[derive(Default)]
pub(super) struct RebuiltImports {
    /// What their chunks wrote, by who imported and when.
    written: HashMap<(UserId, i64), Imported>,
    /// The last chunk that may have written employers, and with them who represents them.
    pub(super) last_of_employers: i64,
    /// Those that are not over, by operation and window.
    under_way: HashMap<(String, WindowId), UnderWay>,
}

/// An import under way.
struct UnderWay {
    by: UserId,
    /// What its chunks wrote since it was begun, as far as they said it.
    wrote: Option<Wrote>,
}

/// What was imported by somebody at one moment.
#[derive(Default)]
struct Imported {
    /// The last entry that says so.
    entry: i64,
    people: Rows,
    employers: Rows,
    branches: Rows,
    representatives: Rows,
    insured: Rows,
    work_histories: Rows,
}

/// How many rows were written.
#[derive(Default, Clone, Copy)]
enum Rows {
    #[default]
    None,
    So(u64),
    /// Entries of earlier versions do not say how many.
    Unsaid,
}

impl Rows {
    fn add(&mut self, more: Option<u64>) {
        *self = match (*self, more) {
            (Self::Unsaid, _) | (_, None) => Self::Unsaid,
            (Self::None, Some(more)) => Self::So(more),
            (Self::So(so), Some(more)) => Self::So(so.saturating_add(more)),
        };
    }

    /// Takes one row off; answers whether there was one left.
    fn take_one(&mut self) -> bool {
        match self {
            Self::Unsaid => true,
            Self::So(left) if *left > 0 => {
                *left = left.saturating_sub(1);
                true
            }
            Self::None | Self::So(_) => false,
        }
    }
}

impl Imported {
    fn of(&mut self, register: Register) -> &mut Rows {
        match register {
            Register::People => &mut self.people,
            Register::Employers => &mut self.employers,
            Register::Branches => &mut self.branches,
            Register::Representatives => &mut self.representatives,
            Register::Insured => &mut self.insured,
            Register::WorkHistories => &mut self.work_histories,
        }
    }
}

impl RebuiltImports {
    /// An entry of a run. What an import of registers writes, it writes between a start that a supervisor signed and its end.
    pub(super) fn take_run(&mut self, said: &Said<'_>) -> Result<(), String> {
        let entry = said.entry;
        if brought_by(&entry.operation).is_none() {
            return Ok(());
        }
        let wrote: Option<Wrote> =
            said.told(&format!("/{WROTE}")).cloned().and_then(|wrote| serde_json::from_value(wrote).ok());
        match entry.outcome {
            Outcome::Started => {
                let begun = UnderWay { by: entry.user, wrote: Some(Wrote::default()) };
                self.under_way.insert(run_of(entry), begun);
                Ok(())
            }
            Outcome::Chunk => self.take_chunk(said, wrote),
            Outcome::Ended => {
                let begun = self.under_way.remove(&run_of(entry));
                let counted = begun.and_then(|begun| begun.wrote);
                match said.full && wrote.zip(counted).is_some_and(|(said, counted)| said != counted) {
                    false => Ok(()),
                    true => Err(format!(
                        "La importación que termina en la entrada {} no escribió las filas que dicen sus partes.",
                        entry.number
                    )),
                }
            }
            _ => {
                self.under_way.remove(&run_of(entry));
                Ok(())
            }
        }
    }

    fn take_chunk(&mut self, said: &Said<'_>, wrote: Option<Wrote>) -> Result<(), String> {
        let entry = said.entry;
        let Some(under_way) = self.under_way.get_mut(&run_of(entry)).filter(|it| it.by == entry.user) else {
            return Err(format!(
                "La entrada {} importa en los registros, y supervisión no había firmado que se empezara.",
                entry.number
            ));
        };
        if wrote.is_none() && said.full {
            return Err(format!("La entrada {} importa en los registros y no dice cuántas filas.", entry.number));
        }
        under_way.wrote = under_way.wrote.zip(wrote).map(|(before, chunk)| before.and(chunk));
        let imported = self.written.entry((entry.user, entry.at_ms)).or_default();
        imported.entry = entry.number;
        for register in brought_by(&entry.operation).into_iter().flatten().copied() {
            if register == Register::Representatives {
                self.last_of_employers = entry.number;
            }
            imported.of(register).add(wrote.map(|wrote| wrote.of(register)));
        }
        Ok(())
    }

    /// The last entry that says what was imported by somebody at a moment.
    pub(super) fn entry_of(&self, by_and_when: (UserId, i64)) -> Option<i64> {
        self.written.get(&by_and_when).map(|import| import.entry)
    }

    /// The same, where employers were, or may have been.
    pub(super) fn of_employers(&self, by_and_when: (UserId, i64)) -> Option<i64> {
        let import = self.written.get(&by_and_when)?;
        (!matches!(import.employers, Rows::None)).then_some(import.entry)
    }

    /// Takes one row of what was imported by somebody at a moment: was there one left? `None` where nothing was.
    pub(super) fn take_one(&mut self, by_and_when: (UserId, i64), register: Register) -> Option<bool> {
        Some(self.written.get_mut(&by_and_when)?.of(register).take_one())
    }
}
