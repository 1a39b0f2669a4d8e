//! The registers and the agenda of the sample, recorded as an import records them: in one operation.

use serde_json::json;

use super::agenda::OnlineTurn;
use super::employers::SampleEmployer;
use super::people::SamplePerson;
use crate::domain::id::{EmployerId, PersonId, TurnId};
use crate::domain::turn::{Origin, Turn, TurnCode, TurnState};
use crate::ops::{Changed, Done, Error, Operation, Subject, Work};
use crate::store::employer::{Employer, EmployerBranch, Representative};
use crate::store::person::Person;
use crate::store::provenance::Provenance;
use crate::store::turn::{RecordedFrom, TurnRow};
use crate::store::{employer, person, turn};
use chrono::NaiveDate;

/// Records people, employers and a day's online turns.
#[derive(Debug)]
pub(super) struct LoadSample<'s> {
    pub(super) day: NaiveDate,
    pub(super) people: &'s [SamplePerson],
    pub(super) employers: &'s [SampleEmployer],
    pub(super) turns: &'s [OnlineTurn],
}

impl Operation for LoadSample<'_> {
    const NAME: &'static str = "sample.load";
    type Output = Vec<TurnId>;

    fn subject(&self) -> Subject {
        Subject::HOUSE
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<Vec<TurnId>>, Error> {
        let provenance = Provenance::import(work.actor.user, work.now.0);
        for somebody in self.people {
            let row =
                Person { id: PersonId(0), number: somebody.number.clone(), name: somebody.name.clone(), provenance };
            person::add(work.tx, &row)?;
        }
        for employer in self.employers {
            self.add_employer(work, employer, provenance)?;
        }
        let turns = self.turns.iter().map(|turn| self.add_turn(work, turn)).collect::<Result<Vec<_>, _>>()?;
        let counts = json!({ "people": self.people.len(), "employers": self.employers.len(), "turns": turns.len() });
        Ok(Done::new(turns, Subject::HOUSE, &[Changed::People, Changed::Employers, Changed::Turns]).detail(counts))
    }
}

impl LoadSample<'_> {
    fn add_employer(&self, work: &Work<'_>, sample: &SampleEmployer, provenance: Provenance) -> Result<(), Error> {
        let row = Employer {
            id: EmployerId(0),
            number: sample.number.clone(),
            kind: sample.kind,
            name: sample.name.clone(),
            email: sample.email.clone(),
            sri_state: sample.sri_state,
            artisan: sample.artisan,
            provenance,
        };
        let id = employer::add(work.tx, &row)?;
        for (branch, name) in &sample.branches {
            employer::set_branch(
                work.tx,
                id,
                &EmployerBranch { branch: branch.clone(), name: name.clone(), provenance },
            )?;
        }
        for representative in &sample.representatives {
            let row = Representative {
                number: representative.person.number.clone(),
                name: representative.person.name.clone(),
                capacity: representative.capacity.into(),
                provenance,
            };
            employer::set_representative(work.tx, id, &row)?;
        }
        Ok(())
    }

    fn add_turn(&self, work: &Work<'_>, sample: &OnlineTurn) -> Result<TurnId, Error> {
        let row = TurnRow {
            id: TurnId(0),
            centre: work.centre.id,
            turn: Turn {
                code: TurnCode::parse(&sample.code).map_err(|fault| Error::Inconsistent(fault.to_string()))?,
                procedure: sample.procedure,
                day: self.day,
                origin: Origin::Online { hour: sample.hour },
                holder: sample.holder.number.clone(),
                holder_name: sample.holder.name.clone(),
                priority: None,
                state: TurnState::Scheduled,
                arrived: None,
            },
            recorded_from: RecordedFrom::Agenda,
            vanished: false,
            called: None,
            ended_at: None,
            created_by: work.actor.user,
            created_at_ms: work.now.0,
        };
        Ok(turn::add(work.tx, &row)?)
    }
}
