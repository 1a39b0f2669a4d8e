//! The months of several centres of one database: the right to count them, what it reaches and what it does not, and figures
//! that are each centre's own.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use ventanilla::domain::day::{Attended, CentreMonth, Figures, Month, RowOf, Unread, Volume};
use ventanilla::domain::duty::Duty;
use ventanilla::domain::id::{UserId, WindowId};
use ventanilla::domain::ledger::CentreCode;
use ventanilla::domain::visit::VisitOutcome;
use ventanilla::ops::house::run::{Progress, Watch};
use ventanilla::ops::reading::Supervising;
use ventanilla::ops::report::{CentresTable, all_centres, centres_in_reach, transparency};
use ventanilla::ops::{Error, Founding, House, Joining, Session, Sharing, join, share_figures, shares_figures_with};
use ventanilla::print::ipp::CancelFlag;
use ventanilla::store::day::DayClose;
use ventanilla::store::{self, WhileDoing as _};
use ventanilla::vault::KdfCost;

use crate::support::house::{
    CHIEF, CLERK, MORNING, PASSWORD, Site, chosen, code, founding, log_in, password, scheduled, staff,
};
use crate::support::postgres::{self, database_of};

const OWNER: (&str, &[u8]) = (postgres::ROLE, postgres::PASSWORD.as_bytes());

/// Three centres of a database in two provinces, founded and closed.
pub(crate) struct Country {
    pub(crate) quito: Site,
    pub(crate) cayambe: Site,
    pub(crate) guayaquil: Site,
}

fn founded(site: Site, code: &str, name: &str, province: &str) -> Site {
    let founding = Founding {
        centre_code: CentreCode::parse(code).unwrap(),
        centre_name: name.into(),
        province: province.into(),
        ..founding()
    };
    site.found_as(&founding, &chosen(PASSWORD, CHIEF), KdfCost::sample()).unwrap().0.close().unwrap();
    site
}

fn month() -> Month {
    Month::parse("2026-11").unwrap()
}

impl Country {
    /// With a past whose figures are known; `None` where no server is installed.
    pub(crate) fn new() -> Option<Self> {
        let quito = founded(Site::free_on_server()?, "1701", "CAU Quito", "Pichincha");
        let cayambe = founded(quito.free_beside("cayambe"), "1702", "CAU Cayambe", "Pichincha");
        let guayaquil = founded(quito.free_beside("guayaquil"), "0901", "CAU Guayaquil", "Guayas");
        let country = Self { quito, cayambe, guayaquil };
        country.visits(
            &country.quito,
            ("2026-11-19", "employer_key"),
            &[("served", 2), ("not_served", 1), ("abandoned", 4)],
        );
        // Another month's.
        country.visits(&country.quito, ("2026-10-31", "employer_key"), &[("served", 9)]);
        country.complaints(&country.quito, ("2026-11-19", "employer_key"), 1);
        country.close(&country.cayambe, "2026-11-18", ("affiliate_key_unlock", 5), 2);
        country.visits(&country.cayambe, ("2026-11-20", "affiliate_key"), &[("served", 1)]);
        country.visits(&country.guayaquil, ("2026-11-20", "employer_key_recovery"), &[("served", 3)]);
        country.flows(&country.guayaquil, ("2026-11-20", "employer_key_recovery"), 2);
        Some(country)
    }

    fn schema(site: &Site) -> &str {
        site.place.server.as_ref().unwrap().schema()
    }

    fn role(site: &Site) -> &str {
        site.place.server.as_ref().unwrap().role()
    }

    /// As the owner of all, in the schema of a centre.
    pub(crate) fn sql(&self, site: &Site, sql: &str) -> String {
        let database = database_of(self.quito.place.server.as_ref().unwrap());
        postgres::shared().unwrap().psql(&database, &format!("SET search_path = {}, public; {sql}", Self::schema(site)))
    }

    pub(crate) fn visits(&self, site: &Site, (day, procedure): (&str, &str), outcomes: &[(&str, u32)]) {
        for (outcome, count) in outcomes {
            self.sql(
                site,
                &format!(
                    "WITH given AS (INSERT INTO turn (centre_id, code, procedure, origin, recorded_from, on_day, holder_kind, \
                       holder_number, holder_name, folded, state, vanished, created_by, created_at_ms) \
                       SELECT 1, '{day}-{procedure}-{outcome}-' || nth, '{procedure}', 'walk_in', 'window', '{day}', 'cedula', \
                       '1714307103', 'Quispe Rosa', 'quispe rosa', '{outcome}', 0, 1, 1 FROM generate_series(1, {count}) AS nth \
                       RETURNING id) \
                     INSERT INTO visit (centre_id, window_id, procedure, turn_id, state, outcome, accounting_day, opened_at_ms, \
                       clerk_id, ended_at_ms, employer_number, employer_branch, applicant_number, presenter_number, folded, draft, \
                       draft_revision, draft_at_ms, sample) \
                     SELECT 1, 1, '{procedure}', id, 'ended', '{outcome}', '{day}', 1, 1, 2, '', '', '1714307103', '', 'quispe rosa', \
                       '', 0, 1, 0 FROM given"
                ),
            );
        }
    }

