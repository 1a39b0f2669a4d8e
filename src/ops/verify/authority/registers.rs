//! What stands in the registers: each row that a hand wrote says what its entry told; each that a second person confirmed is
//! explained by an entry of whoever confirmed it, after the last hand wrote; each that counts as imported by an
//! [import](super::imported).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Said;
use super::by_keys::{RebuiltByKeys, Row};
use super::imported::RebuiltImports;
use super::papers::is_said;
use super::users::RebuiltUsers;
use crate::domain::id::{EmployerId, UserId};
use crate::domain::journal::Entry;
use crate::domain::journal::counted::OWN_ACCOUNT;
use crate::ops::employer::{
    ConfirmEmployer, ConfirmRepresentative, CorrectEmployer, EndRepresentative, LOOSENED, RecordEmployer, SetBranch,
    SetRepresentative,
};
use crate::ops::house::operation::Operation as _;
use crate::ops::insured::{ConfirmInsured, CorrectInsured, RecordInsured};
use crate::ops::issuance::WentBy;
use crate::ops::mail::{Went, address_mark};
use crate::ops::person::{ConfirmPerson, CorrectPerson, RecordPerson};
use crate::ops::verify::{Stop, problem};
use crate::store::vouched::{Register, Vouched, imported, walk_by_hand, walk_imported};
use crate::store::{self, Reader};

/// A fact: the register, the row's id, and which branch or representative.
type Fact = (Register, i64, String);

/// What the journal knows of facts that hands wrote.
#[derive(Default)]
pub(super) struct RebuiltRegisters {
    facts: BTreeMap<Fact, Hands>,
    /// Confirmations that say no more of which part: by register and employer.
    of_any_part: BTreeMap<(Register, i64), Vec<Confirmed>>,
    /// Hands wrote of an employer's representatives or branches, and do not say any more of which: in which entry last.
    of_unsaid_part: BTreeMap<(Register, i64), i64>,
    imports: RebuiltImports,
    /// What keys went by.
    by_keys: RebuiltByKeys,
    /// The registered addresses to which letters went, by employer and mark: the last entry that says so, and the last before
    /// the letter was written.
    letters: BTreeMap<(i64, String), (i64, i64)>,
}

/// What hands did to a fact.
#[derive(Default)]
struct Hands {
    /// Who wrote since it was last trusted.
    writers: BTreeSet<UserId>,
    /// Who wrote last, when, and in which entry.
    wrote: Option<(UserId, i64, i64)>,
    /// What that entry told, where it still stands.
    told: Option<Value>,
    /// Since then.
    confirmed: Vec<Confirmed>,
    /// Since then, and before anybody confirmed it, it counted as trusted for a key, in this entry first: a file has taken it
    /// over, or it was otherwise for a moment.
    trusted_for: Option<i64>,
}

#[derive(Clone, Copy)]
struct Confirmed {
    entry: i64,
    by: UserId,
    at_ms: i64,
}

impl RebuiltRegisters {
    /// An entry of a run.
    pub(super) fn take_run(&mut self, said: &Said<'_>) -> Result<(), String> {
        self.imports.take_run(said)
    }

