//! The rules of both keys that people make by themselves, as case files that a supervisor can read:
//! `tests/cases/self_service/<rule> <what happens>.json`.
//!
//! A case says what the registers know where it matters, what is done after how much time, and what is answered. The
//! rules stand in `Vigencias y límites.json`, with the words of their sheet; a rule without them is the house's own.
//! The last step of a case is what its rule is about: whether it goes on there is written by hand (`cumple`), the
//! answers are written by running the tests with `VENTANILLA_UPDATE_CASES=1`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Value, json};
use ventanilla::domain::challenge::{Form, typed};
use ventanilla::domain::chosen_key::ChosenKey;
use ventanilla::domain::id::SelfServiceId;
use ventanilla::domain::number::Branch;
use ventanilla::domain::procedure::affiliate_key::PersonalQuestion;
use ventanilla::domain::register::{AffiliateKeyState, BirthDay};
use ventanilla::domain::self_service::FlowOutcome;
use ventanilla::ops::Error;
use ventanilla::ops::procedure::affiliate_key::QuestionsAnswer;
use ventanilla::ops::procedure::employer_key_recovery::{BeginRecovery, RecoveryBegun};
use ventanilla::ops::self_service::{
    ChooseKey, CodeAnswer, LeaveFlow, LinkAnswer, hashed_answer, hashed_key, refuse_own_number,
};
use ventanilla::store;

use super::{ANSWERS, Stage, birthday, conditions, employer, limits, person};
use crate::mail::shown;
use crate::support::house::cedula;

/// Whoever makes an affiliate key, and for whom they worked.
const INSURED: usize = 7;
const WORKED_FOR: [&str; 2] = ["Andina Flores", "Costa Camarones"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[serde(rename = "regla")]
    rule: String,
    #[serde(rename = "cumple")]
    goes_on: bool,
    #[serde(rename = "registro", default)]
    register: Register,
    #[serde(rename = "pasos")]
    steps: Vec<Step>,
}

/// What the registers know, where it matters.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Register {
    #[serde(rename = "empleador")]
    employer: Option<Employer>,
    #[serde(rename = "representantes")]
    representatives: Vec<usize>,
    #[serde(rename = "clave bloqueada")]
    is_blocked: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Employer {
    #[serde(rename = "número", default = "first")]
    nth: usize,
    #[serde(rename = "correo")]
    email: String,
    #[serde(rename = "estado en el SRI")]
    sri_state: String,
    #[serde(rename = "tiene clave")]
    has_key: String,
}

fn first() -> usize {
    1
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    #[serde(rename = "al cabo de", default)]
    after: Option<String>,
    #[serde(rename = "hace")]
    act: Act,
    #[serde(rename = "quién", default)]
    who: Option<usize>,
    #[serde(rename = "se contesta", default)]
    answer: String,
    #[serde(rename = "veces", default)]
    times: Option<usize>,
}

