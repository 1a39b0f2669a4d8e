//! The schema of a centre: frozen, numbered migrations over a table of one row. One transaction, or nothing.

mod sharing;

use super::fault::Fault;
use super::link::Link;
use super::server::Server;
use crate::domain::duty::Duty;
use crate::store::link;
use crate::store::transaction::Company;

pub(super) use sharing::{share, shared_with, unshare};

/// Every step, in order; the first makes an empty schema version 1.
const MIGRATIONS: &[&str] = &[include_str!("p001.sql")];

/// The newest version that this program knows.
pub(in crate::store) fn newest() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// What stands on a server alone.
const OWN: [&str; 2] = ["scan_blob", "vault_slot"];

/// The tables that both engines have, in an order in which each refers only to those before it.
pub(in crate::store) fn tables() -> Vec<String> {
    let named = MIGRATIONS.iter().flat_map(|step| step.lines()).filter_map(|line| line.strip_prefix("CREATE TABLE "));
    let names = named.filter_map(|rest| Some(rest.split_once(" (")?.0.trim_matches('"').to_owned()));
    names.filter(|name| !OWN.contains(&name.as_str())).collect()
}

/// The version of a centre's tables; none where there are none.
pub(super) fn version(link: &Link, schema: &str) -> link::Result<Option<i64>> {
    // Not by the information schema: it hides what the role that asks has no right on.
    let there = link.rows(
        "SELECT 1 FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace \
         WHERE nspname = ?1 AND relname = 'schema_version'",
        &[schema],
    )?;
    if there.is_empty() {
        return Ok(None);
    }
    let rows = link.rows(&format!("SELECT version FROM {schema}.schema_version"), &[])?;
    Ok(rows.first().map(|row| row.try_get(0)).transpose().map_err(Fault::from)?)
}

/// Were the tables of a centre made more than a minute before this moment, and nothing put into them? So a founding leaves them
/// that was cut. A younger one may be under way.
fn is_left_unfinished(link: &Link, schema: &str, now_ms: i64) -> link::Result<bool> {
    if version(link, schema)?.is_none() {
        return Ok(false);
    }
    let sql = format!(
        "SELECT 1 FROM {schema}.store_identity WHERE created_at_ms < ?1 AND NOT EXISTS (SELECT 1 FROM {schema}.centre) \
         AND NOT EXISTS (SELECT 1 FROM {schema}.journal)"
    );
    Ok(!link.rows(&sql, &[now_ms.saturating_sub(FOUNDED_WITHIN_MS)])?.is_empty())
}

/// So long a founding may take between its tables and its first rows.
const FOUNDED_WITHIN_MS: i64 = 60_000;

/// Removes what a founding that was cut left of a centre; answers whether there was that. Looked at once nobody else is at work
/// there: a centre may just have been moved to this place.
pub(super) fn remove_unfinished(link: &Link, schema: &str, role: &str, now_ms: i64) -> link::Result<bool> {
    let writing = link.begin(Company::Alone);
    let is_left = is_left_unfinished(link, schema, now_ms)?;
    if is_left {
        drop_tables(link, schema, role)?;
    }
    writing.commit()?;
    Ok(is_left)
}

/// Removes the tables of a centre, and the role that came in there and nowhere else.
pub(super) fn remove(link: &Link, schema: &str, role: &str) -> link::Result<()> {
    let writing = link.begin(Company::Alone);
    drop_tables(link, schema, role)?;
    Ok(writing.commit()?)
}

fn drop_tables(link: &Link, schema: &str, role: &str) -> link::Result<()> {
    let is_own = known(link, schema, role)? == RoleThere::OfThisCentre;
    link.batch(&format!("DROP SCHEMA {schema} CASCADE"))?;
    if is_own {
        link.batch(&format!("DROP ROLE {}", quoted(role)))?;
    }
    Ok(())
}

