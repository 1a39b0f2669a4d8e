//! What a centre's owner lets the machines of other centres read: what the month is counted from, by columns, and nothing else.
//! And which settings are seen by whom.
//!
//! Columns are granted, and no views made: what the queries of the month name is what stands here, and a column that comes
//! later is nobody's until it is named.

use super::super::fault::Fault;
use super::super::link::Link;
use super::{WAITS_BRIEFLY, grant, quoted};
use crate::store::day::CLOSES_FROM;
use crate::store::link;
use crate::store::transaction::Company;

/// What the month of a centre is counted from. Of a visit nothing says whose it was; of a close its figures, which know
/// accounts by their numbers alone; of the journal when its days began.
const FIGURES: [(&str, &str); 9] = [
    ("schema_version", "SELECT"),
    ("store_identity", "SELECT (id, demo)"),
    ("centre", "SELECT"),
    ("setting", "SELECT (centre_id, name, value)"),
    ("day_close", "SELECT (centre_id, on_day, figures)"),
    ("visit", "SELECT (centre_id, accounting_day, procedure, state, outcome, clerk_id, window_id)"),
    ("complaint", "SELECT (centre_id, accounting_day, procedure)"),
    ("self_service", "SELECT (centre_id, accounting_day, procedure, outcome)"),
    ("journal", "SELECT (n, accounting_day)"),
];

/// Which settings an arrival desk reads: the mail's password and whom the centre trusts are not among them.
const SETTINGS_AT_ARRIVALS: [&str; 2] = ["centre", "clock_baseline_ms"];

/// Lets a role read what the month is counted from.
pub(in crate::store::postgres) fn share(link: &Link, schema: &str, role: &str) -> link::Result<()> {
    let quoted = quoted(role);
    let writing = link.begin(Company::Alone);
    link.batch(WAITS_BRIEFLY)?;
    hide_settings(link, schema)?;
    take_back(link, schema, &quoted)?;
    link.batch(&format!("GRANT USAGE ON SCHEMA {schema} TO {quoted}"))?;
    grant(link, schema, &quoted, &FIGURES)?;
    Ok(writing.commit()?)
}

/// Takes it back, all of it.
pub(in crate::store::postgres) fn unshare(link: &Link, schema: &str, role: &str) -> link::Result<()> {
    let writing = link.begin(Company::Alone);
    link.batch(WAITS_BRIEFLY)?;
    take_back(link, schema, &quoted(role))?;
    Ok(writing.commit()?)
}

fn take_back(link: &Link, schema: &str, quoted: &str) -> link::Result<()> {
    link.batch(&format!("REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {quoted}"))?;
    Ok(link.batch(&format!("REVOKE ALL ON SCHEMA {schema} FROM {quoted}"))?)
}

/// The roles that read the figures of this centre's closes and are no machines of its own.
pub(in crate::store::postgres) fn shared_with(link: &Link, schema: &str) -> link::Result<Vec<String>> {
    let rows = link.rows(
        "SELECT DISTINCT CAST(rolname AS TEXT) FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid \
         JOIN pg_namespace ON pg_namespace.oid = relnamespace, \
         aclexplode(attacl) AS given JOIN pg_roles ON pg_roles.oid = given.grantee \
         WHERE nspname = ?1 AND relname = 'day_close' AND attname = 'figures' ORDER BY 1",
        &[schema],
    )?;
    let roles: Result<Vec<String>, _> = rows.iter().map(|row| row.try_get(0)).collect();
    Ok(roles.map_err(Fault::from)?)
}

/// Whoever may not issue sees few of the settings: an arrival desk those of its own, another centre's machine from which day on
/// days are closed.
pub(super) fn hide_settings(link: &Link, schema: &str) -> link::Result<()> {
    let shown = SETTINGS_AT_ARRIVALS.map(|name| format!("'{name}'")).join(", ");
    let may_add_to = |table: &str| format!("has_table_privilege('{schema}.{table}', 'INSERT')");
    for (policy, to) in [
        ("of_windows", format!("USING ({})", may_add_to("issuance"))),
        ("of_arrivals", format!("FOR SELECT USING (name IN ({shown}) AND {})", may_add_to("journal"))),
        ("of_figures", format!("FOR SELECT USING (name = '{CLOSES_FROM}')")),
    ] {
        link.batch(&format!("DROP POLICY IF EXISTS {policy} ON {schema}.setting"))?;
        link.batch(&format!("CREATE POLICY {policy} ON {schema}.setting {to}"))?;
    }
    Ok(link.batch(&format!("ALTER TABLE {schema}.setting ENABLE ROW LEVEL SECURITY"))?)
}