    /// An entry about a person, an employer or somebody insured.
    /// `sole`: does the centre have one supervisor, as far as the journal says?
    pub(super) fn take(&mut self, said: &Said<'_>, users: &RebuiltUsers, sole: Option<bool>) -> Result<(), String> {
        let part = |place: &str| said.text(place).map(str::to_owned);
        let whole = || Some(String::new());
        match said.entry.operation.as_str() {
            RecordPerson::NAME | CorrectPerson::NAME => self.write(said, Register::People, whole())?,
            ConfirmPerson::NAME => self.confirm(said, (Register::People, whole()), users, sole)?,
            RecordInsured::NAME | CorrectInsured::NAME => self.write(said, Register::Insured, whole())?,
            ConfirmInsured::NAME => self.confirm(said, (Register::Insured, whole()), users, sole)?,
            RecordEmployer::NAME => {
                self.write(said, Register::Employers, whole())?;
                self.write(said, Register::Branches, part("/branch"))?;
            }
            CorrectEmployer::NAME => {
                self.write(said, Register::Employers, whole())?;
                let (id, entry) = (said.entry.subject_id, said.entry.number);
                match part("/before/number").zip(part("/after/number")) {
                    Some((before, after)) => self.by_keys.renumber(entry, id, &before, &after),
                    // Whom it named was erased: it may have made anything of this employer by hand again.
                    None => {
                        self.by_keys.renumber_unsaid(id);
                        for register in [Register::Branches, Register::Representatives] {
                            self.of_unsaid_part.insert((register, id), entry);
                            self.forget_writers(register, id);
                        }
                    }
                }
                for (register, list) in
                    [(Register::Branches, "branches"), (Register::Representatives, "representatives")]
                {
                    let named = said.told(&format!("/{LOOSENED}/{list}")).and_then(|named| named.as_array());
                    let named = named.into_iter().flatten().filter_map(|it| it.as_str().map(str::to_owned));
                    let named: Vec<String> = named.collect();
                    named.into_iter().try_for_each(|name| self.write(said, register, Some(name)))?;
                }
            }
            SetBranch::NAME => self.write(said, Register::Branches, Some(said.entry.code.clone()))?,
            SetRepresentative::NAME => self.write(said, Register::Representatives, part("/after/number"))?,
            ConfirmEmployer::NAME => {
                // Where it is trusted already, only its branches are confirmed.
                if !said.told("/recorded_by").is_some_and(serde_json::Value::is_null) {
                    self.confirm(said, (Register::Employers, whole()), users, sole)?;
                }
                match said.told("/branches").and_then(|branches| branches.as_array()) {
                    None => self.confirm(said, (Register::Branches, None), users, sole)?,
                    Some(branches) => {
                        for branch in branches.iter().filter_map(|it| it.get(0)?.as_str().map(str::to_owned)) {
                            self.confirm(said, (Register::Branches, Some(branch)), users, sole)?;
                        }
                    }
                }
            }
            ConfirmRepresentative::NAME => {
                self.confirm(said, (Register::Representatives, part("/number")), users, sole)?;
            }
            EndRepresentative::NAME => match part("/before/number") {
                Some(number) => self.by_keys.end(said, &number),
                None => {
                    let it = (Register::Representatives, said.entry.subject_id);
                    self.of_unsaid_part.insert(it, said.entry.number);
                }
            },
            _ => {}
        }
        Ok(())
    }

    /// A second person vouches for a fact: somebody who wrote none of it since it was last trusted, and whom none of those who
    /// did had made, nor had they made any of them: two accounts of one person.
    fn refuse_own(
        &self,
        said: &Said<'_>,
        (register, part): (Register, &str),
        users: &RebuiltUsers,
        sole: Option<bool>,
    ) -> Result<(), String> {
        let Entry { number, user, at_ms, subject_id, .. } = *said.entry;
        let hands = self.facts.get(&(register, subject_id, part.to_owned()));
        let Some(hands) = hands.filter(|_| said.full && said.detail.is_some()) else { return Ok(()) };
        // An import may have written since: who confirmed other parts in earlier versions has nothing to do with the hand before.
        let recorded_by = said.told("/recorded_by").and_then(Value::as_i64).filter(|_| !said.says_moment);
        let is_last = |by: i64| hands.wrote.is_some_and(|(writer, ..)| by == writer.0);
        if register != Register::Branches && recorded_by.is_some_and(|by| !is_last(by)) {
            return Ok(());
        }
        if hands.writers.contains(&user) {
            return Err(format!(
                "Según la entrada {number}, confirmó un dato quien lo había registrado o corregido desde que era de fiar."
            ));
        }
        let is_flagged = said.entry.code == OWN_ACCOUNT && sole != Some(false);
        let is_one = |writer: &UserId| {
            users.is_made_by(user, *writer, at_ms) || (users.is_made_by(*writer, user, at_ms) && !is_flagged)
        };
        match hands.writers.iter().any(is_one) {
            false => Ok(()),
            true => Err(format!(
                "Según la entrada {number}, un dato lo registró y lo confirmó la misma persona: una de las dos cuentas había \
                 creado o restablecido la otra hacía menos de 30 días."
            )),
        }
    }