/// Makes the tables of a centre, and what `first` writes into them, or nothing.
pub(super) fn create(link: &Link, schema: &str, first: impl FnOnce(&Link) -> link::Result<()>) -> link::Result<()> {
    let writing = link.begin(Company::Alone);
    link.batch("CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public")?;
    link.batch(&format!("CREATE SCHEMA {schema}"))?;
    link.batch("CREATE TABLE schema_version (version BIGINT NOT NULL)")?;
    for step in MIGRATIONS {
        link.batch(step)?;
    }
    link.execute("INSERT INTO schema_version (version) VALUES (?1)", &[newest()])?;
    first(link)?;
    Ok(writing.commit()?)
}

/// What a window's role may do with each table besides reading it and adding to it. Of the others: everything.
const ONLY: [(&str, &str); 6] = [
    ("schema_version", ""),
    ("store_identity", "UPDATE (serial_epoch)"),
    ("journal", ""),
    ("journal_signature", ""),
    ("journal_detail", "DELETE"),
    ("day_close", ""),
];

/// What an arrival desk's role may do: read the turns and what a login needs, mark who is here, give turns, and leave its
/// entries.
const ARRIVALS: [(&str, &str); 14] = [
    ("schema_version", "SELECT"),
    ("store_identity", "SELECT"),
    ("centre", "SELECT"),
    ("service_window", "SELECT"),
    ("setting", "SELECT"),
    ("vault_slot", "SELECT"),
    ("app_user", "SELECT, UPDATE (last_login_at_ms)"),
    ("journal", "SELECT, INSERT"),
    ("journal_detail", "INSERT"),
    ("journal_signature", "INSERT"),
    ("operation_result", "SELECT, INSERT"),
    ("day_close", "SELECT"),
    ("turn", TURNS_AT_ARRIVALS),
    ("turn_call", "SELECT"),
];

/// Of a turn whether its person is here, and nothing of whose it is.
const TURNS_AT_ARRIVALS: &str = "SELECT, INSERT, UPDATE (state, arrived_at_ms, called_at_ms, called_window, called_by, \
                                 calls, ended_at_ms)";

/// What a call screen's role may do: read which turn is called to which window. Whose turn it is it cannot read.
const CALLS: [(&str, &str); 6] = [
    ("schema_version", "SELECT"),
    ("store_identity", "SELECT"),
    ("centre", "SELECT"),
    ("service_window", "SELECT"),
    ("vault_slot", "SELECT"),
    ("turn", "SELECT (id, centre_id, code, on_day, state, called_at_ms, called_window, calls)"),
];

/// Is there a schema of this name, whosever it is?
pub(super) fn exists(link: &Link, schema: &str) -> link::Result<bool> {
    Ok(!link.rows("SELECT 1 FROM pg_namespace WHERE nspname = ?1", &[schema])?.is_empty())
}

/// What a role is already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoleThere {
    /// There is none of this name.
    Free,
    /// A machine's of this centre, and nothing else.
    OfThisCentre,
    /// A machine's of another centre of the database, and nothing else.
    OfAnotherCentre(String),
    /// Another program's, the owner's own, or several centres'.
    Other,
}

/// Looks what a role is already.
pub(super) fn known(link: &Link, schema: &str, role: &str) -> link::Result<RoleThere> {
    let there = link.rows(
        "SELECT CASE WHEN rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolname = current_user \
         THEN 1 ELSE 0 END FROM pg_roles WHERE rolname = ?1",
        &[role],
    )?;
    let Some(row) = there.first() else { return Ok(RoleThere::Free) };
    let is_mighty: i32 = row.try_get(0).map_err(Fault::from)?;
    // Not by the information schema: it says nothing of the centres of another owner.
    let centres = link.rows(
        "SELECT CAST(nspname AS TEXT) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace, \
         aclexplode(relacl) AS given JOIN pg_roles ON pg_roles.oid = given.grantee \
         WHERE relname = 'vault_slot' AND given.privilege_type = 'SELECT' AND given.grantee <> relowner \
         AND rolname = ?1",
        &[role],
    )?;
    let centres: Result<Vec<String>, _> = centres.iter().map(|row| row.try_get(0)).collect();
    Ok(match centres.map_err(Fault::from)?.as_slice() {
        [one] if one == schema && is_mighty == 0 => RoleThere::OfThisCentre,
        [other] if is_mighty == 0 => RoleThere::OfAnotherCentre(other.clone()),
        _ => RoleThere::Other,
    })
}