    fn complaints(&self, site: &Site, (day, procedure): (&str, &str), count: u32) {
        self.sql(
            site,
            &format!(
                "INSERT INTO complaint (centre_id, window_id, recorded_by, recorded_at_ms, accounting_day, procedure, matter, resolution) \
                 SELECT 1, 1, 1, 1, '{day}', '{procedure}', 'la fila', 'otra ventanilla' FROM generate_series(1, {count})"
            ),
        );
    }

    fn flows(&self, site: &Site, (day, procedure): (&str, &str), count: u32) {
        self.sql(
            site,
            &format!(
                "INSERT INTO self_service (centre_id, window_id, begun_by, procedure, accounting_day, begun_at_ms, person_kind, \
                   person_number, employer_number, employer_branch, step, working, outcome, ended_at_ms, journal_n) \
                 SELECT 1, 1, 1, '{procedure}', '{day}', 1, 'cedula', '1714307103', '', '', 'ended', '', 'done', 2, 900 + nth \
                 FROM generate_series(1, {count}) AS nth"
            ),
        );
    }

    /// A day that was closed with these visits and complaints.
    fn close(&self, site: &Site, day: &str, (procedure, visits): (&str, u64), complaints: u64) {
        let attended = Attended {
            procedure: procedure.into(),
            outcome: VisitOutcome::Served,
            clerk: UserId(1),
            window: WindowId(1),
            visits,
        };
        let figures = Figures {
            attended: vec![attended],
            complaints: BTreeMap::from([(procedure.to_owned(), complaints)]),
            ..Figures::default()
        };
        let (house, _) = site.open(CHIEF).unwrap();
        let close = DayClose {
            centre: house.centre().id,
            day: day.parse().unwrap(),
            closed_at_ms: MORNING.0,
            closed_by: UserId(1),
            window: WindowId(1),
            journal_number: 800,
            figures,
        };
        house.store().write(|tx| store::day::add(tx, &close)).unwrap();
        house.close().unwrap();
    }

    /// Holds a table of a centre up, for longer than anybody waits for it.
    pub(crate) fn hold_up(&self, site: &Site) {
        self.sql(site, "BEGIN; LOCK TABLE complaint; SELECT pg_sleep(6); ROLLBACK");
    }

    /// Until that is so.
    pub(crate) fn until_held_up(&self, site: &Site) {
        let is_held =
            "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation = 'complaint'::regclass";
        while self.sql(site, is_held) == "0" {
            std::thread::yield_now();
        }
    }

    /// What the owner of a centre says of the role of a window of Quito.
    pub(crate) fn share(&self, of: &Site, sharing: Sharing) -> Result<(), Error> {
        share_figures(of.place.server.as_ref().unwrap(), OWNER, Self::role(&self.quito), sharing)
    }

    pub(crate) fn shared(self) -> Self {
        self.share(&self.cayambe, Sharing::Give).unwrap();
        self.share(&self.guayaquil, Sharing::Give).unwrap();
        self
    }
}

/// Counted by whoever supervises.
fn counted_with(
    house: &House,
    session: &Session,
    progress: &mut dyn FnMut(Progress),
    cancel: &CancelFlag,
) -> Result<CentresTable, Error> {
    let by = Supervising::of(session.actor())?;
    all_centres(&house.reader()?, by, (month(), MORNING), &mut Watch { progress, cancel })
}

fn counted(house: &House, session: &Session) -> Result<CentresTable, Error> {
    counted_with(house, session, &mut |_| {}, &CancelFlag::default())
}

/// The lines of each centre, by its name.
fn centres(table: &CentresTable) -> BTreeMap<String, CentreMonth> {
    table.table.centres().iter().map(|it| (it.name.clone(), it.clone())).collect()
}

fn why(table: &CentresTable, name: &str) -> Option<Unread> {
    centres(table)[name].counted.as_ref().err().copied()
}

