//! What people do by themselves at a screen that was turned to them: every outcome, each limit at its edge, what restarting
//! the program changes (nothing), what nobody may read or learn, and what `verify` finds of whoever has the store's key.

mod booking;
mod carried;
mod cases;
mod conditions;
mod figures;
mod key;
mod limits;
mod property;
mod recovery;
mod secrets;
mod unlocking;
mod verifying;

use std::cell::RefCell;
use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;
use ventanilla::domain::challenge::Form;
use ventanilla::domain::chosen_key::ChosenKey;
use ventanilla::domain::id::SelfServiceId;
use ventanilla::domain::number::{Branch, EmployerNumber, PersonNumber};
use ventanilla::domain::procedure::affiliate_key::{NONE_OF_THESE, PersonalQuestion};
use ventanilla::domain::register::{AffiliateKeyState, BirthDay, Contact};
use ventanilla::ops::import::{EmployerImport, InsuredImport, WorkHistoryImport};
use ventanilla::ops::mail::{Carried, Sender, send_next, way};
use ventanilla::ops::procedure::affiliate_key::{AnswerQuestions, BeginKey, ConfirmData, KeyAnswers, QuestionsAnswer};
use ventanilla::ops::procedure::affiliate_key_unlock::AskUnlock;
use ventanilla::ops::procedure::employer_key_recovery::{BeginRecovery, RecoveryBegun};
use ventanilla::ops::self_service::{
    AskAgain, ChooseKey, Chosen, CodeAnswer, FlowAtHand, GiveCode, LinkAnswer, OpenLink, flow_at_hand, hashed_answer,
    hashed_key,
};
use ventanilla::ops::verify::{Depth, verify};
use ventanilla::ops::{Error, House, Session};
use ventanilla::store::{self, WhileDoing as _};
use zeroize::Zeroizing;

use crate::mail::shown;
use crate::support::house::{
    CHIEF, CLERK, MINUTE_MS, Site, cedula, file, import, log_in, name, register_with_addresses,
};

/// The key that everybody chooses here.
pub(crate) const KEY: &str = "Maiz48Trigo";

/// Their first pet, and their first school.
pub(crate) const ANSWERS: [&str; 2] = ["Canela Azul", "Escuela Los Álamos"];

/// The birthday of everybody whom the register knows.
fn birthday() -> BirthDay {
    BirthDay::new(5, 3).unwrap()
}

/// A house with a screen that its clerk turned to whoever comes, and the folder that its letters go to.
pub(crate) struct Stage {
    pub(crate) site: Site,
    pub(crate) house: House,
    /// The clerk's session at the turned screen.
    pub(crate) turned: Session,
    folder: TempDir,
    sender: RefCell<Sender>,
}

pub(crate) fn person(nth: usize) -> PersonNumber {
    PersonNumber::parse(&cedula(nth)).unwrap()
}

/// The number of the `nth` employer of the register, whose only representative is the `nth` person.
pub(crate) fn employer(nth: usize) -> EmployerNumber {
    EmployerNumber::parse(&format!("{}000", cedula(nth))).unwrap()
}

/// Where employers and people are written to.
pub(crate) fn employers_address(nth: usize) -> String {
    format!("hogar{nth}@correo.ec")
}

fn persons_address(nth: usize) -> String {
    format!("persona{nth}@correo.ec")
}

impl Stage {
    pub(crate) fn open() -> Self {
        let site = Site::staffed();
        let (house, chief) = site.open(CHIEF).unwrap();
        register_with_addresses(&house, &chief, employers_address);
        drop(chief);
        let turned = log_in(&house, CLERK, 1).turned();
        Self { site, house, turned, folder: tempfile::tempdir().unwrap(), sender: RefCell::default() }
    }

    /// The program is closed and started anew, and the screen turned again.
    pub(crate) fn restarted(self) -> Self {
        let Self { site, house, turned, folder, .. } = self;
        drop(turned);
        house.close().unwrap();
        let (house, clerk) = site.open(CLERK).unwrap();
        Self { site, house, turned: clerk.turned(), folder, sender: RefCell::default() }
    }

    pub(crate) fn wait_ms(&self, ms: i64) {
        self.site.wait_ms(ms);
    }

    pub(crate) fn wait_minutes(&self, minutes: i64) {
        self.wait_ms(minutes * MINUTE_MS);
    }

