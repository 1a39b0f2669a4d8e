//! The store's own identity, its centre, the windows, the centre's settings and holidays.

use chrono::NaiveDate;

use super::column::Day;
use super::error::{Error, WhileDoing as _};
use super::transaction::{Reader, Transaction};
use crate::domain::calendar::Zone;
use crate::domain::id::{CentreId, WindowId};

/// What this store is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// 16 random bytes, shared with the vault.
    pub store_id: [u8; 16],
    /// Made by `demo`: everything printed from it says MUESTRA SIN VALOR.
    pub demo: bool,
    /// Raised by every restore, part of every serial.
    pub serial_epoch: u16,
}

/// The store's identity.
pub fn identity(reader: &Reader) -> Result<Identity, Error> {
    reader
        .one("SELECT store_id, demo, serial_epoch FROM store_identity WHERE id = 1", [], |row| {
            Ok(Identity { store_id: row.get(0)?, demo: row.get(1)?, serial_epoch: row.get(2)? })
        })
        .while_doing("leer la identidad del almacén")
}

/// Was it made by `demo`? Of a centre of which nothing else of its identity may be read.
pub fn is_demo(reader: &Reader) -> Result<bool, Error> {
    reader
        .one("SELECT demo FROM store_identity WHERE id = 1", [], |row| row.get(0))
        .while_doing("leer la identidad del almacén")
}

/// Raises the serial epoch past its own and past `seen`, and answers the new one: from here on no serial of an earlier
/// epoch is given out again.
pub fn raise_serial_epoch(tx: &Transaction<'_>, seen: u16) -> Result<u16, Error> {
    tx.execute("UPDATE store_identity SET serial_epoch = CASE WHEN serial_epoch > ?1 THEN serial_epoch ELSE ?1 END + 1 WHERE id = 1", [seen])
        .while_doing("empezar otra época de series")?;
    Ok(identity(tx)?.serial_epoch)
}

/// A service centre.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Centre {
    /// Its id in this store.
    pub id: CentreId,
    /// Its short code, part of every serial.
    pub code: String,
    /// Its name, as on paper.
    pub name: String,
    /// Its province.
    pub province: String,
    /// Its canton.
    pub canton: String,
    /// Its time zone.
    pub zone: Zone,
}

/// Adds the centre; its `id` is ignored and answered.
pub fn add_centre(tx: &Transaction<'_>, centre: &Centre) -> Result<CentreId, Error> {
    tx.insert(
        "INSERT INTO centre (code, name, province, canton, zone) VALUES (?1, ?2, ?3, ?4, ?5)",
        (&centre.code, &centre.name, &centre.province, &centre.canton, zone_code(centre.zone)),
    )
    .while_doing("guardar el centro de atención")
    .map(CentreId)
}

/// The centres of this store, the first one first.
pub fn centres(reader: &Reader) -> Result<Vec<Centre>, Error> {
    reader
        .all("SELECT id, code, name, province, canton, zone FROM centre ORDER BY id", [], |row| {
            Ok(Centre {
                id: row.get(0)?,
                code: row.get(1)?,
                name: row.get(2)?,
                province: row.get(3)?,
                canton: row.get(4)?,
                zone: if row.get::<String>(5)? == zone_code(Zone::Galapagos) {
                    Zone::Galapagos
                } else {
                    Zone::Mainland
                },
            })
        })
        .while_doing("leer los centros de atención")
}

fn zone_code(zone: Zone) -> &'static str {
    match zone {
        Zone::Mainland => "mainland",
        Zone::Galapagos => "galapagos",
    }
}

/// A service window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceWindow {
    /// Its id in this store.
    pub id: WindowId,
    /// Its centre.
    pub centre: CentreId,
    /// The number over it.
    pub number: u16,
}

/// Gives a centre another name.
pub fn rename(tx: &Transaction<'_>, centre: CentreId, name: &str) -> Result<(), Error> {
    tx.execute("UPDATE centre SET name = ?2 WHERE id = ?1", (centre, name))
        .while_doing("cambiar el nombre del centro")
        .map(drop)
}

/// Did anybody ever work at this window? What was done there names it for good.
pub fn window_was_used(reader: &Reader, window: WindowId) -> Result<bool, Error> {
    reader
        .one("SELECT EXISTS (SELECT 1 FROM journal WHERE window_id = ?1)", [window], |row| row.get(0))
        .while_doing("buscar lo hecho en una ventanilla")
}

/// Removes a window that nobody worked at.
pub fn remove_window(tx: &Transaction<'_>, window: WindowId) -> Result<(), Error> {
    tx.execute("DELETE FROM service_window WHERE id = ?1", [window]).while_doing("quitar una ventanilla").map(drop)
}

