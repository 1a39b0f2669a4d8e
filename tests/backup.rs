//! Backups and restores: what is kept, what goes, what a cut or a full disk leaves, what a damaged one is called, and what
//! is noted of the time between a backup and the paper.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot set its scene fails"
)]

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use ventanilla::domain::id::VisitId;
use ventanilla::domain::journal::{Digest, HeadOnPaper};
use ventanilla::domain::ledger::{Acknowledgement, Serial};
use ventanilla::ops::backup::{self, BackupPlan, BackupReport, MakeBackup, back_up_beside, backups_in, last_backup};
use ventanilla::ops::day::CloseDay;
use ventanilla::ops::house::run::{Progress, Watch};
use ventanilla::ops::issuance::{DeliverSlip, issue};
use ventanilla::ops::restore::{self, OnPaper, Opener, RestorePlan, RestoredHouse};
use ventanilla::ops::scan::ScannedPaper;
use ventanilla::ops::visit::save_draft;
use ventanilla::ops::{Error, House, Session, new_op_id};
use ventanilla::print::ipp::CancelFlag;
use ventanilla::store::{self, STORE_FILE, Tidying};
use ventanilla::vault::{NewPassword, Password, VaultError};

use crate::support::house::{
    CHIEF, CLERK, COLLEAGUE, DEPUTY, MINUTE_MS, Site, chosen, code, copy_folder, draft, entries, in_doubt, last_entry,
    log_in, password, ready, verified,
};
use crate::support::scripted::Scripted;

/// A folder for backups.
struct Drive(TempDir);

impl Drive {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn plan(&self, site: &Site) -> BackupPlan {
        plan_onto(site, self.0.path())
    }

    fn backups(&self) -> Vec<PathBuf> {
        backups_in(self.0.path()).unwrap().into_iter().map(|backup| backup.folder).collect()
    }

