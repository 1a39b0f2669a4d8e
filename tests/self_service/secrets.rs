//! What the store may never hold in clear, and what a turned screen may never do.

use ventanilla::domain::id::{ScanId, TurnId, VisitId};
use ventanilla::domain::journal::Outcome;
use ventanilla::domain::register::AffiliateKeyState;
use ventanilla::domain::user::Role;
use ventanilla::ops::house::run::Watch;
use ventanilla::ops::import::PeopleImport;
use ventanilla::ops::procedure::UnlockKey;
use ventanilla::ops::self_service::CodeAnswer;
use ventanilla::ops::settings::{ChangeSettings, Settings};
use ventanilla::ops::visit::{BeginVisit, save_draft};
use ventanilla::ops::{LISTED, new_op_id};
use ventanilla::print::ipp::CancelFlag;
use ventanilla::vault::Login;

use super::{ANSWERS, KEY, Stage, birthday};
use crate::support::house::{CHIEF, append_entry, code, draft, dump, entries, file, log_in};

/// Letters and digits alone, in one case: however a secret is grouped, it is found.
fn bare(text: &str) -> String {
    text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Where one of these stands in the store.
fn found(stage: &Stage, secrets: &[String]) -> Vec<String> {
    let lines = dump(&stage.house);
    let holds = |line: &&String| {
        let line = bare(line);
        secrets.iter().any(|secret| line.contains(&bare(secret)))
    };
    lines.iter().filter(holds).cloned().collect()
}

#[test]
fn no_code_link_key_or_answer_stands_anywhere_in_clear() {
    let stage = Stage::open();
    stage.others();
    let worked_for = ["Andina Flores"];
    stage.insured(7, AffiliateKeyState::Never, &worked_for);
    stage.insured(8, AffiliateKeyState::Blocked, &[]);
    let mut secrets = vec![KEY.to_owned(), ANSWERS[0].into(), ANSWERS[1].into(), "canela azul".into()];

    let flow = stage.recovery(1).unwrap();
    let right = stage.sent_secret();
    stage.guess(flow, &right).unwrap();
    assert_eq!(stage.give(flow, &right).unwrap(), CodeAnswer::Right);
    let link = stage.sent_secret();
    stage.open_link(&link).unwrap();
    stage.choose(flow).unwrap();
    secrets.extend([right, link]);
    let flow = stage.key_asked(7, &worked_for);
    let link = stage.sent_secret_after(1);
    stage.open_link(&link).unwrap();
    stage.choose(flow).unwrap();
    secrets.push(link);
    stage.send();
    // Asked for the second time, with the personal questions.
    let flow = stage.begin_key(7).unwrap();
    stage.answer(flow, birthday(), &worked_for).unwrap();
    stage.ask_unlock(8).unwrap();
    let link = stage.sent_secret();
    stage.open_link(&link).unwrap();
    secrets.push(link);

    assert_eq!(found(&stage, &secrets), Vec::<String>::new());
    let told = dump(&stage.house);
    let journal = told.iter().filter(|line| ["journal", "operation_result"].iter().any(|it| line.starts_with(it)));
    for line in journal {
        assert!(!line.contains(&format!("\"{}\"", birthday().code())), "an answer: {line}");
        assert!(!line.contains(worked_for[0]), "an answer: {line}");
    }
    let canary = secrets[4].clone();
    let by = stage.turned.actor().user;
    append_entry(&stage.house, by, Outcome::Done, "canary", ("house", 0), "", &format!("{{\"it\":\"{canary}\"}}"));
    assert_eq!(found(&stage, &secrets).len(), 1, "what is there is found");
}

/// What may run at a turned screen is neither a supervisor's nor about anything but letters and what people do by themselves.
#[test]
fn what_is_for_self_service_is_listed_and_is_nothing_else() {
    let names: Vec<&str> = LISTED.iter().filter(|it| it.for_self_service).map(|it| it.name).collect();
    assert!(names.len() >= 12, "{names:?}");
    for listed in LISTED.iter().filter(|it| it.for_self_service) {
        assert!(
            listed.is_operation && listed.signed.is_none() && !listed.supervises && !listed.mends,
            "{}",
            listed.name
        );
        let topic = listed.name.split('.').next().unwrap();
        let topics = ["self_service", "affiliate_key", "employer_key_recovery", "mail", "turn"];
        assert!(topics.contains(&topic), "{}", listed.name);
    }
    for never in ["affiliate_key.unlock", "turn.call", "turn.mark_arrived", "mail.change", "person.open"] {
        assert!(!names.contains(&never), "{never}");
    }
}

#[test]
fn a_turned_screen_does_nothing_else_and_its_session_signs_nothing() {
    let stage = Stage::open();
    let house = &stage.house;
    let chief = log_in(house, CHIEF, 2).turned();
    assert!(chief.is_turned());
    let login = Login::parse("intrusa").unwrap();
    let before = entries(house);
    let mut watch = Watch { progress: &mut |_| {}, cancel: &CancelFlag::default() };
    let mut people = PeopleImport::open(file("numero,nombre\n1710034065,Ana\n")).unwrap();
    let refused = [
        code(house.perform(&chief, &ChangeSettings { settings: Settings::default() })),
        code(house.perform(&chief, &UnlockKey { visit: VisitId(1) })),
        code(house.perform(&chief, &BeginVisit { turn: TurnId(1) })),
        code(house.add_user(&chief, &login, "Intrusa", (Role::Supervisor, None))),
        code(house.run(&chief, new_op_id().unwrap(), &mut people, &mut watch)),
        code(save_draft(house, &chief, VisitId(1), &draft(1), 1)),
        code(house.scan_at_hand(&chief, VisitId(1), ScanId(1))),
    ];
    assert!(refused.iter().all(|it| it == "self_service"), "{refused:?}");
    assert!(entries(house) > before, "what is refused leaves its entry");
    assert_eq!(stage.problem(), "");
}