#[test]
fn each_centre_is_counted_as_it_counts_itself_and_provinces_add_up() {
    let Some(country) = Country::new() else { return };
    let (house, chief) = country.quito.open(CHIEF).unwrap();
    let by = Supervising::of(chief.actor()).unwrap();
    let in_reach = || centres_in_reach(&house.reader().unwrap(), by).unwrap();
    assert_eq!((in_reach(), code(counted(&house, &chief))), (1, "alone".to_owned()));
    country.share(&country.cayambe, Sharing::Give).unwrap();
    assert_eq!(in_reach(), 2);
    let country = country.shared();
    assert_eq!(in_reach(), 3);
    let table = counted(&house, &chief).unwrap();
    for site in [&country.quito, &country.cayambe, &country.guayaquil] {
        let own = if std::ptr::eq(site, &country.quito) { None } else { Some(site.open(CHIEF).unwrap().0) };
        let own = own.as_ref().unwrap_or(&house);
        let alone = transparency(&own.reader().unwrap(), by, month()).unwrap();
        let beside = centres(&table)[&alone.centre].counted.clone().unwrap();
        assert_eq!((beside.lines, beside.self_service), (alone.lines, alone.self_service), "{}", alone.centre);
        assert_eq!(beside.open_days, alone.open_days.len(), "{}", alone.centre);
    }
    let procedures = table.table.procedures();
    assert_eq!(procedures, ["employer_key", "employer_key_recovery", "affiliate_key", "affiliate_key_unlock"]);
    let rows = table.table.rows();
    let said: Vec<(RowOf, &str, Vec<u64>, Vec<u64>)> = rows
        .iter()
        .map(|row| (row.of, row.name.as_str(), row.figures(Volume::Attentions), row.figures(Volume::Complaints)))
        .collect();
    assert_eq!(
        said,
        [
            (RowOf::Province, "Guayas", vec![0, 3, 0, 0], vec![0, 0, 0, 0]),
            (RowOf::Centre, "CAU Guayaquil", vec![0, 3, 0, 0], vec![0, 0, 0, 0]),
            (RowOf::Province, "Pichincha", vec![3, 0, 1, 5], vec![1, 0, 0, 2]),
            (RowOf::Centre, "CAU Cayambe", vec![0, 0, 1, 5], vec![0, 0, 0, 2]),
            (RowOf::Centre, "CAU Quito", vec![3, 0, 0, 0], vec![1, 0, 0, 0]),
            (RowOf::All, "Total", vec![3, 3, 1, 5], vec![1, 0, 0, 2]),
        ]
    );
    assert_eq!(table.table.self_service()["employer_key_recovery"].figures(), [2, 2, 0, 0, 0]);

    // All of it is one moment, also what is counted last.
    let mut told = Vec::new();
    let mut meanwhile = |at: Progress| {
        told.push((at.done, at.total));
        if at.done == 1 {
            country.visits(&country.guayaquil, ("2026-11-20", "affiliate_key"), &[("served", 7)]);
        }
    };
    let again = counted_with(&house, &chief, &mut meanwhile, &CancelFlag::default()).unwrap();
    assert_eq!(again.table, table.table);
    assert_eq!(told, [0, 1, 2, 3].map(|done| (done, Some(3))));
    assert_eq!(counted(&house, &chief).unwrap().table.rows().last().unwrap().total(Volume::Attentions), 19);

    // It stops where that is asked.
    let cancel = CancelFlag::default();
    let stopped = counted_with(
        &house,
        &chief,
        &mut |at| {
            if at.done == 1 {
                cancel.cancel()
            }
        },
        &cancel,
    );
    assert!(matches!(stopped, Err(Error::Cancelled)), "{stopped:?}");
}

