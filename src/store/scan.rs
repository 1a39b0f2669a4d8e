//! Which scan belongs to which paper. The blobs themselves stand in files of their own.

use super::error::{Error, WhileDoing as _};
use super::link::{self, Row};
use super::transaction::{Reader, Transaction};
use crate::domain::id::{ScanId, UserId};
use crate::domain::journal::Digest;

/// A scan as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// The id.
    pub id: ScanId,
    /// What it belongs to: `visit`, `notarial_power` or `artisan_qualification` …
    pub subject_kind: String,
    /// … and its id.
    pub subject_id: i64,
    /// Which paper it shows.
    pub paper: String,
    /// The content's SHA-256.
    pub address: Digest,
    /// The year of the file that holds it.
    pub in_year: i32,
    /// `png`, `jpeg` or `pdf`.
    pub kind: String,
    /// Its size.
    pub byte_count: i64,
    /// In pixels, 0 for a PDF.
    pub width_px: u32,
    /// In pixels, 0 for a PDF.
    pub height_px: u32,
    /// 1 for an image.
    pub page_count: u32,
    /// Who added it.
    pub added_by: UserId,
    /// When.
    pub added_at_ms: i64,
}

const COLUMNS: &str = "id, subject_kind, subject_id, paper, address, in_year, kind, byte_count, width_px, height_px, page_count, \
                       added_by, added_at_ms";

fn scan(row: &Row<'_>) -> link::Result<Scan> {
    Ok(Scan {
        id: row.get(0)?,
        subject_kind: row.get(1)?,
        subject_id: row.get(2)?,
        paper: row.get(3)?,
        address: row.get(4)?,
        in_year: row.get(5)?,
        kind: row.get(6)?,
        byte_count: row.get(7)?,
        width_px: row.get(8)?,
        height_px: row.get(9)?,
        page_count: row.get(10)?,
        added_by: row.get(11)?,
        added_at_ms: row.get(12)?,
    })
}

/// Adds a scan; `id` is ignored and answered. Its blob must have been written before.
pub fn add(tx: &Transaction<'_>, new: &Scan) -> Result<ScanId, Error> {
    tx.insert(
        "INSERT INTO scan (subject_kind, subject_id, paper, address, in_year, kind, byte_count, width_px, height_px, page_count, \
         added_by, added_at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        (
            &new.subject_kind,
            new.subject_id,
            &new.paper,
            new.address,
            new.in_year,
            &new.kind,
            new.byte_count,
            new.width_px,
            new.height_px,
            new.page_count,
            new.added_by,
            new.added_at_ms,
        ),
    )
    .while_doing("anotar un documento digitalizado")
    .map(ScanId)
}

/// One scan.
pub fn get(reader: &Reader, id: ScanId) -> Result<Option<Scan>, Error> {
    reader
        .maybe(&format!("SELECT {COLUMNS} FROM scan WHERE id = ?1"), [id], scan)
        .while_doing("leer un documento digitalizado")
}

/// The scans of one subject, oldest first.
pub fn of(reader: &Reader, subject_kind: &str, subject_id: i64) -> Result<Vec<Scan>, Error> {
    reader
        .all(
            &format!("SELECT {COLUMNS} FROM scan WHERE subject_kind = ?1 AND subject_id = ?2 ORDER BY id"),
            (subject_kind, subject_id),
            scan,
        )
        .while_doing("leer los documentos digitalizados")
}

/// The scans of one of a subject's papers count as another paper of it.
pub fn rename(tx: &Transaction<'_>, (kind, id): (&str, i64), paper: &str, to: &str) -> Result<(), Error> {
    tx.execute(
        "UPDATE scan SET paper = ?4 WHERE subject_kind = ?1 AND subject_id = ?2 AND paper = ?3",
        (kind, id, paper, to),
    )
    .while_doing("anotar de qué documento es lo digitalizado")
    .map(drop)
}

/// Takes a scan off its paper.
pub fn remove(tx: &Transaction<'_>, id: ScanId) -> Result<(), Error> {
    tx.execute("DELETE FROM scan WHERE id = ?1", [id]).while_doing("quitar un documento digitalizado").map(drop)
}

/// Is a blob still named by any paper?
pub fn is_referenced(reader: &Reader, address: &Digest) -> Result<bool, Error> {
    reader
        .one("SELECT EXISTS (SELECT 1 FROM scan WHERE address = ?1)", [address], |row| row.get(0))
        .while_doing("buscar quién usa un documento digitalizado")
}

/// Is the blob in the file of this year still named by any paper?
pub fn is_referenced_in(reader: &Reader, address: &Digest, year: i32) -> Result<bool, Error> {
    reader
        .one("SELECT EXISTS (SELECT 1 FROM scan WHERE address = ?1 AND in_year = ?2)", (address, year), |row| {
            row.get(0)
        })
        .while_doing("buscar quién usa un documento digitalizado")
}

/// A blob that a paper names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// The row that names it.
    pub by: ScanId,
    /// The year of the file that holds it.
    pub in_year: i32,
    /// Its address.
    pub address: Digest,
}

/// The blobs that the rows after `after` name, by row, `most` of them; one named twice comes twice.
pub fn named_after(reader: &Reader, after: ScanId, most: u32) -> Result<Vec<Named>, Error> {
    reader
        .all("SELECT id, in_year, address FROM scan WHERE id > ?1 ORDER BY id LIMIT ?2", (after, most), |row| {
            Ok(Named { by: row.get(0)?, in_year: row.get(1)?, address: row.get(2)? })
        })
        .while_doing("recorrer los documentos digitalizados")
}

/// The last row's id, 0 where there is none.
pub fn last_id(reader: &Reader) -> Result<ScanId, Error> {
    reader
        .one("SELECT coalesce(max(id), 0) FROM scan", [], |row| row.get(0))
        .while_doing("recorrer los documentos digitalizados")
}

/// How many different blobs of the file of this year papers name.
pub fn count_named(reader: &Reader, year: i32) -> Result<u64, Error> {
    reader
        .one("SELECT count(DISTINCT address) FROM scan WHERE in_year = ?1", [year], |row| row.get::<i64>(0))
        .while_doing("contar los documentos digitalizados")
        .map(|count| u64::try_from(count).unwrap_or(0))
}