    /// A key that was entered in the ledger, by these rows.
    pub(super) fn take_key(&mut self, entry: i64, went_by: WentBy) -> Result<(), String> {
        let WentBy { employer: Some((employer, number)), kind, representative, branch, trusted, .. } = went_by else {
            return Ok(());
        };
        if representative.as_ref().is_some_and(|person| self.has_left(employer.0, person, trusted.representative)) {
            return Err(format!(
                "La clave de la entrada {entry} se emitió porque el registro nombraba a quien, según la bitácora, ya no \
                 representaba al empleador."
            ));
        }
        let named = representative.as_deref().unwrap_or_default();
        let counted = [
            (trusted.employer, Register::Employers, ""),
            (trusted.branch, Register::Branches, branch.as_str()),
            (trusted.representative, Register::Representatives, named),
        ];
        if counted
            .iter()
            .any(|(is_trusted, register, part)| *is_trusted && self.is_by_hand(*register, employer.0, part))
        {
            return Err(was_by_hand(entry));
        }
        for (_, register, part) in counted.iter().filter(|(is_trusted, ..)| *is_trusted) {
            self.count_as_trusted(entry, *register, employer.0, part);
        }
        let row = Row { number, kind, named: representative };
        self.by_keys.take_key(entry, employer.0, row);
        Ok(())
    }

    /// A letter to an employer's registered address: no single hand had written it when the letter was.
    pub(super) fn take_letter(&mut self, entry: i64, went: Went) -> Result<(), String> {
        let Went { employer: Some((employer, address)), as_of, .. } = went else { return Ok(()) };
        let hands = self.facts.get(&(Register::Employers, employer.0, String::new()));
        let wrote = hands.and_then(|hands| hands.wrote).map(|(.., wrote)| wrote);
        if wrote.is_some_and(|wrote| wrote <= as_of) {
            if self.is_by_hand(Register::Employers, employer.0, "") {
                return Err(was_by_hand(entry));
            }
            self.count_as_trusted(entry, Register::Employers, employer.0, "");
        }
        self.letters.insert((employer.0, address), (entry, as_of));
        Ok(())
    }

    /// The address to which a letter went stands still, unless it was written since.
    fn compare_letters(&self, reader: &Reader) -> Result<(), Stop> {
        for ((employer, address), (entry, as_of)) in &self.letters {
            let Some(row) = store::employer::get(reader, EmployerId(*employer))? else { continue };
            let recorded = (row.provenance.recorded_by, row.provenance.recorded_at_ms);
            let is_written_since =
                || self.written_in(Register::Employers, *employer, "", recorded).is_some_and(|wrote| wrote > *as_of);
            if address_mark(&row.email) != *address && !is_written_since() {
                return problem(format!(
                    "{} no tiene en el almacén el correo al que se envió la carta de la entrada {entry}.",
                    named(Register::Employers, *employer, "")
                ));
            }
        }
        Ok(())
    }

    /// It counted as trusted for a key or a letter; where nobody confirmed what a hand wrote last, a file has to have taken it over.
    fn count_as_trusted(&mut self, entry: i64, register: Register, id: i64, part: &str) {
        let of_any = self.of_any_part.get(&(register, id));
        if let Some(hands) = self.facts.get_mut(&(register, id, part.to_owned()))
            && let Some((.., wrote)) = hands.wrote
            && hands.confirmed.is_empty()
            && !of_any.is_some_and(|of_any| of_any.iter().any(|it| it.entry > wrote))
        {
            hands.trusted_for.get_or_insert(entry);
        }
    }

    /// Was it a hand that wrote this last, and has nobody confirmed it, nor a file come that may have?
    fn is_by_hand(&self, register: Register, id: i64, part: &str) -> bool {
        let Some(hands) = self.facts.get(&(register, id, part.to_owned())) else { return false };
        let Some((.., wrote)) = hands.wrote.filter(|(.., wrote)| *wrote > self.imports.last_of_employers) else {
            return false;
        };
        let of_any = self.of_any_part.get(&(register, id)).into_iter().flatten();
        !hands.confirmed.iter().chain(of_any).any(|it| it.entry > wrote)
    }

