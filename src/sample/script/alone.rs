//! What people do by themselves at the turned screen: a key is unlocked, an affiliate key is made, an employer's is recovered, each
//! with the letters that come meanwhile.

use zeroize::Zeroizing;

use super::Stage;
use crate::domain::challenge::{Form, typed};
use crate::domain::chosen_key::ChosenKey;
use crate::domain::id::SelfServiceId;
use crate::domain::procedure::affiliate_key::{NONE_OF_THESE, PersonalAnswer, PersonalQuestion};
use crate::domain::register::AffiliateKeyState;
use crate::ops::procedure::affiliate_key::{AnswerQuestions, BeginKey, ConfirmData, KeyAnswers, QuestionsAnswer};
use crate::ops::procedure::affiliate_key_unlock::AskUnlock;
use crate::ops::procedure::employer_key_recovery::{BeginRecovery, RecoveryBegun};
use crate::ops::self_service::{
    ChooseKey, CodeAnswer, GiveCode, LinkAnswer, OpenLink, flow_at_hand, hashed_answers, hashed_key,
};
use crate::ops::{Error, Session};
use crate::sample::{Caller, Contents, SampleInsured};

/// Sends what is due and answers the text of the newest letter, as somebody reads it on their telephone.
pub type Mailbox<'a> = &'a mut dyn FnMut() -> Result<String, Error>;

impl Stage<'_> {
    /// An unlocking, an affiliate key and a recovery, with the letters read from `mailbox`.
    ///
    /// # Errors
    /// As the operations; where a letter does not bring what was asked for.
    pub fn alone(&mut self, contents: &Contents, mailbox: Mailbox<'_>) -> Result<(), Error> {
        let turned = self.clerk.turned();
        self.say("— La pantalla se pasa a las personas: autoservicio.");
        let may_unlock = |it: &&SampleInsured| it.key == AffiliateKeyState::Blocked && it.up_to_date_on.is_some();
        if let Some(insured) = contents.insured.iter().find(may_unlock) {
            self.unlocks_alone(&turned, insured, mailbox)?;
        }
        let may_make = |it: &&SampleInsured| {
            it.key == AffiliateKeyState::Never && !it.contact.email.is_empty() && !it.history.is_empty()
        };
        if let Some(insured) = contents.insured.iter().find(may_make) {
            self.makes_a_key(&turned, insured, mailbox)?;
        }
        let script = &contents.script;
        for caller in [&script.company, &script.authorising, &script.domestic] {
            if self.recovers(&turned, caller, mailbox)? {
                break;
            }
        }
        Ok(())
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

    /// Answers whether it was done here: whoever is led to the counter goes there.
    fn recovers(&mut self, by: &Session, caller: &Caller, mailbox: Mailbox<'_>) -> Result<bool, Error> {
        let employer = &caller.employer;
        let Some(branch) = employer.branches.first() else { return Ok(false) };
        let begin = BeginRecovery {
            person: caller.applicant.number.clone(),
            employer: employer.number.clone(),
            branch: branch.0.clone(),
            says_it_is_the_first: false,
        };
        let RecoveryBegun::CodeAsked(flow) = self.house.perform(by, &begin)?.output else { return Ok(false) };
        self.say(&format!("  {} recupera la clave de {}.", caller.applicant.name, employer.name));
        let letter = mailbox()?;
        let code = letter.lines().find_map(|line| GiveCode::of(flow, line));
        let code = code.ok_or_else(|| Error::Inconsistent("el correo no trae el código".into()))?;
        let answer = self.house.perform(by, &code)?.output;
        expect(answer == CodeAnswer::Right, "el código del correo no sirvió")?;
        let opened = self.opens(by, mailbox)?;
        expect(opened == LinkAnswer::Choose(flow), "el enlace no llevó a elegir la clave")?;
        self.chooses(by, flow, Vec::new())?;
        Ok(true)
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

fn expect(is_so: bool, otherwise: &str) -> Result<(), Error> {
    if is_so { Ok(()) } else { Err(Error::Inconsistent(otherwise.to_owned())) }
}