    /// The register knows the `nth` person, whose key stands so, who worked for these, and whose data were brought up to
    /// date in person.
    pub(crate) fn insured(&self, nth: usize, key: AffiliateKeyState, worked_for: &[&str]) {
        let chief = log_in(&self.house, CHIEF, 2);
        let columns = "numero,nombre,tipo,estado_clave,correo,celular,telefono";
        let (number, name, address) = (cedula(nth), name(nth), persons_address(nth));
        let row = format!("{number},{name},afiliado,{},{address},0990000000,", key.spanish());
        import(&self.house, &chief, &mut InsuredImport::open(file(&format!("{columns}\n{row}\n"))).unwrap());
        self.house
            .store()
            .write(|tx| -> Result<(), store::Error> {
                let known = "UPDATE insured SET birth = ?2, up_to_date_on = '2026-01-15' WHERE person_number = ?1";
                tx.execute(known, (&number, birthday())).while_doing("probar")?;
                Ok(())
            })
            .unwrap();
        self.worked(worked_for.iter().map(|employer| format!("{number},{employer},2020-01,")));
    }

    /// The institution's file says who worked where.
    fn worked(&self, rows: impl Iterator<Item = String>) {
        let rows: Vec<String> = rows.collect();
        if rows.is_empty() {
            return;
        }
        let text = format!("numero,empleador,desde,hasta\n{}\n", rows.join("\n"));
        let chief = log_in(&self.house, CHIEF, 2);
        import(&self.house, &chief, &mut WorkHistoryImport::open(file(&text)).unwrap());
    }

    /// A file of the institution names these people as the representatives of the `of`-th employer.
    fn represented(&self, of: usize, by: &[usize]) {
        let chief = log_in(&self.house, CHIEF, 2);
        let columns = "numero,tipo,razon_social,sucursal,nombre_sucursal,correo,estado_sri,artesano,\
                       representante_numero,representante_nombre,representante_calidad";
        let (number, employer_name, address) = (employer(of), name(of), employers_address(of));
        let row = |nth: &usize| {
            let (number, person, name) = (number.as_str(), cedula(*nth), name(*nth));
            format!("{number},servicio doméstico,{employer_name},0001,,{address},,no,{person},{name},empleadora")
        };
        let rows = by.iter().map(row).collect::<Vec<_>>().join("\n");
        import(&self.house, &chief, &mut EmployerImport::open(file(&format!("{columns}\n{rows}\n"))).unwrap());
    }

    /// So many others worked for so many other employers: what the questions are made of.
    pub(crate) fn others(&self) {
        self.worked((0..20).map(|nth: usize| format!("{},Otra empresa {nth},2019-01,", cedula(900 + nth))));
    }

    pub(crate) fn key_of(&self, nth: usize) -> AffiliateKeyState {
        store::insured::by_number(&self.house.reader().unwrap(), &person(nth)).unwrap().unwrap().key
    }

    /// Sends whatever is due; how many letters were written.
    pub(crate) fn send(&self) -> usize {
        let way = way(&self.house, &self.house.reader().unwrap(), Some(self.folder.path())).unwrap();
        let mut sent = 0;
        loop {
            match send_next(&self.house, &self.turned, &way, &mut self.sender.borrow_mut(), &|| false).unwrap() {
                Carried::Sent => sent += 1,
                Carried::Dropped => {}
                Carried::Nothing => return sent,
                other => panic!("{other:?}"),
            }
        }
    }

    fn letters(&self) -> Vec<PathBuf> {
        let mut files: Vec<_> = fs::read_dir(self.folder.path()).unwrap().map(|file| file.unwrap().path()).collect();
        files.sort();
        files
    }

    /// The newest letter as it was written, and what it shows.
    pub(crate) fn newest_letter(&self) -> (String, String) {
        let letter = fs::read_to_string(self.letters().last().expect("a letter was written")).unwrap();
        let text = shown(&letter).replace("\r\n", "\n");
        (letter, text)
    }

    /// The code or the link of the newest letter, as a person copies it.
    pub(crate) fn secret(&self) -> String {
        let (_, text) = self.newest_letter();
        let secret =
            text.lines().find_map(|line| line.strip_prefix("    ")).expect("a secret stands alone in its line");
        secret.trim().to_owned()
    }

    /// Sends the letter, and reads what it brings.
    pub(crate) fn sent_secret(&self) -> String {
        assert_eq!(self.send(), 1, "one letter was waited for");
        self.secret()
    }

    /// The same, where so many other letters go before it.
    pub(crate) fn sent_secret_after(&self, others: usize) -> String {
        assert_eq!(self.send(), others + 1);
        self.secret()
    }

    pub(crate) fn recovery(&self, nth: usize) -> Result<SelfServiceId, Error> {
        match self.begin_recovery(nth, nth)? {
            RecoveryBegun::CodeAsked(flow) => Ok(flow),
            other => panic!("{other:?}"),
        }
    }

    /// The recovery of the `of`-th employer's key, begun with the number of the `by`-th person.
    pub(crate) fn begin_recovery(&self, by: usize, of: usize) -> Result<RecoveryBegun, Error> {
        let begin = BeginRecovery {
            person: person(by),
            employer: employer(of),
            branch: Branch::parse("0001").unwrap(),
            says_it_is_the_first: false,
        };
        self.house.perform(&self.turned, &begin).map(|answer| answer.output)
    }