    /// Did whoever represented an employer leave office, and nothing brought them back since? `trusted`: as an import's, or as
    /// confirmed.
    fn has_left(&self, employer: i64, person: &str, trusted: bool) -> bool {
        let Some(ended) = self.by_keys.ended(employer, person) else { return false };
        let hands = self.facts.get(&(Register::Representatives, employer, person.to_owned()));
        let set = hands.and_then(|hands| hands.wrote).map_or(0, |(.., entry)| entry);
        let of_any = self.of_any_part.get(&(Register::Representatives, employer)).into_iter().flatten();
        let confirmed = hands.into_iter().flat_map(|hands| &hands.confirmed).chain(of_any).map(|it| it.entry).max();
        let unsaid = self.of_unsaid_part.get(&(Register::Representatives, employer)).copied();
        // A file brings them back in doubt, and it is a hand that takes the doubt away.
        let file = if trusted && ended.only_in_doubt { 0 } else { self.imports.last_of_employers };
        [Some(set), confirmed.filter(|_| trusted), unsaid, Some(file)].iter().flatten().all(|back| ended.last > *back)
    }

    /// The last entry that says that whoever vouches for a row by this name wrote then what it tells, or may have.
    fn written_in(&self, register: Register, id: i64, part: &str, recorded: (UserId, i64)) -> Option<i64> {
        let hands = self.facts.get(&(register, id, part.to_owned())).and_then(|hands| hands.wrote);
        let hand = hands.filter(|(by, at_ms, _)| (*by, *at_ms) == recorded).map(|(.., entry)| entry);
        let import = self.imports.of_employers(recorded);
        let unsaid = self.of_unsaid_part.get(&(register, id)).copied();
        hand.max(import).max(unsaid)
    }

    /// Whoever left office by an entry is in office by a later one: of the hand or the file that the row names.
    fn compare_ended(&self, reader: &Reader) -> Result<(), Stop> {
        for (employer, person, ended) in self.by_keys.all_ended() {
            let in_office = store::employer::representatives(reader, EmployerId(employer))?;
            let Some(row) = in_office.iter().find(|it| it.number.as_str() == person) else { continue };
            let recorded = (row.provenance.recorded_by, row.provenance.recorded_at_ms);
            let back = self.written_in(Register::Representatives, employer, person, recorded);
            if back.is_none_or(|back| back < ended) {
                return problem(format!(
                    "{} consta en funciones en el almacén, y según la bitácora las había dejado.",
                    named(Register::Representatives, employer, person)
                ));
            }
        }
        Ok(())
    }

    fn write(&mut self, said: &Said<'_>, register: Register, part: Option<String>) -> Result<(), String> {
        let Some(part) = part else {
            self.of_unsaid_part.insert((register, said.entry.subject_id), said.entry.number);
            self.forget_writers(register, said.entry.subject_id);
            return Ok(());
        };
        let Entry { number, user, at_ms, subject_id, .. } = *said.entry;
        let is_of_it = said.entry.operation != CorrectEmployer::NAME || register == Register::Employers;
        if is_of_it && said.told("/before/trusted").and_then(Value::as_bool) == Some(false) {
            self.refuse_trusted(said, (register, &part))?;
        }
        let wrote = Some((user, at_ms, number));
        // Of what is only by hand again, or of a branch, nothing else is told.
        let told = match said.entry.operation.as_str() {
            RecordPerson::NAME => said.told("").cloned(),
            // An import may have written since what that hand told.
            CorrectEmployer::NAME if register != Register::Employers => {
                let before = self.facts.get_mut(&(register, subject_id, part.clone()));
                let is_last =
                    |it: &&mut Hands| it.wrote.is_some_and(|(.., entry)| entry > self.imports.last_of_employers);
                before.filter(is_last).and_then(|before| before.told.take())
            }
            _ => said.told("/after").cloned(),
        };
        let mut writers = match self.facts.remove(&(register, subject_id, part.clone())) {
            Some(before) if !is_over_trusted(said, register) => before.writers,
            _ => BTreeSet::new(),
        };
        writers.insert(user);
        self.facts.insert((register, subject_id, part), Hands { writers, wrote, told, ..Hands::default() });
        Ok(())
    }