#[test]
fn a_centre_that_cannot_be_counted_is_named_with_its_reason_and_in_no_sum() {
    let Some(country) = Country::new().map(Country::shared) else { return };
    let (house, chief) = country.quito.open(CHIEF).unwrap();
    let there = &country.guayaquil;
    let total = |table: &CentresTable| {
        let row = table.table.rows().pop().unwrap();
        (row.total(Volume::Attentions), row.name)
    };
    let partly = (9, "Total (2 de 3)".to_owned());
    for (sql, expected) in [
        ("UPDATE schema_version SET version = version + 1", Unread::Newer),
        ("UPDATE schema_version SET version = version - 2", Unread::Older),
    ] {
        country.sql(there, sql);
        let table = counted(&house, &chief).unwrap();
        assert_eq!((why(&table, "CAU Guayaquil"), total(&table)), (Some(expected), partly.clone()));
    }
    country.sql(there, "UPDATE schema_version SET version = version + 1");
    country.sql(there, "ALTER TABLE store_identity DISABLE TRIGGER ALL; UPDATE store_identity SET demo = 0");
    assert_eq!(why(&counted(&house, &chief).unwrap(), "CAU Guayaquil"), Some(Unread::OtherKind));
    country.sql(there, "UPDATE store_identity SET demo = 1");
    assert_eq!(why(&counted(&house, &chief).unwrap(), "CAU Guayaquil"), None);
    // A row that is no figure.
    country.sql(
        there,
        "INSERT INTO day_close (centre_id, on_day, closed_at_ms, closed_by, window_id, journal_n, figures) \
         VALUES (1, '2026-11-02', 1, 1, 1, 700, 'x')",
    );
    assert_eq!(why(&counted(&house, &chief).unwrap(), "CAU Guayaquil"), Some(Unread::Failed));
    country.sql(there, "ALTER TABLE day_close DISABLE TRIGGER ALL; DELETE FROM day_close");
    // A right that lacks a part, and then who it is.
    let role = Country::role(&country.quito);
    country.sql(there, &format!("REVOKE ALL ON visit FROM {role}"));
    let table = counted(&house, &chief).unwrap();
    assert_eq!((why(&table, "CAU Guayaquil"), total(&table)), (Some(Unread::NotLetIn), partly));
    country.sql(there, &format!("REVOKE ALL ON centre FROM {role}"));
    let table = counted(&house, &chief).unwrap();
    assert_eq!(why(&table, "guayaquil"), Some(Unread::NotLetIn));
    assert_eq!(table.table.rows().iter().rev().nth(2).unwrap().name, "Sin provincia (0 de 1)");
}

/// One that holds its tables up does not hold up the others.
#[test]
fn a_centre_that_does_not_answer_is_passed_by() {
    let Some(country) = Country::new().map(Country::shared) else { return };
    let (house, chief) = country.quito.open(CHIEF).unwrap();
    std::thread::scope(|scope| {
        let holding = scope.spawn(|| country.hold_up(&country.cayambe));
        country.until_held_up(&country.cayambe);
        let table = counted(&house, &chief).unwrap();
        assert!(!holding.is_finished(), "it was waited for");
        assert_eq!(why(&table, "CAU Cayambe"), Some(Unread::Failed));
        assert_eq!(table.table.rows().pop().unwrap().total(Volume::Attentions), 6);
    });
    assert_eq!(counted(&house, &chief).unwrap().table.unread().count(), 0);
}

#[test]
fn the_right_reaches_the_figures_and_nobody_s_name() {
    let Some(country) = Country::new().map(Country::shared) else { return };
    country.sql(&country.guayaquil, "INSERT INTO setting (centre_id, name, value) VALUES (1, 'mail', 'secreta'), (1, 'centre', '{}'), (1, 'closes_from', '2026-11-01')");
    let (house, chief) = country.quito.open(CHIEF).unwrap();
    let reader = house.reader().unwrap();
    let read = |sql: &str| reader.all(sql, [], |row| Ok(row.columns()));
    let everything = country.sql(
        &country.guayaquil,
        "SELECT string_agg(table_name || '.' || column_name, ' ') FROM information_schema.columns WHERE table_schema = 'guayaquil'",
    );
    let readable: Vec<&str> = everything
        .split(' ')
        .filter(|it| {
            let (table, column) = it.split_once('.').unwrap();
            read(&format!("SELECT \"{column}\" FROM guayaquil.\"{table}\"")).is_ok()
        })
        .collect();
    let may = [
        "centre.canton centre.code centre.id centre.name centre.province centre.zone",
        "complaint.accounting_day complaint.centre_id complaint.procedure",
        "day_close.centre_id day_close.figures day_close.on_day",
        "journal.accounting_day journal.n",
        "schema_version.version",
        "self_service.accounting_day self_service.centre_id self_service.outcome self_service.procedure",
        "setting.centre_id setting.name setting.value",
        "store_identity.demo store_identity.id",
        "visit.accounting_day visit.centre_id visit.clerk_id visit.outcome visit.procedure visit.state visit.window_id",
    ];
    let mut readable = readable;
    readable.sort_unstable();
    assert_eq!(readable, may.join(" ").split(' ').collect::<Vec<_>>());
    // Of the settings the one that says from when on days are closed.
    let settings = reader.all("SELECT name FROM guayaquil.setting", [], |row| row.get::<String>(0)).unwrap();
    assert_eq!(settings, ["closes_from"]);
    // The centre's own windows see all of them, and count as before.
    let (own, _) = country.guayaquil.open(CHIEF).unwrap();
    assert!(store::centre::settings(&own.reader().unwrap()).unwrap().len() >= 3);

    // It changes nothing, of what it reads and of what it does not.
    let one_of_each = may.iter().map(|it| it.split(' ').next().unwrap());
    for column in one_of_each.chain(["turn.id", "app_user.id", "vault_slot.user_id", "journal_detail.n"]) {
        let (table, column) = column.split_once('.').unwrap();
        for sql in [
            format!("DELETE FROM guayaquil.{table}"),
            format!("UPDATE guayaquil.{table} SET {column} = {column}"),
            format!("INSERT INTO guayaquil.{table} DEFAULT VALUES"),
        ] {
            let done = house.store().write(|tx| tx.execute(&sql, []).while_doing("escribir"));
            assert!(matches!(done, Err(store::Error::NotLetIn { .. })), "{sql}: {done:?}");
        }
    }
    // Its own centre it works at as before.
    scheduled(&house, &chief, 0);

    // What was taken back is gone, all of it.
    country.share(&country.guayaquil, Sharing::TakeBack).unwrap();
    let still: Vec<&&str> = readable
        .iter()
        .filter(|it| {
            let (table, column) = it.split_once('.').unwrap();
            read(&format!("SELECT {column} FROM guayaquil.{table}")).is_ok()
        })
        .collect();
    assert!(still.is_empty(), "{still:?}");
    assert_eq!(counted(&house, &chief).unwrap().table.centres().len(), 2);
}

