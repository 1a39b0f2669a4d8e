//! What hands wrote in the registers and a second person confirmed: each row that says so is explained by an entry of
//! whoever confirmed it, after the last hand wrote. A row that a hand wrote counts as imported only after an import that a
//! supervisor signed.

use std::collections::{BTreeMap, HashMap};

use super::Said;
use crate::domain::id::UserId;
use crate::domain::journal::Entry;
use crate::ops::employer::{
    ConfirmEmployer, ConfirmRepresentative, CorrectEmployer, LOOSENED, RecordEmployer, SetBranch, SetRepresentative,
};
use crate::ops::import::REGISTER_IMPORTS;
use crate::ops::operation::Operation as _;
use crate::ops::person::{ConfirmPerson, CorrectPerson, RecordPerson};
use crate::ops::verify::{Stop, problem};
use crate::store::Reader;
use crate::store::vouched::{Register, Vouched, imported, walk_confirmed};

/// A fact: the register, the row's id, and which branch or representative.
type Fact = (Register, i64, String);

/// What the journal knows of facts that hands wrote.
#[derive(Default)]
pub(super) struct RebuiltRegisters {
    facts: BTreeMap<Fact, Hands>,
    /// Confirmations that say no more of which part: by register and employer.
    of_any_part: BTreeMap<(Register, i64), Vec<Confirmed>>,
    /// The last entry of a chunk of an import of registers, by who imported and when.
    imports: HashMap<(UserId, i64), i64>,
}

#[derive(Default)]
struct Hands {
    /// Who wrote last, when, and in which entry.
    wrote: Option<(UserId, i64, i64)>,
    /// Since then.
    confirmed: Vec<Confirmed>,
}

#[derive(Clone, Copy)]
struct Confirmed {
    entry: i64,
    by: UserId,
    at_ms: i64,
}

impl RebuiltRegisters {
    /// A chunk of a run.
    pub(super) fn take_chunk(&mut self, entry: &Entry) {
        if REGISTER_IMPORTS.contains(&entry.operation.as_str()) {
            self.imports.insert((entry.user, entry.at_ms), entry.number);
        }
    }

    /// An entry about a person or an employer.
    pub(super) fn take(&mut self, said: &Said<'_>) {
        let part = |place: &str| said.text(place).map(str::to_owned);
        let whole = || Some(String::new());
        match said.entry.operation.as_str() {
            RecordPerson::NAME | CorrectPerson::NAME => self.write(said, Register::People, whole()),
            ConfirmPerson::NAME => self.confirm(said, Register::People, whole()),
            RecordEmployer::NAME => {
                self.write(said, Register::Employers, whole());
                self.write(said, Register::Branches, part("/branch"));
            }
            CorrectEmployer::NAME => {
                self.write(said, Register::Employers, whole());
                for (register, list) in
                    [(Register::Branches, "branches"), (Register::Representatives, "representatives")]
                {
                    let named = said.told(&format!("/{LOOSENED}/{list}")).and_then(|named| named.as_array());
                    let named = named.into_iter().flatten().filter_map(|it| it.as_str().map(str::to_owned));
                    named.for_each(|name| self.write(said, register, Some(name)));
                }
            }
            SetBranch::NAME => self.write(said, Register::Branches, Some(said.entry.code.clone())),
            SetRepresentative::NAME => self.write(said, Register::Representatives, part("/after/number")),
            ConfirmEmployer::NAME => {
                self.confirm(said, Register::Employers, whole());
                match said.told("/branches").and_then(|branches| branches.as_array()) {
                    None => self.confirm(said, Register::Branches, None),
                    Some(branches) => {
                        let named = branches.iter().filter_map(|it| it.get(0)?.as_str().map(str::to_owned));
                        named.for_each(|branch| self.confirm(said, Register::Branches, Some(branch)));
                    }
                }
            }
            ConfirmRepresentative::NAME => self.confirm(said, Register::Representatives, part("/number")),
            _ => {}
        }
    }

    fn write(&mut self, said: &Said<'_>, register: Register, part: Option<String>) {
        let Some(part) = part else { return };
        let Entry { number, user, at_ms, subject_id, .. } = *said.entry;
        let wrote = Some((user, at_ms, number));
        self.facts.insert((register, subject_id, part), Hands { wrote, confirmed: Vec::new() });
    }

    fn confirm(&mut self, said: &Said<'_>, register: Register, part: Option<String>) {
        let Entry { number, user, at_ms, subject_id, .. } = *said.entry;
        let confirmed = Confirmed { entry: number, by: user, at_ms };
        match part {
            Some(part) => self.facts.entry((register, subject_id, part)).or_default().confirmed.push(confirmed),
            None => self.of_any_part.entry((register, subject_id)).or_default().push(confirmed),
        }
    }

    /// Compares with the tables.
    pub(super) fn compare(self, reader: &Reader) -> Result<(), Stop> {
        for register in Register::ALL {
            walk_confirmed(reader, register, |row| match self.explains(register, &row) {
                true => Ok(()),
                false => problem(format!(
                    "{} consta como dato confirmado en el almacén, y según la bitácora nadie más lo confirmó.",
                    named(register, row.id, &row.part)
                )),
            })?;
        }
        for ((register, id, part), hands) in &self.facts {
            let Some((_, _, wrote)) = hands.wrote else { continue };
            let Some(by_and_when) = imported(reader, *register, *id, part)? else { continue };
            if self.imports.get(&by_and_when).is_none_or(|entry| *entry < wrote) {
                return problem(format!(
                    "{} consta como importado en el almacén, y según la bitácora se escribió a mano.",
                    named(*register, *id, part)
                ));
            }
        }
        Ok(())
    }

    fn explains(&self, register: Register, row: &Vouched) -> bool {
        let hands = self.facts.get(&(register, row.id, row.part.clone()));
        let wrote = hands.and_then(|hands| hands.wrote);
        let since = wrote.map_or(0, |(.., entry)| entry);
        let of_this = hands.into_iter().flat_map(|hands| &hands.confirmed);
        let of_any = self.of_any_part.get(&(register, row.id)).into_iter().flatten();
        let is_said = of_this.chain(of_any).any(|it| it.entry > since && it.by == row.by && it.at_ms == row.at_ms);
        is_said && wrote.is_none_or(|(by, ..)| by != row.by)
    }
}

fn named(register: Register, id: i64, part: &str) -> String {
    match register {
        Register::People => format!("La persona {id} del registro"),
        Register::Employers => format!("El empleador {id} del registro"),
        Register::Branches => format!("La sucursal {part} del empleador {id} del registro"),
        Register::Representatives => format!("Un representante del empleador {id} del registro"),
    }
}