    /// What a hand wrote, by hand still in this entry, counted as trusted for no key since.
    fn refuse_trusted(&self, said: &Said<'_>, (register, part): (Register, &str)) -> Result<(), String> {
        let id = said.entry.subject_id;
        let Some(hands) = self.facts.get(&(register, id, part.to_owned())) else { return Ok(()) };
        let Some(key) = hands.trusted_for.filter(|_| said.detail.is_some()) else { return Ok(()) };
        // Whom a file brings back into office is a hand's again; and so is what an entry may tell that does not say it any more.
        let ended = self.by_keys.ended(id, part).filter(|_| register == Register::Representatives);
        let again = ended.map(|ended| ended.last).max(self.of_unsaid_part.get(&(register, id)).copied());
        match again.is_some_and(|again| again > key) {
            true => Ok(()),
            false => Err(was_by_hand(key)),
        }
    }

    fn confirm(
        &mut self,
        said: &Said<'_>,
        (register, part): (Register, Option<String>),
        users: &RebuiltUsers,
        sole: Option<bool>,
    ) -> Result<(), String> {
        let Entry { number, user, at_ms, subject_id, .. } = *said.entry;
        let confirmed = Confirmed { entry: number, by: user, at_ms };
        match part {
            Some(part) => {
                self.refuse_own(said, (register, &part), users, sole)?;
                self.refuse_trusted(said, (register, &part))?;
                let hands = self.facts.entry((register, subject_id, part)).or_default();
                hands.writers.clear();
                hands.trusted_for = None;
                hands.confirmed.push(confirmed);
            }
            None => {
                self.of_any_part.entry((register, subject_id)).or_default().push(confirmed);
                self.forget_writers(register, subject_id);
            }
        }
        Ok(())
    }

    /// An entry that does not say any more of which part it is may have been of any: what it found there may have been trusted.
    fn forget_writers(&mut self, register: Register, id: i64) {
        let parts = self.facts.range_mut((register, id, String::new())..);
        let parts = parts.take_while(|((of, of_id, _), _)| (*of, *of_id) == (register, id));
        parts.for_each(|(_, hands)| hands.writers.clear());
    }

    /// Compares with the tables. `sample`: a demonstration's past has no entries of its own.
    pub(super) fn compare(mut self, reader: &Reader, sample: bool) -> Result<(), Stop> {
        for register in Register::ALL {
            walk_by_hand(reader, register, |row| {
                if row.confirmed.is_some_and(|confirmed| !self.explains(register, &row, confirmed)) {
                    return problem(format!(
                        "{} consta como dato confirmado en el almacén, y según la bitácora nadie más lo confirmó.",
                        named(register, row.id, &row.part)
                    ));
                }
                let hands = self.facts.get(&(register, row.id, row.part.clone()));
                if let Some((hands, key)) = hands.and_then(|hands| Some((hands, hands.trusted_for?)))
                    && hands.wrote.is_some_and(|(by, at_ms, _)| row.recorded == (by, at_ms))
                {
                    return problem(was_by_hand(key));
                }
                match self.says_as_told(register, &row) {
                    true => Ok(()),
                    false => problem(format!(
                        "{} no dice en el almacén lo que según la bitácora se escribió.",
                        named(register, row.id, &row.part)
                    )),
                }
            })?;
        }
        self.compare_letters(reader)?;
        self.by_keys.compare(reader, |row| {
            let recorded = (row.provenance.recorded_by, row.provenance.recorded_at_ms);
            self.written_in(Register::Employers, row.id.0, "", recorded)
        })?;
        self.compare_ended(reader)?;
        for ((register, id, part), hands) in &self.facts {
            let Some((_, _, wrote)) = hands.wrote else { continue };
            let Some(by_and_when) = imported(reader, *register, *id, part)? else { continue };
            if self.imports.entry_of(by_and_when).is_none_or(|import| import < wrote) {
                return problem(format!(
                    "{} consta como importado en el almacén, y según la bitácora se escribió a mano.",
                    named(*register, *id, part)
                ));
            }
        }
        for register in Register::ALL {
            walk_imported(reader, register, |by_and_when, id, part| -> Result<(), Stop> {
                match self.imports.take_one(by_and_when, register).unwrap_or(sample) {
                    true => Ok(()),
                    false => problem(format!(
                        "{} consta como importado en el almacén, y ninguna importación que supervisión haya firmado lo \
                         escribió.",
                        named(register, id, part)
                    )),
                }
            })?;
        }
        Ok(())
    }

