//! What people do by themselves at the turned screen: a key is unlocked, an affiliate key is made, an employer's is recovered,
//! somebody is led to the counter and books a turn for it; each with the letters that come meanwhile.

use zeroize::Zeroizing;

use super::Stage;
use crate::domain::challenge::{Form, typed};
use crate::domain::chosen_key::ChosenKey;
use crate::domain::email::Email;
use crate::domain::id::SelfServiceId;
use crate::domain::procedure::affiliate_key::{NONE_OF_THESE, PersonalAnswer, PersonalQuestion};
use crate::domain::procedure::employer_key_recovery::Condition;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::register::{AffiliateKeyState, SriState};
use crate::domain::telephone::Telephone;
use crate::ops::procedure::affiliate_key::{AnswerQuestions, BeginKey, ConfirmData, KeyAnswers, QuestionsAnswer};
use crate::ops::procedure::affiliate_key_unlock::AskUnlock;
use crate::ops::procedure::employer_key_recovery::{BeginRecovery, RecoveryBegun};
use crate::ops::self_service::{
    ChooseKey, CodeAnswer, GiveCode, LinkAnswer, OpenLink, flow_at_hand, hashed_answers, hashed_key,
};
use crate::ops::turn::{BeginBooking, BookAlone, open_days};
use crate::ops::{Error, Session};
use crate::sample::{Caller, Contents, SampleEmployer, SampleInsured};

/// Sends what is due and answers the text of the newest letter, as somebody reads it on their telephone.
pub type Mailbox<'a> = &'a mut dyn FnMut() -> Result<String, Error>;