/// Adds a window.
pub fn add_window(tx: &Transaction<'_>, centre: CentreId, number: u16) -> Result<WindowId, Error> {
    tx.insert("INSERT INTO service_window (centre_id, number) VALUES (?1, ?2)", (centre, number))
        .while_doing("guardar la ventanilla")
        .map(WindowId)
}

/// The windows, by number.
pub fn windows(reader: &Reader) -> Result<Vec<ServiceWindow>, Error> {
    reader
        .all("SELECT id, centre_id, number FROM service_window ORDER BY centre_id, number", [], |row| {
            Ok(ServiceWindow { id: row.get(0)?, centre: row.get(1)?, number: row.get(2)? })
        })
        .while_doing("leer las ventanillas")
}

/// A window's number, held: nobody else of that window does what holds it until the transaction ends.
pub fn window_held(tx: &Transaction<'_>, id: WindowId) -> Result<Option<u16>, Error> {
    tx.held("SELECT number FROM service_window WHERE id = ?1", [id], |row| row.get(0))
        .while_doing("leer las ventanillas")
}

/// A setting's value, where one was set.
pub fn setting(reader: &Reader, centre: CentreId, name: &str) -> Result<Option<String>, Error> {
    reader
        .maybe("SELECT value FROM setting WHERE centre_id = ?1 AND name = ?2", (centre, name), |row| row.get(0))
        .while_doing("leer la configuración")
}

/// The values of two settings, where they were set, in one question.
pub fn two_settings(reader: &Reader, centre: CentreId, names: [&str; 2]) -> Result<[Option<String>; 2], Error> {
    let [first, second] = names;
    let mut found: Vec<(String, String)> = reader
        .all(
            "SELECT name, value FROM setting WHERE centre_id = ?1 AND name IN (?2, ?3)",
            (centre, first, second),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .while_doing("leer la configuración")?;
    Ok(names.map(|name| found.iter().position(|(known, _)| known == name).map(|at| found.swap_remove(at).1)))
}

/// Every setting of every centre: its name and its value.
pub fn settings(reader: &Reader) -> Result<Vec<(String, String)>, Error> {
    reader
        .all("SELECT name, value FROM setting ORDER BY centre_id, name", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .while_doing("leer la configuración")
}

/// Sets a setting.
pub fn set_setting(tx: &Transaction<'_>, centre: CentreId, name: &str, value: &str) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO setting (centre_id, name, value) VALUES (?1, ?2, ?3) \
         ON CONFLICT (centre_id, name) DO UPDATE SET value = excluded.value",
        (centre, name, value),
    )
    .while_doing("guardar la configuración")
    .map(drop)
}

/// Sets a setting that is a whole number, unless it is as high already.
pub fn raise_setting(tx: &Transaction<'_>, centre: CentreId, name: &str, value: i64) -> Result<(), Error> {
    tx.tell(
        "INSERT INTO setting (centre_id, name, value) VALUES (?1, ?2, ?3) \
         ON CONFLICT (centre_id, name) DO UPDATE SET value = excluded.value \
         WHERE CAST(setting.value AS BIGINT) < CAST(excluded.value AS BIGINT)",
        (centre, name, value.to_string()),
    )
    .while_doing("guardar la configuración")
}

/// The centre's holidays, in order.
pub fn holidays(reader: &Reader, centre: CentreId) -> Result<Vec<(NaiveDate, String)>, Error> {
    reader
        .all("SELECT on_day, name FROM holiday WHERE centre_id = ?1 ORDER BY on_day", [centre], |row| {
            Ok((row.get::<Day>(0)?.0, row.get(1)?))
        })
        .while_doing("leer los feriados")
}

/// Adds or renames a holiday.
pub fn set_holiday(tx: &Transaction<'_>, centre: CentreId, on: NaiveDate, name: &str) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO holiday (centre_id, on_day, name) VALUES (?1, ?2, ?3) \
         ON CONFLICT (centre_id, on_day) DO UPDATE SET name = excluded.name",
        (centre, Day(on), name),
    )
    .while_doing("guardar un feriado")
    .map(drop)
}

/// Takes a holiday off the list.
pub fn remove_holiday(tx: &Transaction<'_>, centre: CentreId, on: NaiveDate) -> Result<(), Error> {
    tx.execute("DELETE FROM holiday WHERE centre_id = ?1 AND on_day = ?2", (centre, Day(on)))
        .while_doing("quitar un feriado")
        .map(drop)
}