    /// Was a row that a hand wrote left by the last hand that entries tell of, and does it say what was told?
    fn says_as_told(&self, register: Register, row: &Vouched) -> bool {
        let hands = self.facts.get(&(register, row.id, row.part.clone()));
        let is_last = |(by, at_ms, _): (UserId, i64, i64)| row.recorded == (by, at_ms);
        match hands.filter(|hands| hands.wrote.is_some_and(is_last)) {
            Some(hands) => hands.told.as_ref().is_none_or(|told| row.facts.iter().all(|fact| is_said(told, fact))),
            // Of a confirmed branch the row keeps who confirmed it.
            None if register == Register::Branches && row.confirmed.is_some() => true,
            None => self.is_brought_back(register, row) || self.of_unsaid_part.contains_key(&(register, row.id)),
        }
    }

    /// An import brings back as a hand's whom a hand had ended, and may end again.
    fn is_brought_back(&self, register: Register, row: &Vouched) -> bool {
        let ended = self.by_keys.ended(row.id, &row.part).filter(|_| register == Register::Representatives);
        ended.is_some_and(|ended| self.imports.entry_of(row.recorded).is_some_and(|import| import > ended.first))
    }

    fn explains(&self, register: Register, row: &Vouched, (confirmed_by, confirmed_at_ms): (UserId, i64)) -> bool {
        let hands = self.facts.get(&(register, row.id, row.part.clone()));
        let wrote = hands.and_then(|hands| hands.wrote);
        let since = wrote.map_or(0, |(.., entry)| entry);
        let of_this = hands.into_iter().flat_map(|hands| &hands.confirmed);
        let of_any = self.of_any_part.get(&(register, row.id)).into_iter().flatten();
        let is_said =
            of_this.chain(of_any).any(|it| it.entry > since && it.by == confirmed_by && it.at_ms == confirmed_at_ms);
        let is_of_two = match wrote {
            // Of a branch the row keeps who confirmed it, and not who wrote it.
            Some((by, ..)) if register == Register::Branches => by != confirmed_by,
            Some((by, at_ms, _)) if row.recorded == (by, at_ms) => by != confirmed_by,
            _ if register == Register::Branches => self.of_unsaid_part.contains_key(&(register, row.id)),
            _ => {
                let is_unsaid = self.of_unsaid_part.contains_key(&(register, row.id));
                (self.is_brought_back(register, row) || is_unsaid) && row.recorded.0 != confirmed_by
            }
        };
        is_said && is_of_two
    }
}

/// Had an import or a second person vouched for what a hand's entry replaced, or does the entry not say any more?
fn is_over_trusted(said: &Said<'_>, register: Register) -> bool {
    // A corrected number makes by hand again what was trusted.
    let is_loosened = said.entry.operation == CorrectEmployer::NAME && register != Register::Employers;
    let told = said.told("/before/trusted").and_then(Value::as_bool);
    is_loosened || said.detail.is_none() || told == Some(true)
}

fn was_by_hand(key: i64) -> String {
    format!(
        "La clave o la carta de la entrada {key} se guio por un dato del registro que, según la bitácora, estaba escrito a mano y nadie más \
         había confirmado."
    )
}

fn named(register: Register, id: i64, part: &str) -> String {
    match register {
        Register::People => format!("La persona {id} del registro"),
        Register::Insured => format!("La persona asegurada {id} del registro"),
        Register::WorkHistories => format!("La fila {id} de la historia laboral"),
        Register::Employers => format!("El empleador {id} del registro"),
        Register::Branches => format!("La sucursal {part} del empleador {id} del registro"),
        Register::Representatives => format!("Un representante del empleador {id} del registro"),
    }
}