impl Stage<'_> {
    /// An unlocking, an affiliate key, a recovery, one that is led to the counter and the turn booked for it, with the letters read
    /// from `mailbox`.
    ///
    /// # Errors
    /// As the operations; where a letter does not bring what was asked for, or the sample has nobody for a part.
    pub fn alone(&mut self, contents: &Contents, mailbox: Mailbox<'_>) -> Result<(), Error> {
        let turned = self.clerk.turned();
        self.say("— La pantalla se pasa a las personas: autoservicio.");
        let may_unlock = |it: &&SampleInsured| it.key == AffiliateKeyState::Blocked && it.up_to_date_on.is_some();
        self.unlocks_alone(&turned, somebody(contents.insured.iter().find(may_unlock))?, mailbox)?;
        let may_make = |it: &&SampleInsured| {
            it.key == AffiliateKeyState::Never && !it.contact.email.is_empty() && !it.history.is_empty()
        };
        self.makes_a_key(&turned, somebody(contents.insured.iter().find(may_make))?, mailbox)?;
        self.recovers(&turned, &contents.script.company, mailbox)?;
        let is_closed = |it: &&SampleEmployer| it.sri_state == SriState::Closed;
        let closed = somebody(contents.led_to_the_counter().into_iter().find(is_closed))?;
        self.goes_to_the_counter(&turned, closed)?;
        self.books_a_turn(&turned, closed, mailbox)
    }

    fn unlocks_alone(&mut self, by: &Session, insured: &SampleInsured, mailbox: Mailbox<'_>) -> Result<(), Error> {
        self.say(&format!("  {} desbloquea su clave con el enlace de su correo.", insured.person.name));
        self.house.perform(by, &AskUnlock { person: insured.person.number.clone() })?;
        let opened = self.opens(by, mailbox)?;
        expect(matches!(opened, LinkAnswer::Unlocked(_)), "el enlace no desbloqueó la clave")
    }

    fn makes_a_key(&mut self, by: &Session, insured: &SampleInsured, mailbox: Mailbox<'_>) -> Result<(), Error> {
        self.say(&format!("  {} responde sus preguntas y genera su primera clave de afiliado.", insured.person.name));
        let flow = self.house.perform(by, &BeginKey { person: insured.person.number.clone() })?.output;
        let asked = flow_at_hand(&self.house.reader()?, flow)?.questions;
        let worked_for: Vec<&str> = insured.history.iter().map(|it| it.employer.as_str()).collect();
        let history = asked.iter().filter_map(|question| {
            let is_right = |option: &String| worked_for.contains(&option.as_str());
            let none = |option: &String| option == NONE_OF_THESE;
            question.options.iter().position(is_right).or(question.options.iter().position(none))
        });
        let answers = KeyAnswers { birth: insured.birth, history: history.collect(), personal: Vec::new() };
        let answer = self.house.perform(by, &AnswerQuestions { flow, answers })?.output;
        expect(answer == QuestionsAnswer::Right, "las respuestas de la muestra no fueron correctas")?;
        self.minutes(1);
        self.house.perform(by, &ConfirmData { flow, contact: insured.contact.clone() })?;
        let opened = self.opens(by, mailbox)?;
        expect(opened == LinkAnswer::Choose(flow), "el enlace no llevó a elegir la clave")?;
        let answered = |question, answer: &str| PersonalAnswer { question, answer: Zeroizing::new(answer.to_owned()) };
        let personal = hashed_answers(&[
            answered(PersonalQuestion::FirstPet, "Canela"),
            answered(PersonalQuestion::FirstSchool, "Escuela Simón Bolívar"),
        ])?;
        self.chooses(by, flow, personal)
    }

    fn recovers(&mut self, by: &Session, caller: &Caller, mailbox: Mailbox<'_>) -> Result<(), Error> {
        let employer = &caller.employer;
        let RecoveryBegun::CodeAsked(flow) = self.begins_recovery(by, employer)? else {
            return expect(false, "la clave de empleador de la muestra no se recupera por correo");
        };
        self.say(&format!("  {} recupera la clave de su empleador ({}).", caller.applicant.name, employer.name));
        self.gives_code(by, flow, mailbox)?;
        let opened = self.opens(by, mailbox)?;
        expect(opened == LinkAnswer::Choose(flow), "el enlace no llevó a elegir la clave")?;
        self.chooses(by, flow, Vec::new())
    }

    fn begins_recovery(&self, by: &Session, employer: &SampleEmployer) -> Result<RecoveryBegun, Error> {
        let begin = BeginRecovery {
            person: employer.applicant()?.number.clone(),
            employer: employer.number.clone(),
            branch: somebody(employer.branches.first())?.0.clone(),
            says_it_is_the_first: false,
        };
        Ok(self.house.perform(by, &begin)?.output)
    }

    /// The RUC is closed.
    fn goes_to_the_counter(&mut self, by: &Session, employer: &SampleEmployer) -> Result<(), Error> {
        let begun = self.begins_recovery(by, employer)?;
        let led = RecoveryBegun::ToCounter(Condition::RucNotActive);
        expect(begun == led, "un RUC cerrado no llevó a la ventanilla")?;
        let applicant = employer.applicant()?;
        self.say(&format!("  {} no la recupera aquí: el RUC consta cerrado. Reserva un turno.", applicant.name));
        Ok(())
    }

    fn books_a_turn(&mut self, by: &Session, employer: &SampleEmployer, mailbox: Mailbox<'_>) -> Result<(), Error> {
        let applicant = employer.applicant()?;
        let given = |fault: &dyn std::fmt::Display| Error::Inconsistent(fault.to_string());
        let begin = BeginBooking {
            person: applicant.number.clone(),
            name: applicant.name.clone(),
            email: Email::parse(&employer.email).map_err(|fault| given(&fault))?,
            mobile: Telephone::parse("0991234567").map_err(|fault| given(&fault))?,
        };
        let flow = self.house.perform(by, &begin)?.output;
        self.gives_code(by, flow, mailbox)?;
        let today = self.house.clock().now().day(self.house.centre().zone);
        let days = open_days(self.house, &self.house.reader()?, None)?;
        let open = somebody(days.iter().find(|open| open.day > today))?;
        let hour = somebody(open.slots.first())?.begins;
        let book = BookAlone { flow, procedure: ProcedureId::EMPLOYER_KEY, day: open.day, hour };
        self.house.perform(by, &book)?;
        self.minutes(1);
        Ok(())
    }

    fn gives_code(&mut self, by: &Session, flow: SelfServiceId, mailbox: Mailbox<'_>) -> Result<(), Error> {
        let letter = mailbox()?;
        let code = letter.lines().find_map(|line| GiveCode::of(flow, line));
        let code = code.ok_or_else(|| Error::Inconsistent("el correo no trae el código".into()))?;
        let answer = self.house.perform(by, &code)?.output;
        expect(answer == CodeAnswer::Right, "el código del correo no sirvió")
    }

    fn opens(&mut self, by: &Session, mailbox: Mailbox<'_>) -> Result<LinkAnswer, Error> {
        let letter = mailbox()?;
        let link = letter.lines().find(|line| typed(Form::Link, line).is_some()).and_then(OpenLink::of);
        let link = link.ok_or_else(|| Error::Inconsistent("el correo no trae el enlace".into()))?;
        self.minutes(1);
        Ok(self.house.perform(by, &link)?.output)
    }

    fn chooses(
        &mut self,
        by: &Session,
        flow: SelfServiceId,
        personal: Vec<(PersonalQuestion, String)>,
    ) -> Result<(), Error> {
        let chosen = ChosenKey::choose("Muestra2026x", "Muestra2026x");
        let key = chosen.map_err(|fault| Error::Inconsistent(fault.to_string()))?;
        let choose = ChooseKey { flow, key_hash: hashed_key(&key)?, declares: true, personal };
        self.house.perform(by, &choose)?;
        self.say("    La clave nueva queda guardada, y se avisa por correo que cambió.");
        self.minutes(1);
        Ok(())
    }
}

/// Whom the sample has for this.
fn somebody<T>(found: Option<T>) -> Result<T, Error> {
    found.ok_or_else(|| Error::Inconsistent("a la muestra le falta alguien para el autoservicio".into()))
}

fn expect(is_so: bool, otherwise: &str) -> Result<(), Error> {
    if is_so { Ok(()) } else { Err(Error::Inconsistent(otherwise.to_owned())) }
}
