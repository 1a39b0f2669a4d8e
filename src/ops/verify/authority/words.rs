//! Requests, answers and what used them: a word counts when a supervisor answered exactly that, earlier and signed, and it
//! was used once.

use std::collections::{BTreeMap, HashSet};

use super::Said;
use crate::domain::approval::{Matter, RequestState, used_in};
use crate::domain::id::{ApprovalId, IssuanceId, UserId};
use crate::domain::journal::Entry;
use crate::ops::approval::{AnswerApproval, MarkShown, RequestApproval, WithdrawApproval};
use crate::ops::house::operation::Noun;
use crate::ops::house::operation::Operation as _;
use crate::ops::issuance::{DeliverSlip, MarkSent, ReserveSlip, VoidSlip};
use crate::ops::verify::{Stop, problem};
use crate::ops::visit::GiveOverride;
use crate::ops::word::{WORDS, answer_in, asked_in, whose_slip};
use crate::store::approval::Approval;
use crate::store::erasure::{ERASED, ERASED_EMPLOYER};
use crate::store::{self, Reader};

/// The words as the journal knows them.
#[derive(Default)]
pub(super) struct RebuiltWords {
    words: BTreeMap<i64, Word>,
    /// The words that slips used which never left the machine, so far.
    unsent: BTreeMap<i64, Vec<i64>>,
    /// The answers that whoever gave them saw afterwards.
    shown: HashSet<i64>,
    /// Words that a slip used, to be held against whose it is.
    of_slips: Vec<(i64, IssuanceId)>,
    pub(super) used: UsedBySlips,
}

/// The slips that used a word, by what for.
#[derive(Default)]
pub(in crate::ops::verify) struct UsedBySlips {
    /// Another key of the day for the same employer and branch.
    pub(in crate::ops::verify) second_keys: HashSet<i64>,
    /// One void too many.
    pub(in crate::ops::verify) second_voids: HashSet<i64>,
    /// A company's turn that its clerk made.
    pub(in crate::ops::verify) own_turns: HashSet<i64>,
}

struct Word {
    matter: Matter,
    /// About what, as far as that is still said.
    about: Option<(String, i64)>,
    covers: Option<String>,
    asked_by: UserId,
    asked_at_ms: i64,
    answer: Option<Answer>,
    state: RequestState,
    /// Was asked when an entry told of each word that lapsed.
    full: bool,
}

struct Answer {
    by: UserId,
    at_ms: i64,
    /// Only because the centre has one supervisor, as far as that is still said.
    sole: Option<bool>,
    /// Was given when an entry told of each answer that was seen.
    full: bool,
}