#[derive(Deserialize)]
enum Act {
    #[serde(rename = "pide recuperar la clave")]
    Recover(Recover),
    #[serde(rename = "pide generar la clave")]
    BeginKey,
    #[serde(rename = "responde")]
    Answer(Answers),
    #[serde(rename = "confirma el correo")]
    Confirm(String),
    /// Of the letter with this number.
    #[serde(rename = "da el código de la carta")]
    Give(usize),
    #[serde(rename = "da un código equivocado")]
    Guess,
    #[serde(rename = "abre el enlace de la carta")]
    Open(usize),
    #[serde(rename = "pide otro código")]
    AskCode,
    #[serde(rename = "pide otro enlace")]
    AskLink,
    #[serde(rename = "elige la clave")]
    Choose(Choose),
    #[serde(rename = "elige ir a la ventanilla")]
    Leave,
    #[serde(rename = "se reinicia el programa")]
    Restart,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Recover {
    #[serde(rename = "empleador")]
    of: usize,
    #[serde(rename = "sucursal")]
    branch: String,
    #[serde(rename = "dice que es la primera")]
    says_it_is_the_first: bool,
}

impl Default for Recover {
    fn default() -> Self {
        Self { of: 1, branch: "0001".into(), says_it_is_the_first: false }
    }
}

/// What is right of the answers to the questions.
#[derive(Deserialize, Clone, Copy, PartialEq)]
enum Answers {
    #[serde(rename = "todo bien")]
    Right,
    #[serde(rename = "mal la fecha de nacimiento")]
    WrongBirth,
    #[serde(rename = "mal la historia laboral")]
    WrongHistory,
    #[serde(rename = "mal las preguntas personales")]
    WrongPersonal,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Choose {
    #[serde(rename = "clave")]
    key: String,
    /// The same where nothing is said.
    #[serde(rename = "otra vez", default)]
    again: Option<String>,
    #[serde(rename = "sin declarar", default)]
    does_not_declare: bool,
}

/// "0:02:59.999", as milliseconds.
fn ms(text: &str) -> i64 {
    let parts: Vec<&str> = text.split([':', '.']).collect();
    let [hours, minutes, seconds, ms] = parts.as_slice() else { panic!("{text}: h:mm:ss.mmm") };
    let number = |it: &&str| it.parse::<i64>().unwrap_or_else(|_| panic!("{text}: h:mm:ss.mmm"));
    ((number(hours) * 60 + number(minutes)) * 60 + number(seconds)) * 1000 + number(ms)
}

/// What is said of a step, and whether whoever did it goes on.
struct Said {
    text: String,
    goes_on: bool,
}

fn said(text: impl Into<String>, goes_on: bool) -> Result<Said, Error> {
    Ok(Said { text: text.into(), goes_on })
}

/// A case that is played.
struct Play {
    stage: Option<Stage>,
    /// What each person began last.
    flows: BTreeMap<usize, SelfServiceId>,
    letters: usize,
    /// What the letters brought, in order.
    secrets: Vec<String>,
}

impl Play {
    fn open(case: &Case) -> Self {
        let stage = Stage::open();
        if let Some(Employer { nth, email, sri_state, has_key }) = &case.register.employer {
            conditions::file_says(&stage, *nth, (email, sri_state, has_key));
        }
        if !case.register.representatives.is_empty() {
            stage.represented(1, &case.register.representatives);
        }
        if case.rule.starts_with("AK") {
            let blocked = case.register.is_blocked;
            let key = if blocked { AffiliateKeyState::Blocked } else { AffiliateKeyState::Never };
            stage.others();
            stage.insured(INSURED, key, &WORKED_FOR);
        }
        Self { stage: Some(stage), flows: BTreeMap::new(), letters: 0, secrets: Vec::new() }
    }

    fn stage(&self) -> &Stage {
        self.stage.as_ref().unwrap()
    }

    /// A step so often as it says; answers that are the same stand once.
    fn step(&mut self, rule: &str, step: &Step) -> Said {
        if let Some(after) = &step.after {
            self.stage().wait_ms(ms(after));
        }
        let who = step.who.unwrap_or(if rule.starts_with("AK") { INSURED } else { 1 });
        let mut texts = Vec::new();
        let mut goes_on = false;
        for _ in 0..step.times.unwrap_or(1) {
            let Said { mut text, goes_on: goes } = match self.act(who, &step.act) {
                Ok(said) => said,
                Err(Error::Refused(refusal)) => Said { text: refusal.sentence, goes_on: false },
                Err(other) => panic!("{other}"),
            };
            text.extend(self.receive());
            texts.push(text);
            goes_on = goes;
        }
        texts.dedup();
        Said { text: texts.join(" · "), goes_on }
    }