    /// Every name in it, the lock apart.
    fn names(&self) -> Vec<String> {
        let names = fs::read_dir(self.0.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.filter(|name| !name.ends_with(".lock")).collect();
        names.sort();
        names
    }
}

fn carried_out(house: &House, by: &Session, plan: BackupPlan) -> Result<BackupReport, Error> {
    watched(house, by, plan, &mut |_| {})
}

fn watched(
    house: &House,
    by: &Session,
    plan: BackupPlan,
    progress: &mut dyn FnMut(Progress),
) -> Result<BackupReport, Error> {
    let cancel = plan.cancel.clone();
    let mut watch = Watch { progress, cancel: &cancel };
    house.run(by, new_op_id()?, &mut MakeBackup::new(plan), &mut watch).map(|answer| answer.output)
}

/// A slip printed and handed over; answers its serial.
fn delivered(house: &House, by: &Session, nth: usize) -> Serial {
    let visit = ready(house, by, nth).unwrap();
    let press = new_op_id().unwrap();
    let issued = issue(house, by, press, visit, &Scripted::new(), &CancelFlag::default(), &mut |_| {}).unwrap();
    let deliver = DeliverSlip { issuance: issued.issuance, acknowledgement: Acknowledgement::Signed };
    house.perform(by, &deliver).unwrap();
    store::issuance::get(&house.reader().unwrap(), issued.issuance).unwrap().unwrap().serial
}

/// The bytes of the scans that a ready visit names.
fn put_scans(house: &House) {
    for paper in [ScannedPaper::Request, ScannedPaper::ApplicantDocument] {
        house.scans().put(2026, paper.code().as_bytes(), house.clock().now().0).unwrap();
    }
}

fn address_of(paper: ScannedPaper) -> Digest {
    Digest::of(paper.code().as_bytes())
}

fn mark(house: &House) -> HeadOnPaper {
    let head = store::journal::head(&house.reader().unwrap()).unwrap();
    HeadOnPaper::parse(&head.mark().to_string()).unwrap()
}

fn restored_at(site: &Site, backup: &Path, paper: OnPaper, opener: &Opener<'_>) -> Result<RestoredHouse, Error> {
    let plan =
        RestorePlan { backup: backup.to_path_buf(), place: site.place.clone(), login: CHIEF.into(), window: 1, paper };
    let cancel = CancelFlag::default();
    let mut watch = Watch { progress: &mut |_| {}, cancel: &cancel };
    restore::restore(&plan, opener, site.clock.clone(), &mut watch)
}

fn restored(site: &Site, backup: &Path, paper: OnPaper) -> Result<RestoredHouse, Error> {
    restored_at(site, backup, paper, &Opener::Password(&password()))
}

/// A site with one delivered slip, and a backup of it.
fn backed_up() -> (Site, Drive) {
    let (site, drive) = (Site::staffed_on_file(), Drive::new());
    let (house, clerk) = site.open(CLERK).unwrap();
    put_scans(&house);
    delivered(&house, &clerk, 0);
    carried_out(&house, &clerk, drive.plan(&site)).unwrap();
    house.close().unwrap();
    (site, drive)
}

#[test]
fn a_store_that_is_gone_comes_back_and_nothing_is_numbered_twice() {
    let (site, drive) = (Site::staffed_on_file(), Drive::new());
    let (house, clerk) = site.open(CLERK).unwrap();
    put_scans(&house);
    delivered(&house, &clerk, 0);
    let made = carried_out(&house, &clerk, drive.plan(&site)).unwrap();
    assert_eq!((made.new_scans, made.missing_scans, made.removed), (2, 0, 0));
    assert_eq!(last_entry(&house), ("backup.make".into(), "Ended".into(), made.journal.clone()));
    let remembered = last_backup(&site.place, &house.store_id()).unwrap().unwrap();
    assert_eq!((remembered.folder, remembered.journal), (made.folder.clone(), made.journal));
    let known = entries(&house);
    delivered(&house, &clerk, 1);
    let last = delivered(&house, &clerk, 2);
    let paper = OnPaper { last_serials: vec![last.clone()], head: Some(mark(&house)) };
    let lost = entries(&house) - known;
    house.close().unwrap();
    fs::remove_dir_all(&site.place.folder).unwrap();

    let back = restored(&site, &made.folder, paper).unwrap();
    assert_eq!(back.restored.epoch, 2);
    let of = |number| Serial { number, ..last.clone() }.to_string();
    assert_eq!(back.restored.unknown, [(of(2), of(3), 2)]);
    // The run's own end is one of them.
    assert_eq!(back.restored.missing_entries, lost + 1);
    assert_eq!(back.missing_scans, 0);
    let (house, clerk) = site.open(CLERK).unwrap();
    assert!(!in_doubt(&house), "this machine knows the store from here on");
    assert!(house.cut_runs().unwrap().is_empty(), "the backup that was under way in it is told to be over");
    assert_eq!(verified(&house).unknown_serials, 2);
    assert_eq!(delivered(&house, &clerk, 3).to_string(), "1701-01-2-000001");
    let address = address_of(ScannedPaper::Request);
    assert!(house.scans().get(2026, &address).unwrap().is_some());
    // The day's act adds up: two serials delivered, and two that the restore names.
    let day = house.clock().now().day(house.centre().zone);
    let slips = house.perform(&log_in(&house, CHIEF, 1), &CloseDay { day }).unwrap().output.figures.slips;
    assert_eq!((slips.issued(), slips.delivered, slips.unknown), (2, 2, 2));
    assert_eq!(verified(&house).closes, 1);
}

#[test]
fn what_a_backup_and_a_restore_are_at_is_told_in_order() {
    let (site, drive) = (Site::staffed_on_file(), Drive::new());
    let (house, clerk) = site.open(CLERK).unwrap();
    put_scans(&house);
    ready(&house, &clerk, 0).unwrap();
    let mut phases = vec![backup::Phase::of(Progress::default())];
    let made = watched(&house, &clerk, drive.plan(&site), &mut |at| phases.push(backup::Phase::of(at))).unwrap();
    phases.dedup();
    assert_eq!(phases, [backup::Phase::Store, backup::Phase::Scans, backup::Phase::Check]);
    let bare = Site::free_on_file();
    let plan = RestorePlan {
        backup: made.folder,
        place: bare.place.clone(),
        login: CHIEF.into(),
        window: 1,
        paper: OnPaper::default(),
    };
    let mut phases = vec![restore::Phase::of(Progress::default())];
    let mut tell = |at| phases.push(restore::Phase::of(at));
    let mut watch = Watch { progress: &mut tell, cancel: &CancelFlag::default() };
    restore::restore(&plan, &Opener::Password(&password()), bare.clock.clone(), &mut watch).unwrap();
    phases.dedup();
    assert_eq!(phases, [restore::Phase::Copy, restore::Phase::Check, restore::Phase::Scans]);
}

#[test]
fn a_bare_machine_without_paper_begins_a_new_epoch_all_the_same() {
    let (_site, drive) = backed_up();
    let bare = Site::free_on_file();
    let back = restored(&bare, &drive.backups()[0], OnPaper::default()).unwrap();
    assert_eq!((back.restored.epoch, back.restored.missing_entries), (2, 0));
    assert!(back.restored.unknown.is_empty());
    let (house, _) = bare.open(CHIEF).unwrap();
    assert_eq!(verified(&house).unknown_serials, 0);
    // A restored store is backed up and restored like any other.
    let (other, again) = (Drive::new(), Site::free_on_file());
    let chief = log_in(&house, CHIEF, 1);
    let made = carried_out(&house, &chief, other.plan(&bare)).unwrap();
    house.close().unwrap();
    assert_eq!(restored(&again, &made.folder, OnPaper::default()).unwrap().restored.epoch, 3);
}

#[test]
fn the_recovery_code_restores_and_is_replaced() {
    let (site, drive) = (Site::staffed_on_file(), Drive::new());
    let (house, chief) = site.open(CHIEF).unwrap();
    let from_safe = house.make_recovery_code(&chief).unwrap();
    let made = carried_out(&house, &chief, drive.plan(&site)).unwrap();
    house.close().unwrap();
    let bare = Site::free_on_file();
    let given = NewPassword::temporary().unwrap();
    let opener = Opener::RecoveryCode { code: &from_safe, new: &given };
    assert_eq!(code(restored_at(&bare, &made.folder, OnPaper::default(), &opener)), "password", "nobody gives it");
    let new = chosen("nueve llaves cuelgan del muro", CHIEF);
    let opener = Opener::RecoveryCode { code: &from_safe, new: &new };
    let back = restored_at(&bare, &made.folder, OnPaper::default(), &opener).unwrap();
    assert!(back.next_code.is_some());
    assert!(matches!(bare.open(CHIEF), Err(Error::Vault(VaultError::WrongLogin))), "the old password is over");
    bare.wait_ms(MINUTE_MS);
    let (house, _) = bare.open_with(CHIEF, new.password()).unwrap();
    assert_eq!(verified(&house).recoveries, 1);
    assert!(!in_doubt(&house));
}

#[test]
fn only_a_supervisor_with_the_right_password_restores_and_only_where_nothing_is() {
    let (site, drive) = backed_up();
    let backup = &drive.backups()[0];
    let bare = Site::free_on_file();
    let try_as = |login: &str, password: &Password| {
        let plan = RestorePlan {
            backup: backup.clone(),
            place: bare.place.clone(),
            login: login.into(),
            window: 1,
            paper: OnPaper::default(),
        };
        let cancel = CancelFlag::default();
        let mut watch = Watch { progress: &mut |_| {}, cancel: &cancel };
        restore::restore(&plan, &Opener::Password(password), bare.clock.clone(), &mut watch)
    };
    assert_eq!(code(try_as(CLERK, &password())), "role");
    let wrong = Password::typed("nueve llaves cuelgan del muro").unwrap();
    assert!(matches!(try_as(DEPUTY, &wrong), Err(Error::Vault(VaultError::WrongLogin))));
    assert!(!bare.place.is_taken());
    assert_eq!(left_at(&bare), Vec::<String>::new());
    assert_eq!(code(restored(&site, backup, OnPaper::default())), "taken");
    try_as(DEPUTY, &password()).unwrap();
    assert_eq!(code(try_as(DEPUTY, &password())), "taken");
    assert_eq!(code(restored(&Site::free_on_file(), drive.0.path(), OnPaper::default())), "no_backup");
}

/// What stands where a house would, and beside it.
fn left_at(site: &Site) -> Vec<String> {
    let names = fs::read_dir(site.place.folder.parent().unwrap()).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name != "anchor").collect()
}