/// Is a role a window's of the centre in this schema?
pub(super) fn is_window(link: &Link, schema: &str, role: &str) -> link::Result<bool> {
    let may = "SELECT 1 FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE nspname = ?2 \
               AND relname = 'issuance' AND has_table_privilege(CAST(?1 AS NAME), pg_class.oid, 'INSERT')";
    Ok(!link.rows(may, &[role, schema])?.is_empty())
}

/// Makes the role where there is none, under its password, and gives it the rights of its duty and no others.
pub(super) fn admit(link: &Link, schema: &str, machine: &Server, duty: Duty) -> link::Result<()> {
    let role = machine.address().role();
    let quoted = quoted(role);
    let writing = link.begin(Company::Alone);
    link.batch(WAITS_BRIEFLY)?;
    let there = link.rows("SELECT 1 FROM pg_roles WHERE rolname = ?1", &[role])?;
    let make = if there.is_empty() { "CREATE" } else { "ALTER" };
    link.batch(&format!("{make} ROLE {quoted} LOGIN PASSWORD '{}'", machine.verifier()))?;
    link.batch(&format!("REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {quoted}"))?;
    link.batch(&format!("REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM {quoted}"))?;
    link.batch(&format!("GRANT USAGE ON SCHEMA {schema} TO {quoted}"))?;
    match duty {
        Duty::Window => {
            link.batch(&format!("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {quoted}"))?;
            link.batch(&format!("GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA {schema} TO {quoted}"))?;
            for (table, besides) in ONLY {
                link.batch(&format!("REVOKE UPDATE, DELETE, TRUNCATE ON {schema}.{table} FROM {quoted}"))?;
                if !besides.is_empty() {
                    link.batch(&format!("GRANT {besides} ON {schema}.{table} TO {quoted}"))?;
                }
            }
            link.batch(&format!("REVOKE INSERT ON {schema}.schema_version, {schema}.store_identity FROM {quoted}"))?;
        }
        Duty::Arrivals => {
            grant(link, schema, &quoted, &ARRIVALS)?;
            sharing::hide_settings(link, schema)?;
        }
        Duty::Calls => grant(link, schema, &quoted, &CALLS)?,
    }
    Ok(writing.commit()?)
}

/// Whoever waits for a table that somebody reads for long, as a dump does, keeps everybody else from it.
const WAITS_BRIEFLY: &str = "SET LOCAL lock_timeout = 3000";

fn grant(link: &Link, schema: &str, quoted: &str, rights: &[(&str, &str)]) -> link::Result<()> {
    for (table, rights) in rights {
        link.batch(&format!("GRANT {rights} ON {schema}.{table} TO {quoted}"))?;
    }
    Ok(())
}

/// What the role that asks is for: its rights say so, and nothing else does.
pub(super) fn duty(link: &Link, schema: &str) -> link::Result<Duty> {
    let may = format!(
        "SELECT CASE WHEN has_table_privilege('{schema}.issuance', 'INSERT') THEN 'window' \
         WHEN has_table_privilege('{schema}.journal', 'INSERT') THEN 'arrivals' ELSE 'calls' END"
    );
    let rows = link.rows(&may, &[])?;
    let code: Option<String> = rows.first().map(|row| row.try_get(0)).transpose().map_err(Fault::from)?;
    Ok(code.as_deref().and_then(Duty::from_code).unwrap_or(Duty::Calls))
}

/// Gives the role that asks another password, the one that `next` comes in with.
pub(super) fn change_password(link: &Link, next: &Server) -> link::Result<()> {
    let role = quoted(next.address().role());
    Ok(link.batch(&format!("ALTER ROLE {role} PASSWORD '{}'", next.verifier()))?)
}

/// A name as the server takes it, whatever letters are in it.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