    fn act(&mut self, who: usize, act: &Act) -> Result<Said, Error> {
        if let Act::Restart = act {
            self.stage = self.stage.take().map(Stage::restarted);
            return said("Empieza de nuevo.", true);
        }
        let (stage, flow) = (self.stage.as_ref().unwrap(), self.flows.get(&who).copied());
        let flow = || flow.unwrap_or_else(|| panic!("{who} began nothing"));
        match act {
            Act::Recover(given) => {
                let begin = BeginRecovery {
                    person: person(who),
                    employer: employer(given.of),
                    branch: Branch::parse(&given.branch).unwrap(),
                    says_it_is_the_first: given.says_it_is_the_first,
                };
                match stage.house.perform(&stage.turned, &begin)?.output {
                    RecoveryBegun::CodeAsked(flow) => {
                        self.flows.insert(who, flow);
                        said("Coincide.", true)
                    }
                    RecoveryBegun::ToCounter(condition) => said(condition.sentence(), false),
                    RecoveryBegun::NoMatch => said("No coincide.", false),
                }
            }
            Act::BeginKey => {
                let flow = stage.begin_key(who)?;
                self.flows.insert(who, flow);
                let asked = stage.at_hand(flow);
                let history = format!("Se pregunta: historia laboral {}", asked.questions.len());
                // Of whom nobody knows, chance says whether personal questions seem to be set.
                said(
                    if who == INSURED {
                        format!("{history}, personales {}.", asked.personal.len())
                    } else {
                        history + "."
                    },
                    true,
                )
            }
            Act::Answer(answers) => {
                let birth = match answers {
                    Answers::WrongBirth => BirthDay::new(6, 3).unwrap(),
                    _ => birthday(),
                };
                let worked_for: &[&str] = if *answers == Answers::WrongHistory { &["Nadie"] } else { &WORKED_FOR };
                let personal = *answers != Answers::WrongPersonal;
                match stage.answer_all(flow(), birth, worked_for, personal)? {
                    QuestionsAnswer::Right => said("Responde bien.", true),
                    QuestionsAnswer::Wrong { left } => said(format!("Algo está mal: quedan {left}."), false),
                    QuestionsAnswer::Blocked => {
                        let known = store::insured::by_number(&stage.house.reader().unwrap(), &person(who)).unwrap();
                        let state = known.map_or("no consta", |insured| insured.key.spanish());
                        said(format!("Se bloquea la clave; en el registro: {state}."), false)
                    }
                    QuestionsAnswer::IsBlocked => said("Responde bien, y la clave estaba bloqueada.", false),
                }
            }
            Act::Confirm(email) => stage.confirm(flow(), email).and_then(|()| said("Datos confirmados.", true)),
            Act::Give(letter) => self.given(flow(), &self.secrets[*letter - 1]),
            Act::Guess => {
                let newest = self.secrets.last().map_or("", String::as_str);
                self.given(flow(), if newest.starts_with('1') { "20000000" } else { "10000000" })
            }
            Act::Open(letter) => match stage.open_link(&self.secrets[*letter - 1])? {
                LinkAnswer::Choose(opened) => {
                    assert!(self.flows.values().any(|it| *it == opened), "it is somebody's");
                    said("El enlace se abre: a elegir la clave.", true)
                }
                LinkAnswer::Unlocked(_) => panic!("nobody asked for it"),
                LinkAnswer::Late => said("El enlace venció.", false),
                LinkAnswer::Gone => said("El enlace ya no sirve.", false),
            },
            Act::AskCode => stage.ask_again(flow(), Form::Code).and_then(|()| said("Se pide otro.", true)),
            Act::AskLink => stage.ask_again(flow(), Form::Link).and_then(|()| said("Se pide otro.", true)),
            Act::Choose(choose) => self.chosen(flow(), choose),
            Act::Leave => {
                stage.house.perform(&stage.turned, &LeaveFlow { flow: flow(), goes_to_counter: true })?;
                assert_eq!(stage.at_hand(flow()).outcome, Some(FlowOutcome::ToCounter));
                said("Sigue en la ventanilla.", false)
            }
            Act::Restart => unreachable!("done above"),
        }
    }