    pub(crate) fn give(&self, flow: SelfServiceId, code: &str) -> Result<CodeAnswer, Error> {
        let given = GiveCode::of(flow, code).expect("it looks like a code");
        self.house.perform(&self.turned, &given).map(|answer| answer.output)
    }

    /// A code that is not this one.
    pub(crate) fn guess(&self, flow: SelfServiceId, right: &str) -> Result<CodeAnswer, Error> {
        let wrong = if right.starts_with('1') { "20000000" } else { "10000000" };
        self.give(flow, wrong)
    }

    pub(crate) fn open_link(&self, link: &str) -> Result<LinkAnswer, Error> {
        let opened = OpenLink::of(link).expect("it looks like a link");
        self.house.perform(&self.turned, &opened).map(|answer| answer.output)
    }

    pub(crate) fn ask_again(&self, flow: SelfServiceId, form: Form) -> Result<(), Error> {
        self.house.perform(&self.turned, &AskAgain { flow, form }).map(drop)
    }

    pub(crate) fn choose(&self, flow: SelfServiceId) -> Result<Chosen, Error> {
        let personal = match self.at_hand(flow).sets_personal {
            true => vec![(PersonalQuestion::FirstPet, ANSWERS[0]), (PersonalQuestion::FirstSchool, ANSWERS[1])],
            false => Vec::new(),
        };
        let personal = personal.into_iter().map(|(it, answer)| (it, hashed_answer(answer).unwrap().unwrap())).collect();
        let key = ChosenKey::choose(KEY, KEY).unwrap();
        let choose = ChooseKey { flow, key_hash: hashed_key(&key).unwrap(), declares: true, personal };
        self.house.perform(&self.turned, &choose).map(|answer| answer.output)
    }

    pub(crate) fn at_hand(&self, flow: SelfServiceId) -> FlowAtHand {
        flow_at_hand(&self.house.reader().unwrap(), flow).unwrap()
    }

    pub(crate) fn begin_key(&self, nth: usize) -> Result<SelfServiceId, Error> {
        self.house.perform(&self.turned, &BeginKey { person: person(nth) }).map(|answer| answer.output)
    }

    /// Answers the questions as somebody does who worked for these.
    pub(crate) fn answer(
        &self,
        flow: SelfServiceId,
        birth: BirthDay,
        worked_for: &[&str],
    ) -> Result<QuestionsAnswer, Error> {
        self.answer_all(flow, birth, worked_for, true)
    }

    /// The same, where the personal questions are answered as they were set, or are not.
    fn answer_all(
        &self,
        flow: SelfServiceId,
        birth: BirthDay,
        worked_for: &[&str],
        knows_personal: bool,
    ) -> Result<QuestionsAnswer, Error> {
        let asked = self.at_hand(flow);
        let place = |options: &[String]| {
            let own = options.iter().position(|option| worked_for.contains(&option.as_str()));
            own.or_else(|| options.iter().position(|option| option == NONE_OF_THESE)).unwrap()
        };
        let history = asked.questions.iter().map(|question| place(&question.options)).collect();
        let personal = asked.personal.iter().map(|question| {
            let answer = match (question, knows_personal) {
                (_, false) => "otra cosa",
                (PersonalQuestion::FirstPet, true) => "canela  azul",
                (_, true) => "escuela los alamos",
            };
            Zeroizing::new(answer.to_owned())
        });
        let answers = KeyAnswers { birth, history, personal: personal.collect() };
        self.house.perform(&self.turned, &AnswerQuestions { flow, answers }).map(|answer| answer.output)
    }

    pub(crate) fn confirm(&self, flow: SelfServiceId, email: &str) -> Result<(), Error> {
        let contact = Contact { email: email.into(), mobile: "0991234567".into(), telephone: String::new() };
        self.house.perform(&self.turned, &ConfirmData { flow, contact }).map(drop)
    }

    /// A key begun for the `nth` person, with the questions answered and the data confirmed: its link waits to be sent.
    pub(crate) fn key_asked(&self, nth: usize, worked_for: &[&str]) -> SelfServiceId {
        let flow = self.begin_key(nth).unwrap();
        assert_eq!(self.answer(flow, birthday(), worked_for).unwrap(), QuestionsAnswer::Right);
        self.confirm(flow, &persons_address(nth)).unwrap();
        flow
    }

    pub(crate) fn ask_unlock(&self, nth: usize) -> Result<SelfServiceId, Error> {
        self.house.perform(&self.turned, &AskUnlock { person: person(nth) }).map(|answer| answer.output)
    }

    /// The first thing that does not fit, if anything.
    pub(crate) fn problem(&self) -> String {
        let found = verify(&self.house.reader().unwrap(), Depth::Whole, None, &mut |_| true).unwrap();
        found.problem.unwrap_or_default()
    }
}