#[test]
fn paper_that_cannot_be_of_this_store_is_refused() {
    let (_site, drive) = backed_up();
    let backup = &drive.backups()[0];
    let with = |serials: &[&str], head: Option<&str>| {
        let bare = Site::free_on_file();
        let paper = OnPaper {
            last_serials: serials.iter().map(|text| Serial::parse(text).unwrap()).collect(),
            head: head.map(|text| HeadOnPaper::parse(text).unwrap()),
        };
        let answer = restored(&bare, backup, paper);
        if answer.is_err() {
            assert_eq!(left_at(&bare), Vec::<String>::new());
        }
        answer
    };
    for serials in [
        vec!["1702-01-1-000005"],
        vec!["1701-09-1-000005"],
        vec!["1701-01-0-000005"],
        vec!["1701-01-200-000005"],
        vec!["1701-01-1-999999"],
        vec!["1701-01-1-000005", "1701-01-1-000006"],
    ] {
        assert_eq!(code(with(&serials, None)), "paper", "{serials:?}");
    }
    assert_eq!(code(with(&[], Some("3-00000000"))), "paper");
    let both = with(&["1701-01-1-000001", "1701-02-1-000004"], None).unwrap().restored;
    assert_eq!(both.unknown, [("1701-02-1-000001".into(), "1701-02-1-000004".into(), 4)]);
    let later = with(&["1701-01-3-000002"], None).unwrap().restored;
    assert_eq!((later.epoch, later.unknown.len()), (4, 1), "another restore lies between");
}

#[test]
fn a_damaged_backup_is_named_and_nothing_is_put_in_place() {
    let (_site, drive) = backed_up();
    let backup = &drive.backups()[0];
    let damaged = |what: &str, damage: &dyn Fn(&Path)| {
        let copy = Drive::new();
        let folder = copy.0.path().join(backup.file_name().unwrap());
        copy_folder(backup, &folder);
        damage(&folder);
        let bare = Site::free_on_file();
        let answer = restored(&bare, &folder, OnPaper::default());
        match answer {
            Err(Error::Refused(refusal)) => {
                assert_eq!(left_at(&bare), Vec::<String>::new(), "{what}");
                (refusal.code, refusal.sentence)
            }
            other => panic!("{what}: {:?}", other.err()),
        }
    };
    let cut = |name: &'static str| {
        move |folder: &Path| {
            let bytes = fs::read(folder.join(name)).unwrap();
            fs::write(folder.join(name), &bytes[..bytes.len() / 2]).unwrap();
        }
    };
    let flip = |name: &'static str, share: usize| {
        move |folder: &Path| {
            let mut bytes = fs::read(folder.join(name)).unwrap();
            let at = bytes.len() * share / 100;
            bytes[at] ^= 0x20;
            fs::write(folder.join(name), bytes).unwrap();
        }
    };
    let gone = |name: &'static str| move |folder: &Path| fs::remove_file(folder.join(name)).unwrap();
    let (refused, sentence) = damaged("cut", &cut(STORE_FILE));
    assert!(refused == "damaged_backup" && sentence.contains("bytes y debe tener"), "{sentence}");
    let (refused, sentence) = damaged("gone", &gone(STORE_FILE));
    assert!(refused == "damaged_backup" && sentence.contains("le falta «ventanilla.db»"), "{sentence}");
    let (refused, sentence) = damaged("gone", &gone("vault"));
    assert!(refused == "damaged_backup" && sentence.contains("le falta «vault»"), "{sentence}");
    for what in [&cut("vault") as &dyn Fn(&Path), &flip("vault", 60)] {
        let (refused, sentence) = damaged("vault", what);
        assert!(refused == "damaged_backup" && sentence.contains("no es el que se guardó"), "{sentence}");
    }
    let (refused, _) = damaged("first page", &flip(STORE_FILE, 0));
    assert_eq!(refused, "damaged_backup");
    for share in [20, 50, 80, 99] {
        let (refused, _) = damaged("a page", &flip(STORE_FILE, share));
        assert_eq!(refused, "damaged_backup", "at {share} %");
    }
    for what in [&cut("respaldo.json") as &dyn Fn(&Path), &gone("respaldo.json")] {
        let (refused, sentence) = damaged("manifest", what);
        assert!(refused == "no_backup" && sentence.contains("respaldo.json"), "{sentence}");
    }
}