    fn given(&self, flow: SelfServiceId, code: &str) -> Result<Said, Error> {
        match self.stage().give(flow, code)? {
            CodeAnswer::Right => said("El código es correcto.", true),
            CodeAnswer::Wrong { left } => said(format!("El código no es correcto: quedan {left}."), false),
            CodeAnswer::Late => said("El código venció.", false),
            CodeAnswer::Spent => said("El código ya no sirve.", false),
            CodeAnswer::NotSent => said("El código todavía no se envía.", false),
        }
    }

    fn chosen(&self, flow: SelfServiceId, choose: &Choose) -> Result<Said, Error> {
        let stage = self.stage();
        let again = choose.again.as_ref().unwrap_or(&choose.key);
        let key = match ChosenKey::choose(&in_words(&choose.key), &in_words(again)) {
            Ok(key) => key,
            Err(fault) => return said(fault.to_string(), false),
        };
        refuse_own_number(&stage.house.reader().unwrap(), flow, &key)?;
        let personal = match stage.at_hand(flow).sets_personal {
            true => vec![(PersonalQuestion::FirstPet, ANSWERS[0]), (PersonalQuestion::FirstSchool, ANSWERS[1])],
            false => Vec::new(),
        };
        let choose = ChooseKey {
            flow,
            key_hash: hashed_key(&key).unwrap(),
            declares: !choose.does_not_declare,
            personal: personal.into_iter().map(|(it, text)| (it, hashed_answer(text).unwrap().unwrap())).collect(),
        };
        stage.house.perform(&stage.turned, &choose)?;
        said("Tiene clave nueva.", true)
    }

    /// The letters that go now.
    fn receive(&mut self) -> Vec<String> {
        self.stage().send();
        let files = self.stage().letters();
        let new = files[self.letters..].to_vec();
        self.letters = files.len();
        new.iter().map(|file| self.letter(file)).collect()
    }

