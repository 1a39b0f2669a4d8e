//! What the counter does with an unlocking: it asks the register of the insured, knows for whom the visit is, and unlocks.

mod alone;
mod unlock;

pub use alone::AskUnlock;
pub(in crate::ops) use alone::unlock_by_themselves;
pub use unlock::{UnlockKey, Unlocked};

use serde_json::Value;

use super::{AtCounter, Served};
use crate::domain::name::folded;
use crate::domain::procedure::affiliate_key_unlock::case::{
    AffiliateKeyUnlock, Answers, AtWindow, Case, ContactUpdate,
};
use crate::domain::register::{Answer, InsuredAnswer, InsuredRecord};
use crate::domain::visit::{Person, ScannedPaper};
use crate::ops::error::Error;
use crate::ops::house::operation::Work;
use crate::ops::register;
use crate::ops::visit::{parsed, typed};
use crate::print::documents::Attendee;
use crate::store::visit::{Keys, Visit};
use crate::store::{self, Reader};

impl AtCounter for AffiliateKeyUnlock {
    type Serves = UnlockKey;

    const NOTHING_IN_THE_WAY: &'static str = "Nada impide desbloquear la clave: desbloquéela, escriba por qué no lo hace, o \
         registre que la persona se retiró.";
    const LINKS: Option<&'static str> = None;

    fn ask(reader: &Reader, papers: &Self) -> Result<Answers, Error> {
        let Some(person) = &papers.applicant else { return Ok(Answers::default()) };
        let Some(number) = person.number.as_ref().and_then(parsed) else { return Ok(Answers::default()) };
        let answer = match store::insured::by_number(reader, &number)? {
            None => InsuredAnswer::NotFound,
            Some(insured) => InsuredAnswer::Found(InsuredRecord {
                person: Person { number: Some(typed(&insured.number)), name: insured.name },
                kind: insured.kind,
                provenance: register::provenance(&insured.provenance),
                key: insured.key,
                contact: insured.contact,
                up_to_date_on: insured.up_to_date_on,
            }),
        };
        Ok(Answers { insured: Some(Answer { about: person.number.clone(), answer }) })
    }

    fn keys(papers: &Self, _: &Answers) -> Keys {
        let person = papers.applicant.as_ref();
        Keys {
            applicant_number: number_of(person).unwrap_or_default(),
            folded: person.map(|person| folded(&person.name)).unwrap_or_default(),
            ..Keys::default()
        }
    }

    fn whose(keys: &Keys) -> String {
        match keys.applicant_number.as_str() {
            "" => String::new(),
            number => format!("Clave de afiliado de {number}."),
        }
    }

    /// By the kind of the number too: a code is not shown as a cédula is.
    fn parties(papers: &Self) -> Vec<String> {
        let number = papers.applicant.as_ref().and_then(|person| person.number.as_ref());
        let kind = number.map(|number| number.kind_name().to_owned()).unwrap_or_default();
        vec![kind, number_of(papers.applicant.as_ref()).unwrap_or_default()]
    }

    fn outdated_scans(_: &Self, _: &Self) -> Vec<ScannedPaper> {
        Vec::new()
    }

    fn linked(self) -> Self {
        Self::default()
    }

    /// The person's data are taken over by the unlocking itself; a visit that did not serve leaves none.
    fn take_up(_: &Work<'_>, _: &Visit, _: &Case, _: Served) -> Result<Option<Value>, Error> {
        Ok(None)
    }

    fn people(case: &Case) -> Vec<Attendee> {
        let person = case.copy.papers.applicant.iter();
        let attendee = |person: &Person| Attendee {
            role: "Titular de la clave".into(),
            name: person.name.trim().into(),
            number: number_of(Some(person)).unwrap_or_default(),
        };
        person.map(attendee).collect()
    }

    fn on_behalf_of(_: &Case) -> Option<String> {
        None
    }

    fn who_came(case: &Case) -> Vec<(&'static str, String)> {
        let papers = &case.copy.papers;
        let person = papers.applicant.as_ref().map(|person| ("Titular de la clave", person.label()));
        let came = papers.at_window.map(|who| match who {
            AtWindow::ThePerson => ("Se presentó", "la misma persona".to_owned()),
            AtWindow::SomebodyElse => ("Se presentó", "otra persona".to_owned()),
        });
        person.into_iter().chain(came).collect()
    }

    fn papers_used(case: &Case) -> Vec<(&'static str, String)> {
        let papers = &case.copy.papers;
        let reason = papers.reason.map(|reason| ("Motivo del bloqueo", reason.spanish().to_owned()));
        let contact = papers.contact.as_ref().map(|contact| match contact {
            ContactUpdate::Declined => ("Actualización de datos", "no quiso".to_owned()),
            ContactUpdate::Given(_) => ("Actualización de datos", "los actualizó".to_owned()),
        });
        reason.into_iter().chain(contact).collect()
    }
}

fn number_of(person: Option<&Person>) -> Option<String> {
    Some(person?.number.as_ref()?.canonical().to_owned())
}