impl RebuiltWords {
    /// An entry about a request. `sole`: does the centre have one supervisor, as far as the journal says?
    pub(super) fn take_request(&mut self, said: &Said<'_>, sole: Option<bool>) -> Result<(), String> {
        match said.entry.operation.as_str() {
            RequestApproval::NAME => self.ask(said),
            AnswerApproval::NAME => self.answer(said, sole),
            WithdrawApproval::NAME => {
                let word = self.waiting(said.entry)?;
                if word.asked_by != said.entry.user {
                    return Err(format!("Según la entrada {}, alguien retiró un pedido ajeno.", said.entry.number));
                }
                word.state = RequestState::Withdrawn;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Who asked what this entry answers, where it is a yes by somebody else than the centre's only supervisor.
    pub(super) fn asked_by_of_granted(&self, said: &Said<'_>) -> Option<UserId> {
        let answer = answer_in(&said.entry.code).filter(|answer| answer.granted && !answer.sole)?;
        let word = self.words.get(&said.entry.subject_id)?;
        (said.whole && said.entry.operation == AnswerApproval::NAME && word.matter == answer.matter)
            .then_some(word.asked_by)
    }

    fn ask(&mut self, said: &Said<'_>) -> Result<(), String> {
        let Entry { number, user, at_ms, subject_id, .. } = *said.entry;
        let unclear = || format!("La entrada {number} pide una aprobación y no dice sobre qué.");
        let (matter, about) = asked_in(&said.entry.code).ok_or_else(unclear)?;
        if about.is_none() && said.whole {
            return Err(unclear());
        }
        let told = || Some((said.text("/about")?.to_owned(), said.told("/id")?.as_i64()?));
        let word = Word {
            matter,
            about: about.or_else(told),
            covers: said.text("/covers").map(str::to_owned),
            asked_by: user,
            asked_at_ms: at_ms,
            answer: None,
            state: RequestState::Waiting,
            full: said.full,
        };
        match self.words.insert(subject_id, word) {
            None => Ok(()),
            Some(_) => Err(format!("La entrada {number} hace otra vez el pedido de aprobación {subject_id}.")),
        }
    }

    fn waiting(&mut self, entry: &Entry) -> Result<&mut Word, String> {
        let word = self.words.get_mut(&entry.subject_id).filter(|word| word.state == RequestState::Waiting);
        word.ok_or_else(|| {
            format!(
                "La entrada {} responde al pedido de aprobación {}, que nadie hizo o que ya tenía respuesta.",
                entry.number, entry.subject_id
            )
        })
    }

    fn answer(&mut self, said: &Said<'_>, sole: Option<bool>) -> Result<(), String> {
        let Entry { number, user, at_ms, subject_id, .. } = *said.entry;
        let word = self.waiting(said.entry)?;
        let answer = answer_in(&said.entry.code).filter(|answer| answer.matter == word.matter);
        let covers = said.text("/covers");
        let is_of_another = covers.is_some() && word.covers.is_some() && covers != word.covers.as_deref();
        let Some(answer) = answer.filter(|_| !is_of_another) else {
            return Err(format!(
                "La entrada {number} responde a otra cosa que la que se preguntó en el pedido de aprobación {subject_id}."
            ));
        };
        let told = said.told("/sole_supervisor").and_then(serde_json::Value::as_bool);
        let is_sole = if said.whole { Some(answer.sole) } else { told };
        if word.asked_by == user && is_sole == Some(false) {
            return Err(format!("Según la entrada {number}, alguien aprobó su propio pedido ({subject_id})."));
        }
        if is_sole == Some(true) && sole == Some(false) {
            return Err(format!(
                "La entrada {number} responde como única persona de supervisión, y según la bitácora el centro no estaba \
                 configurado así."
            ));
        }
        word.state = match (answer.granted, answer.mends_now()) {
            (false, _) => RequestState::Refused,
            (true, false) => RequestState::Granted,
            (true, true) => RequestState::Used,
        };
        word.answer = Some(Answer { by: user, at_ms, sole: is_sole, full: said.full });
        Ok(())
    }

    /// An entry that tells which words lapsed with a visit's parties: who waits is answered no more, what was granted is
    /// spent.
    pub(super) fn take_lapsed(&mut self, said: &Said<'_>) -> Result<(), String> {
        let entry = said.entry;
        for id in used_in(&entry.code).1 {
            // Whoever goes on with a visit is not always who asked.
            let Some(word) = self.words.get_mut(&id.0) else {
                return Err(format!("Según la entrada {}, caducó la aprobación {id}, que nadie pidió.", entry.number));
            };
            word.state = match word.state {
                RequestState::Waiting => RequestState::Withdrawn,
                RequestState::Granted => RequestState::Used,
                state => state,
            };
        }
        Ok(())
    }

    /// An entry that tells which answers whoever gave them has seen.
    pub(super) fn take_shown(&mut self, said: &Said<'_>) {
        if said.entry.operation != MarkShown::NAME {
            return;
        }
        let seen = said.told("/seen").and_then(serde_json::Value::as_array);
        for id in seen.into_iter().flatten().filter_map(serde_json::Value::as_i64) {
            let answer = self.words.get(&id).and_then(|word| word.answer.as_ref());
            if answer.is_some_and(|answer| answer.by == said.entry.user) {
                self.shown.insert(id);
            }
        }
    }

    /// An entry about a slip.
    pub(super) fn take_slip(&mut self, said: &Said<'_>) -> Result<(), String> {
        let (entry, slip) = (said.entry, said.entry.subject_id);
        let (code, used) = used_in(&entry.code);
        match entry.operation.as_str() {
            ReserveSlip::NAME => {
                for id in &used {
                    self.use_up(said, *id, &[Matter::SecondKeyToday, Matter::OwnWalkIn])?;
                }
                if !used.is_empty() {
                    self.unsent.insert(slip, used.iter().map(|id| id.0).collect());
                }
                Ok(())
            }
            MarkSent::NAME => {
                self.unsent.remove(&slip);
                Ok(())
            }
            DeliverSlip::NAME => {
                if said.whole && code == "unsigned" && used.is_empty() {
                    return Err(format!(
                        "Según la entrada {}, una clave se entregó sin firma y nadie de supervisión lo aprobó.",
                        entry.number
                    ));
                }
                used.iter().try_for_each(|id| self.use_up(said, *id, &[Matter::DeliveredUnsigned]))
            }
            VoidSlip::NAME => {
                used.iter().try_for_each(|id| self.use_up(said, *id, &[Matter::SecondVoid]))?;
                for id in self.unsent.remove(&slip).unwrap_or_default() {
                    if let Some(word) = self.words.get_mut(&id) {
                        word.state = RequestState::Granted;
                    }
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// An entry about a visit.
    pub(super) fn take_override(&mut self, said: &Said<'_>) -> Result<(), String> {
        if said.entry.operation != GiveOverride::NAME {
            return Ok(());
        }
        let (_, used) = used_in(&said.entry.code);
        used.iter().try_for_each(|id| self.use_up(said, *id, &[Matter::Override]))
    }

    /// A word is used up: it was granted for exactly this.
    fn use_up(&mut self, said: &Said<'_>, id: ApprovalId, matters: &[Matter]) -> Result<(), String> {
        let entry = said.entry;
        let found = self.words.get_mut(&id.0).filter(|word| word.state == RequestState::Granted);
        let Some(word) = found else {
            return Err(format!(
                "La entrada {} ({}) usa la aprobación {id}, que nadie de supervisión dio o que ya estaba usada.",
                entry.number, entry.operation
            ));
        };
        let is_about_this = match word.matter {
            Matter::SecondKeyToday => is_told(word, "visit", said.told("/visit").and_then(serde_json::Value::as_i64)),
            Matter::OwnWalkIn => is_told(word, "turn", said.told("/turn").and_then(serde_json::Value::as_i64)),
            Matter::Override => is_told(word, "visit", Some(entry.subject_id)),
            _ => is_told(word, "issuance", Some(entry.subject_id)),
        };
        let covers = said.told(&format!("/{WORDS}")).and_then(|words| words.get(id.0.to_string())?.as_str());
        let is_same_text = covers.is_none() || word.covers.is_none() || covers == word.covers.as_deref();
        if !matters.contains(&word.matter) || !is_about_this || !is_same_text {
            return Err(format!(
                "La entrada {} ({}) usa la aprobación {id}, que supervisión dio para otra cosa.",
                entry.number, entry.operation
            ));
        }
        let is_own = word.answer.as_ref().is_some_and(|it| it.by == entry.user && it.sole == Some(false));
        if is_own {
            return Err(format!("Según la entrada {}, quien dio la aprobación {id} la usó.", entry.number));
        }
        word.state = RequestState::Used;
        match word.matter {
            Matter::SecondKeyToday => _ = self.used.second_keys.insert(entry.subject_id),
            Matter::SecondVoid => _ = self.used.second_voids.insert(entry.subject_id),
            Matter::OwnWalkIn => _ = self.used.own_turns.insert(entry.subject_id),
            _ => {}
        }
        if entry.subject_kind == Noun::Issuance.code() {
            self.of_slips.push((id.0, IssuanceId(entry.subject_id)));
        }
        Ok(())
    }

    /// Compares with the table.
    pub(super) fn compare(mut self, reader: &Reader, erasure: bool) -> Result<(), Stop> {
        for (id, slip) in &self.of_slips {
            let covers = self.words.get(id).and_then(|word| word.covers.as_deref());
            let Some((covers, slip)) = covers.zip(store::issuance::get(reader, *slip)?) else { continue };
            let is_wiped = erasure && (slip.employer.as_str() == ERASED_EMPLOYER || slip.recipient.as_str() == ERASED);
            if !is_wiped && covers != whose_slip(&slip) {
                return problem(format!(
                    "La aprobación {id} se usó para la clave de serie {}, y supervisión la dio para otra persona u otro \
                     empleador.",
                    slip.serial
                ));
            }
        }
        for id in store::approval::shown(reader)? {
            let answer = self.words.get(&id.0).and_then(|word| word.answer.as_ref());
            if answer.is_some_and(|answer| answer.full) && !self.shown.contains(&id.0) {
                return problem(format!(
                    "El pedido de aprobación {id} consta como visto por quien lo respondió, y según la bitácora no lo vio."
                ));
            }
        }
        store::approval::walk(reader, |row| -> Result<(), Stop> {
            let id = row.id;
            match self.words.remove(&id.0) {
                None => problem(format!(
                    "El pedido de aprobación {id} está en el almacén y no en la bitácora: nadie lo hizo."
                )),
                Some(word) => difference(&word, &row, erasure).map_or(Ok(()), |what| {
                    problem(format!("Del pedido de aprobación {id}, el almacén no dice {what} según la bitácora."))
                }),
            }
        })?;
        match self.words.first_key_value() {
            None => Ok(()),
            Some((id, _)) => problem(format!("El pedido de aprobación {id} falta en el almacén.")),
        }
    }
}

/// Is the word about this, as far as both are still said?
fn is_told(word: &Word, kind: &str, id: Option<i64>) -> bool {
    word.about.as_ref().is_none_or(|(about, of)| about == kind && id.is_none_or(|id| *of == id))
}

/// What of a row no entry explains.
fn difference(word: &Word, row: &Approval, erasure: bool) -> Option<&'static str> {
    // Once a word lapsed without an entry: a row of then may grant less than the journal, and never more.
    let state_fits = row.state == word.state
        || !word.full
            && matches!(
                (word.state, row.state),
                (RequestState::Waiting, RequestState::Withdrawn) | (RequestState::Granted, RequestState::Used)
            );
    let is_wiped = erasure && row.reason == ERASED && row.covers.is_empty();
    let answer = word.answer.as_ref();
    if row.matter != word.matter {
        Some("lo que se pidió")
    } else if word.about.as_ref().is_some_and(|(kind, id)| *kind != row.subject_kind || *id != row.subject_id) {
        Some("sobre qué fue")
    } else if !is_wiped && word.covers.as_ref().is_some_and(|covers| *covers != row.covers) {
        Some("lo que cubre")
    } else if row.requested_by != word.asked_by || row.requested_at_ms != word.asked_at_ms {
        Some("quién lo hizo o cuándo")
    } else if !state_fits {
        Some("cómo se respondió o si ya se usó")
    } else if row.answered_by != answer.map(|it| it.by) || row.answered_at_ms != answer.map(|it| it.at_ms) {
        Some("quién lo respondió o cuándo")
    } else if answer.and_then(|it| it.sole).unwrap_or(row.sole_supervisor && answer.is_some()) != row.sole_supervisor {
        Some("si lo respondió una única persona de supervisión")
    } else {
        None
    }
}