    fn letter(&mut self, file: &Path) -> String {
        let letter = fs::read_to_string(file).unwrap();
        let to = letter.lines().find_map(|line| line.strip_prefix("To: ")).expect("it goes to somebody");
        let to = to.rsplit('<').next().unwrap().trim_end_matches('>');
        let text = shown(&letter).replace("\r\n", "\n");
        let mut alone = text.lines().filter_map(|line| line.strip_prefix("    "));
        let forms = [(Form::Code, "código"), (Form::Link, "enlace")];
        let found = alone.find_map(|line| Some((forms.iter().find(|(form, _)| typed(*form, line).is_some())?.1, line)));
        let Some((what, secret)) = found else { return format!(" Aviso a {to}.") };
        self.secrets.push(secret.trim().to_owned());
        format!(" Carta {} a {to}: {what}.", self.secrets.len())
    }
}

/// A key of a case file: a person's number is not written in it.
fn in_words(key: &str) -> String {
    key.replace("{cédula}", &cedula(INSURED)).replace("{RUC}", employer(1).as_str())
}

/// The case files, with what they say.
fn files() -> Vec<(PathBuf, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/self_service");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.file_name().unwrap() != limits::FILE);
    files.sort();
    let read = |file: &PathBuf| {
        let text = fs::read_to_string(file).unwrap();
        serde_json::from_str(&text).unwrap_or_else(|fault| panic!("{}: {fault}", file.display()))
    };
    files.into_iter().map(|file| (file.clone(), read(&file))).collect()
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap().to_string_lossy().into_owned()
}

/// Plays the cases whose rule begins so; how many there were.
fn play_all(of: &str) -> usize {
    let update = std::env::var_os("VENTANILLA_UPDATE_CASES").is_some();
    let (mut played, mut wrong) = (0, Vec::new());
    for (file, mut written) in files().into_iter().filter(|(file, _)| stem(file).starts_with(of)) {
        let case: Case =
            serde_json::from_value(written.clone()).unwrap_or_else(|fault| panic!("{}: {fault}", file.display()));
        let mut play = Play::open(&case);
        let mut goes_on = None;
        for (nth, step) in case.steps.iter().enumerate() {
            let said = play.step(&case.rule, step);
            if update {
                written["pasos"][nth]["se contesta"] = json!(said.text);
            } else if said.text != step.answer {
                wrong.push(format!("{}, {}: «{}» and not «{}»", stem(&file), nth + 1, said.text, step.answer));
            }
            goes_on = Some(said.goes_on);
        }
        if goes_on != Some(case.goes_on) {
            wrong.push(format!("{}: the rule is kept: {goes_on:?}", stem(&file)));
        }
        assert_eq!(play.stage().problem(), "", "{}", stem(&file));
        if update {
            fs::write(&file, format!("{written:#}\n")).unwrap();
        }
        played += 1;
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
    played
}

/// Whose cases they are, by the beginning of their rules, and where the sheet stands.
const SHEETS: [(&str, &str); 2] = [("RK", "employer_key_recovery"), ("AK", "affiliate_key")];

#[test]
fn every_case_of_the_employer_key_s_recovery_is_answered_as_written() {
    assert!(play_all("RK") > 0);
}

#[test]
fn every_case_of_the_affiliate_key_is_answered_as_written() {
    assert!(play_all("AK") > 0);
}

/// No file is left out, and each rule is seen kept and not kept.
#[test]
fn every_rule_has_a_case_in_which_it_goes_on_and_one_in_which_it_does_not() {
    let mut seen = BTreeSet::new();
    for (file, case) in files() {
        let rule = case["regla"].as_str().unwrap().to_owned();
        assert!(stem(&file).starts_with(&format!("{rule} ")), "{}: its name begins with its rule", file.display());
        assert!(SHEETS.iter().any(|(of, _)| rule.starts_with(of)), "{}: nobody plays it", file.display());
        assert!(file.extension().is_some_and(|it| it == "json"), "{}", file.display());
        seen.insert((rule, case["cumple"].as_bool().unwrap()));
    }
    let rules = limits::case()["reglas"].as_array().unwrap().clone();
    let rules = rules.iter().map(|rule| rule["regla"].as_str().unwrap().to_owned());
    let wanted: BTreeSet<_> = rules.flat_map(|rule| [(rule.clone(), true), (rule, false)]).collect();
    assert_eq!(seen, wanted);
}

/// The words of a rule stand in its sheet, and each step and condition of a sheet has a rule, or a reason to have none.
#[test]
fn the_rules_are_those_of_the_sheets() {
    let said = limits::case();
    for (of, sheet) in SHEETS {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("data/catalogue/{sheet}.toml"));
        let card: toml::Value = toml::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        let text = |it: &toml::Value| it.as_str().unwrap().to_owned();
        let steps = card["virtual"]["steps"].as_array().unwrap();
        let conditions = card.get("at_the_centre").and_then(|at| at["conditions"].as_array()).into_iter().flatten();
        let mut left: Vec<String> = steps.iter().map(|step| text(&step["text"])).chain(conditions.map(text)).collect();
        let notes = steps.iter().filter_map(|step| step.get("notes")?.as_array()).flatten().map(text);
        let all: Vec<String> = left.iter().cloned().chain(notes).collect();
        let quoted = |of: &Value| of["dice"].as_array().unwrap().clone();
        let rules = said["reglas"].as_array().unwrap().iter();
        let without = said["sin regla"].as_array().unwrap().iter();
        for rule in rules.chain(without).filter(|rule| rule["regla"].as_str().unwrap().starts_with(of)) {
            for words in quoted(rule) {
                let words = words.as_str().unwrap();
                assert!(all.iter().any(|text| text.contains(words)), "{}: «{words}» is not said", rule["regla"]);
                left.retain(|text| !text.contains(words));
            }
        }
        assert_eq!(left, Vec::<String>::new(), "{sheet}: without a rule");
    }
}