#[test]
fn the_right_is_given_to_windows_of_other_centres_alone() {
    let Some(country) = Country::new() else { return };
    let (quito, guayaquil) = (&country.quito, &country.guayaquil);
    let address = |site: &Site| site.place.server.clone().unwrap();
    let give = |role: &str, sharing| share_figures(&address(guayaquil), OWNER, role, sharing);
    let own = address(guayaquil).role().to_owned();
    let reception = quito.another_machine_as(Duty::Arrivals, 1);
    let nobody = "nadie".to_owned();
    for role in [&own, &address(&reception).role().to_owned(), &nobody, &postgres::ROLE.to_owned()] {
        let given = give(role, Sharing::Give);
        assert!(matches!(given, Err(Error::Store(store::Error::NoWindowElsewhere { .. }))), "{role}: {given:?}");
        let taken = give(role, Sharing::TakeBack);
        assert!(matches!(taken, Err(Error::Store(store::Error::NotShared { .. }))), "{role}: {taken:?}");
    }
    assert_eq!(shares_figures_with(&address(guayaquil), OWNER).unwrap(), Vec::<String>::new());
    // Whoever is no owner gives nothing.
    let role = address(quito).role().to_owned();
    let as_window = share_figures(&address(guayaquil), (&own, b"otra"), &role, Sharing::Give);
    assert!(matches!(as_window, Err(Error::Store(store::Error::NotLetIn { .. }))), "{as_window:?}");
    give(&role, Sharing::Give).unwrap();
    give(&role, Sharing::Give).unwrap();
    assert_eq!(shares_figures_with(&address(guayaquil), OWNER).unwrap(), [role]);
    // The machine that takes the place of the window has its role, and with it the right.
    let replaced = quito.free_beside("centro");
    let mut place = replaced.place.clone();
    place.server = Some(address(quito));
    let joining = Joining { duty: Duty::Window, window: 1, in_its_place: true };
    join(&place, OWNER, joining, KdfCost::sample()).unwrap();
    let (house, chief) = House::open(&place, CHIEF, &password(), 1, quito.clock.clone()).unwrap();
    assert_eq!(counted(&house, &chief).unwrap().table.centres().len(), 2);
    // Nobody but supervision counts, and the centres that share are counted by nobody of theirs.
    staff(&house, &chief);
    assert_eq!(code(counted(&house, &log_in(&house, CLERK, 1))), "role");
    let (there, their_chief) = guayaquil.open(CHIEF).unwrap();
    assert_eq!(code(counted(&there, &their_chief)), "alone");
}

#[test]
fn a_centre_on_a_file_has_no_others_beside_it() {
    let site = Site::free_on_file();
    let (house, chief) = site.found().unwrap();
    let by = Supervising::of(chief.actor()).unwrap();
    assert_eq!(centres_in_reach(&house.reader().unwrap(), by).unwrap(), 0);
    assert_eq!(code(counted(&house, &chief)), "no_server");
}