#[test]
fn the_store_is_written_between_any_two_steps_of_a_backup() {
    let (site, drive) = (Site::staffed_on_file(), Drive::new());
    let (house, clerk) = site.open(CLERK).unwrap();
    put_scans(&house);
    let visit: VisitId = ready(&house, &clerk, 0).unwrap();
    let mut revision = 1;
    let made = watched(&house, &clerk, drive.plan(&site), &mut |_| {
        revision += 1;
        assert!(save_draft(&house, &clerk, visit, &draft(0), revision).unwrap());
        house.store().tidy(Tidying::Idle).unwrap();
    })
    .unwrap();
    assert!(revision > 5, "it was told of {revision} times");
    house.close().unwrap();
    let bare = Site::free_on_file();
    restored(&bare, &made.folder, OnPaper::default()).unwrap();
    let (house, _) = bare.open(CHIEF).unwrap();
    assert!(store::visit::get(&house.reader().unwrap(), visit).unwrap().is_some());
    verified(&house);
}

#[test]
fn beside_a_window_at_work_a_backup_needs_a_password_and_leaves_no_entry() {
    let (site, drive) = (Site::staffed_on_file(), Drive::new());
    let (house, _clerk) = site.open(CLERK).unwrap();
    let before = entries(&house);
    let plan = drive.plan(&site);
    let cancel = plan.cancel.clone();
    let mut watch = Watch { progress: &mut |_| {}, cancel: &cancel };
    let wrong = Password::typed("nueve llaves cuelgan del muro").unwrap();
    let refused = back_up_beside(plan.clone(), DEPUTY, &wrong, &mut watch);
    assert!(matches!(refused, Err(Error::Vault(VaultError::WrongLogin))));
    assert_eq!(drive.names(), Vec::<String>::new());
    let made = back_up_beside(plan, CLERK, &password(), &mut watch).unwrap();
    assert_eq!(entries(&house), before);
    assert_eq!(last_backup(&site.place, &house.store_id()).unwrap().unwrap().folder, made.folder);
    let bare = Site::free_on_file();
    restored(&bare, &made.folder, OnPaper::default()).unwrap();
    verified(&bare.open(CHIEF).unwrap().0);
}

#[test]
fn as_many_are_kept_as_asked_and_a_scan_goes_with_the_last_that_names_it() {
    let (site, drive) = (Site::staffed_on_file(), Drive::new());
    let (house, clerk) = site.open(CLERK).unwrap();
    put_scans(&house);
    let visit = ready(&house, &clerk, 0).unwrap();
    let keep = |keep| BackupPlan { keep, ..drive.plan(&site) };
    let first = carried_out(&house, &clerk, keep(2)).unwrap();
    let second = carried_out(&house, &clerk, keep(2)).unwrap();
    assert_eq!((first.new_scans, second.new_scans), (2, 0), "what is there is not copied again");
    assert_ne!(first.folder, second.folder, "two in one minute");

    let reader = house.reader().unwrap();
    let scans = store::scan::of(&reader, "visit", visit.0).unwrap();
    let erased = scans.iter().find(|scan| scan.address == address_of(ScannedPaper::Request)).unwrap();
    house.store().write(|tx| store::scan::remove(tx, erased.id)).unwrap();
    let folder = drive.names().into_iter().find(|name| name.starts_with("ventanilla-scans-")).unwrap();
    let kept = |backup: &Path| {
        let bare = Site::free_on_file();
        restored(&bare, backup, OnPaper::default()).unwrap();
        let (house, _) = bare.open(CHIEF).unwrap();
        house.scans().get(2026, &address_of(ScannedPaper::Request)).unwrap().is_some()
    };
    site.wait_ms(MINUTE_MS);
    let third = carried_out(&house, &clerk, keep(2)).unwrap();
    assert_eq!(third.removed, 1);
    assert_eq!(drive.backups(), [third.folder.clone(), second.folder.clone()]);
    assert!(kept(&second.folder), "a backup that is kept names it");
    assert!(!kept(&third.folder));
    site.wait_ms(MINUTE_MS);
    let fourth = carried_out(&house, &clerk, keep(1)).unwrap();
    assert_eq!((fourth.removed, drive.backups()), (2, vec![fourth.folder]));
    let secret = {
        let mut vault = ventanilla::vault::Vault::open(&site.place.folder.join("vault")).unwrap();
        vault.unlock(CHIEF, &password(), MINUTE_MS).unwrap().secret
    };
    let left =
        store::scans::ScanFiles::new(&drive.0.path().join(folder), store::StoreKey::from_bytes(*secret.scan_key()));
    assert!(!left.holds(2026, &address_of(ScannedPaper::Request)).unwrap(), "nobody names it any more");
    assert!(left.holds(2026, &address_of(ScannedPaper::ApplicantDocument)).unwrap());
}

/// What a backup says of itself, said otherwise.
fn claims(backup: &Path, change: impl FnOnce(&mut serde_json::Value)) {
    let file = backup.join("respaldo.json");
    let mut manifest: serde_json::Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    change(&mut manifest);
    fs::write(file, manifest.to_string()).unwrap();
}

#[test]
fn a_backup_of_a_clock_that_was_ahead_is_not_the_newest_and_what_was_just_made_stays() {
    let (site, drive) = backed_up();
    let ahead = drive.0.path().join("ventanilla-2031-01-01-0000");
    fs::rename(&drive.backups()[0], &ahead).unwrap();
    claims(&ahead, |manifest| manifest["taken_at_ms"] = 1_925_000_000_000_i64.into());
    let (house, clerk) = site.open(CLERK).unwrap();
    let second = carried_out(&house, &clerk, drive.plan(&site)).unwrap();
    assert_eq!(drive.backups(), [second.folder.clone(), ahead.clone()], "the one with more journal is the newest");
    let third = carried_out(&house, &clerk, BackupPlan { keep: 2, ..drive.plan(&site) }).unwrap();
    assert_eq!((third.removed, drive.backups()), (1, vec![third.folder.clone(), second.folder]));
    let last = carried_out(&house, &clerk, BackupPlan { keep: 1, ..drive.plan(&site) }).unwrap();
    assert_eq!((last.removed, drive.backups()), (2, vec![last.folder]));
}

#[test]
fn a_backup_is_as_new_as_its_journal_and_not_as_it_claims() {
    let (site, drive) = backed_up();
    let first = drive.backups()[0].clone();
    let (house, clerk) = site.open(CLERK).unwrap();
    let second = carried_out(&house, &clerk, drive.plan(&site)).unwrap();
    // The older one says of itself what the newer one says.
    claims(&first, |manifest| manifest["journal"] = second.journal.clone().into());
    let kept = carried_out(&house, &clerk, BackupPlan { keep: 2, ..drive.plan(&site) }).unwrap();
    assert_eq!((kept.removed, drive.backups()), (1, vec![kept.folder.clone(), second.folder.clone()]));
    // One that cannot be opened has its word alone, and goes before one that proves less.
    fs::write(kept.folder.join(STORE_FILE), "nothing").unwrap();
    let last = carried_out(&house, &clerk, BackupPlan { keep: 2, ..drive.plan(&site) }).unwrap();
    assert_eq!((last.removed, drive.backups()), (1, vec![last.folder, second.folder]));
}

#[test]
fn backups_of_another_branch_neither_count_nor_go() {
    let (site, drive) = backed_up();
    let shared = drive.backups()[0].clone();
    let (house, clerk) = site.open(CLERK).unwrap();
    delivered(&house, &clerk, 1);
    site.wait_ms(MINUTE_MS);
    let lost = carried_out(&house, &clerk, drive.plan(&site)).unwrap();
    assert_eq!(lost.other_branch, 0);
    house.close().unwrap();

    let elsewhere = Site::free_on_file();
    restored(&elsewhere, &shared, OnPaper::default()).unwrap();
    elsewhere.wait_ms(2 * MINUTE_MS);
    let (house, clerk) = elsewhere.open(CLERK).unwrap();
    let made = carried_out(&house, &clerk, BackupPlan { keep: 1, ..drive.plan(&elsewhere) }).unwrap();
    assert_eq!((made.removed, made.other_branch), (1, 1), "what both branches share is an older one of this");
    assert_eq!(drive.backups(), [made.folder, lost.folder.clone()], "the newest is of the later epoch");
    // Its scans are there as well.
    let back = restored(&Site::free_on_file(), &lost.folder, OnPaper::default()).unwrap();
    assert_eq!(back.missing_scans, 0);
    let again = carried_out(&house, &clerk, BackupPlan { keep: 2, ..drive.plan(&elsewhere) }).unwrap();
    assert_eq!((again.removed, again.other_branch, drive.backups().len()), (0, 1, 3), "it does not count");
}

#[test]
fn the_last_backup_is_remembered_for_as_long_as_it_is_there() {
    let (site, drive) = backed_up();
    let store = site.open(CLERK).unwrap().0.store_id();
    let last = || last_backup(&site.place, &store).unwrap().map(|last| last.folder);
    let made = drive.backups()[0].clone();
    assert_eq!(last(), Some(made.clone()));
    let away = drive.0.path().with_extension("away");
    fs::rename(drive.0.path(), &away).unwrap();
    assert_eq!(last(), Some(made.clone()), "a drive that is not connected says nothing");
    fs::create_dir(drive.0.path()).unwrap();
    assert_eq!(last(), Some(made.clone()), "nor does the empty folder where it belongs");
    fs::remove_dir(drive.0.path()).unwrap();
    fs::rename(&away, drive.0.path()).unwrap();
    fs::rename(&made, drive.0.path().join("aparte")).unwrap();
    assert_eq!(last(), None, "it is gone");
    fs::rename(drive.0.path().join("aparte"), &made).unwrap();
    assert_eq!(last(), Some(made.clone()));
    claims(&made, |manifest| manifest["journal"] = format!("1-{}", "0".repeat(64)).into());
    assert_eq!(last(), None, "another one has its name");
}

#[test]
fn after_another_secret_the_scans_are_copied_anew_and_the_old_ones_go_with_their_backups() {
    let (site, drive) = (Site::staffed_on_file(), Drive::new());
    let (house, chief) = site.open(CHIEF).unwrap();
    put_scans(&house);
    ready(&house, &chief, 0).unwrap();
    carried_out(&house, &chief, drive.plan(&site)).unwrap();
    house.rekey(&chief, &site.place).unwrap();
    let (house, chief) = site.open(CHIEF).unwrap();
    site.wait_ms(MINUTE_MS);
    let scans = || drive.names().into_iter().filter(|name| name.starts_with("ventanilla-scans-")).count();
    let made = carried_out(&house, &chief, drive.plan(&site)).unwrap();
    assert_eq!((made.new_scans, made.removed, scans()), (2, 0, 2));
    site.wait_ms(MINUTE_MS);
    let made = carried_out(&house, &chief, BackupPlan { keep: 2, ..drive.plan(&site) }).unwrap();
    assert_eq!((made.new_scans, made.removed, scans()), (0, 1, 1));
    restored(&Site::free_on_file(), &made.folder, OnPaper::default()).unwrap();
}

#[test]
fn scans_that_cannot_be_had_are_counted_and_do_not_stop_a_backup() {
    let (site, drive) = (Site::staffed_on_file(), Drive::new());
    let (house, clerk) = site.open(CLERK).unwrap();
    ready(&house, &clerk, 0).unwrap();
    let made = carried_out(&house, &clerk, drive.plan(&site)).unwrap();
    assert_eq!((made.new_scans, made.missing_scans), (0, 2));
    let back = restored(&Site::free_on_file(), &made.folder, OnPaper::default()).unwrap();
    assert_eq!(back.missing_scans, 2);
}

#[test]
fn a_folder_that_cannot_serve_is_refused_by_name() {
    let site = Site::staffed_on_file();
    let (house, clerk) = site.open(CLERK).unwrap();
    let at = |target: PathBuf| BackupPlan { target, ..Drive::new().plan(&site) };
    let said = |answer: Result<BackupReport, Error>| match answer {
        Err(Error::Refused(refusal)) if refusal.code == "target" => refusal.sentence,
        other => panic!("{:?}", other.err()),
    };
    let missing = said(carried_out(&house, &clerk, at("/no/hay".into())));
    assert!(missing.contains("no está"), "{missing}");
    assert_eq!(last_entry(&house), ("backup.make".into(), "Stopped".into(), "target".into()));
    let inside = site.place.folder.join("respaldos");
    fs::create_dir(&inside).unwrap();
    let inside = said(carried_out(&house, &clerk, at(inside)));
    assert!(inside.contains("dentro de la del almacén"), "{inside}");
    let drive = Drive::new();
    let lock = fs::File::create(drive.0.path().join("ventanilla-respaldos.lock")).unwrap();
    lock.lock().unwrap();
    let busy = said(carried_out(&house, &clerk, drive.plan(&site)));
    assert!(busy.contains("otro respaldo"), "{busy}");
    assert_eq!(drive.names(), Vec::<String>::new());
    verified(&house);
}

#[test]
fn a_backup_that_is_stopped_leaves_nothing_and_the_earlier_ones() {
    let (site, drive) = backed_up();
    let (house, clerk) = site.open(CLERK).unwrap();
    let before = drive.names();
    for stop_after in 1..5 {
        let plan = drive.plan(&site);
        let cancel = plan.cancel.clone();
        let mut told = 0;
        let stopped = watched(&house, &clerk, plan, &mut |_| {
            told += 1;
            if told == stop_after {
                cancel.cancel();
            }
        });
        assert!(matches!(stopped, Err(Error::Cancelled)), "{stop_after}");
        assert_eq!(drive.names(), before, "{stop_after}");
        assert_eq!(last_entry(&house), ("backup.make".into(), "Stopped".into(), "cancelled".into()));
    }
    verified(&house);
}

#[test]
fn what_a_killed_process_leaves_is_no_backup_and_is_swept_by_the_next() {
    let (site, drive) = backed_up();
    let (house, clerk) = site.open(CLERK).unwrap();
    let mut left: Vec<Drive> = Vec::new();
    watched(&house, &clerk, drive.plan(&site), &mut |_| {
        // What the disk holds when the process is killed now.
        let now = Drive::new();
        for name in drive.names() {
            copy_folder(&drive.0.path().join(&name), &now.0.path().join(&name));
        }
        left.push(now);
    })
    .unwrap();
    let halves = left.iter().filter(|now| now.names().iter().any(|name| name.ends_with(".parcial"))).count();
    assert!(halves >= 4, "{halves}");
    for now in left {
        let whole = now.backups();
        for backup in &whole {
            restored(&Site::free_on_file(), backup, OnPaper::default()).unwrap();
        }
        carried_out(&house, &clerk, now.plan(&site)).unwrap();
        assert!(!now.names().iter().any(|name| name.ends_with(".parcial")), "{:?}", now.names());
        assert_eq!(now.backups().len(), whole.len() + 1);
    }
}

#[test]
#[cfg(unix)]
fn a_link_among_the_backups_is_neither_swept_nor_counted_and_what_it_leads_to_stays() {
    use std::os::unix::fs::symlink;
    let (site, drive) = backed_up();
    let earlier = drive.backups();
    let elsewhere = Drive::new();
    copy_folder(&earlier[0], &elsewhere.0.path().join("otro"));
    let at = |name: &str| drive.0.path().join(name);
    symlink(&site.place.folder, at("ventanilla-x.parcial")).unwrap();
    symlink(elsewhere.0.path().join("otro"), at("ventanilla-2026-01-01-0000")).unwrap();
    assert_eq!(drive.backups(), earlier, "a link is no backup");
    let names = |folder: &Path| {
        let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let (house, clerk) = site.open(CLERK).unwrap();
    let (live, other) = (names(&site.place.folder), names(&elsewhere.0.path().join("otro")));
    site.wait_ms(MINUTE_MS);
    let made = carried_out(&house, &clerk, BackupPlan { keep: 1, ..drive.plan(&site) }).unwrap();
    assert_eq!((made.removed, drive.backups()), (1, vec![made.folder]));
    assert_eq!((names(&site.place.folder), names(&elsewhere.0.path().join("otro"))), (live, other));
    // The scans that all backups share are swept too.
    let scans = drive.names().into_iter().find(|name| name.starts_with("ventanilla-scans-")).unwrap();
    fs::rename(at(&scans), elsewhere.0.path().join(&scans)).unwrap();
    symlink(&site.place.folder, at(&scans)).unwrap();
    assert_eq!(code(carried_out(&house, &clerk, drive.plan(&site))), "target");
    assert!(house.scans().get(2026, &address_of(ScannedPaper::Request)).unwrap().is_some());
    verified(&house);
}

#[test]
fn a_damaged_store_gives_no_backup_and_keeps_the_earlier_ones() {
    let (site, drive) = backed_up();
    let before = drive.names();
    let file = site.place.folder.join(STORE_FILE);
    let whole = fs::read(&file).unwrap();
    let (house, clerk) = site.open(CLERK).unwrap();
    let mut named = 0;
    for share in [30, 50, 70, 90] {
        let mut bytes = whole.clone();
        let at = bytes.len() * share / 100;
        bytes[at] ^= 0x20;
        // Written in place, under the open store: what a failing disk does.
        fs::write(&file, bytes).unwrap();
        match carried_out(&house, &clerk, drive.plan(&site)) {
            Err(Error::Refused(refusal)) => {
                assert_eq!(refusal.code, "damaged");
                assert!(refusal.sentence.contains("Los respaldos anteriores siguen"), "{}", refusal.sentence);
                named += 1;
            }
            // The page that is damaged is one that the running store reads before anything is copied.
            Err(Error::Store(store::Error::Damaged { file, .. })) => {
                assert!(file.ends_with(STORE_FILE), "{}", file.display());
                named += 1;
            }
            Err(other) => panic!("{share}: {other}"),
            Ok(made) => panic!("{share}: {made:?}"),
        }
        assert_eq!(drive.names(), before, "{share}");
        fs::write(&file, &whole).unwrap();
    }
    assert_eq!(named, 4);
}

/// A house with scans and a visit that is ready for its key.
fn at_work(site: &Site) -> (House, Session) {
    let (house, clerk) = site.open(CLERK).unwrap();
    put_scans(&house);
    ready(&house, &clerk, 0).unwrap();
    (house, clerk)
}

fn plan_onto(site: &Site, target: &Path) -> BackupPlan {
    BackupPlan { place: site.place.clone(), target: target.to_path_buf(), keep: 7, cancel: CancelFlag::default() }
}

#[test]
fn a_full_drive_is_named_loses_nothing_and_is_left_clean() {
    let Some(disk) = crate::support::small_disk::SmallDisk::new(8 << 10) else { return };
    let site = Site::staffed_on_file();
    let (house, clerk) = at_work(&site);
    let plan = || plan_onto(&site, disk.path());
    carried_out(&house, &clerk, plan()).unwrap();
    let names = || {
        let mut names: Vec<_> = fs::read_dir(disk.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    disk.fill();
    let before = names();
    for _ in 0..2 {
        let error = carried_out(&house, &clerk, plan()).unwrap_err();
        assert!(error.to_string().to_lowercase().contains("el disco está lleno"), "{error}");
        assert_eq!(names(), before);
    }
    verified(&house);
    disk.make_room();
    let made = carried_out(&house, &clerk, plan()).unwrap();
    restored(&Site::free_on_file(), &made.folder, OnPaper::default()).unwrap();
}

#[test]
fn from_a_drive_that_cannot_be_written_a_backup_is_restored_and_onto_it_none_is_made() {
    let Some(disk) = crate::support::small_disk::SmallDisk::new(8 << 10) else { return };
    let site = Site::staffed_on_file();
    let (house, clerk) = at_work(&site);
    let plan = || plan_onto(&site, disk.path());
    let made = carried_out(&house, &clerk, plan()).unwrap();
    disk.protect();
    let error = carried_out(&house, &clerk, plan()).unwrap_err();
    assert!(error.to_string().contains("protegido contra escritura"), "{error}");
    let back = restored(&Site::free_on_file(), &made.folder, OnPaper::default()).unwrap();
    assert_eq!(back.missing_scans, 0);
}

#[test]
fn a_backup_of_an_earlier_schema_is_brought_forward() {
    let (site, drive) = backed_up();
    let backup = &drive.backups()[0];
    let mut vault = ventanilla::vault::Vault::open(&site.place.folder.join("vault")).unwrap();
    let secret = vault.unlock(CHIEF, &password(), MINUTE_MS).unwrap().secret;
    let hex: String = secret.store_key().iter().map(|byte| format!("{byte:02x}")).collect();
    let store = rusqlite::Connection::open(backup.join(STORE_FILE)).unwrap();
    store.execute_batch(&format!("PRAGMA key = \"x'{hex}'\"")).unwrap();
    // As version 1 left it.
    store
        .execute_batch(
            "DROP TABLE turn_contact; DROP TABLE chosen_key; DROP TABLE challenge_guess; DROP TABLE challenge; DROP TABLE work_history; DROP TABLE wrong_answers; DROP TABLE personal_answer; DROP TABLE drawn_questions; ALTER TABLE employer DROP COLUMN has_key; DROP TABLE mail_outbox; DROP TABLE key_unlock; DROP TABLE self_service; DROP TABLE insured_search; DROP TABLE insured; DELETE FROM search_mark WHERE table_name = 'insured';
             ALTER TABLE app_user DROP COLUMN gender;
             ALTER TABLE notarial_power DROP COLUMN recorded_in_visit;
             ALTER TABLE notarial_power DROP COLUMN legal_without_data;
             ALTER TABLE notarial_power DROP COLUMN revoked_on;
             ALTER TABLE notarial_power DROP COLUMN set_aside_by;
             ALTER TABLE notarial_power DROP COLUMN set_aside_at_ms;
             ALTER TABLE notarial_power DROP COLUMN set_aside_reason;
             ALTER TABLE artisan_qualification DROP COLUMN recorded_in_visit;
             ALTER TABLE artisan_qualification DROP COLUMN revoked_on;
             ALTER TABLE artisan_qualification DROP COLUMN set_aside_by;
             ALTER TABLE artisan_qualification DROP COLUMN set_aside_at_ms;
             ALTER TABLE artisan_qualification DROP COLUMN set_aside_reason;
             DROP INDEX visit_log;
             DROP INDEX issuance_void;
             CREATE INDEX visit_by_day ON visit (centre_id, accounting_day);
             DROP TABLE visit_notice;
             ALTER TABLE turn DROP COLUMN calls;
             DROP TABLE complaint;
             DROP TABLE day_close;
             PRAGMA user_version = 1",
        )
        .unwrap();
    store.close().unwrap();
    let bytes = fs::metadata(backup.join(STORE_FILE)).unwrap().len();
    let manifest = fs::read_to_string(backup.join("respaldo.json")).unwrap();
    let mut manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    manifest["store_bytes"] = bytes.into();
    fs::write(backup.join("respaldo.json"), manifest.to_string()).unwrap();
    let bare = Site::free_on_file();
    restored(&bare, backup, OnPaper::default()).unwrap();
    verified(&bare.open(CHIEF).unwrap().0);
}

#[test]
fn a_row_that_no_entry_explains_leaves_no_centre_without_a_backup() {
    let (site, drive) = (Site::staffed_on_file(), Drive::new());
    let (house, clerk) = site.open(CLERK).unwrap();
    let flip = format!("UPDATE app_user SET role = 'supervisor' WHERE login = '{COLLEAGUE}'");
    house.store().write(|tx| -> Result<usize, store::Error> { Ok(tx.execute(&flip, []).unwrap()) }).unwrap();
    let report = carried_out(&house, &clerk, drive.plan(&site)).unwrap();
    assert!(report.doubt.unwrap().contains("su función"), "it is made, and says what does not fit");
    let restored = restored(&Site::free_on_file(), &report.folder, OnPaper::default()).unwrap();
    assert!(restored.doubt.unwrap().contains("su función"));
}
