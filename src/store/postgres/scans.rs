//! The scans' bytes of a centre on a server: in a table, by year and address. The server's disks encipher them.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::domain::journal::Digest;
use crate::store::error::{Error, WhileDoing as _};
use crate::store::scans::{LARGEST_BLOB_BYTES, SWEEP_BATCH};
use crate::store::transaction::{Company, Reader, transact};

/// The scans of a centre on a server.
#[derive(Debug)]
pub struct ScansOnServer {
    link: Mutex<Reader>,
}

impl ScansOnServer {
    pub(in crate::store) fn over(link: Reader) -> Self {
        Self { link: Mutex::new(link) }
    }

    pub(in crate::store) fn put(&self, year: i32, content: &[u8], at_ms: i64) -> Result<Digest, Error> {
        if content.len() > LARGEST_BLOB_BYTES {
            return Err(Error::ScanTooLarge { bytes: content.len(), largest: LARGEST_BLOB_BYTES });
        }
        let address = Digest::of(content);
        transact(&self.lock(), Company::Beside, |tx| {
            tx.execute(
                "INSERT INTO scan_blob (in_year, address, added_at_ms, content) VALUES (?1, ?2, ?3, ?4) \
                 ON CONFLICT (in_year, address) DO UPDATE SET added_at_ms = excluded.added_at_ms",
                (year, address, at_ms, content),
            )
            .while_doing("guardar un documento digitalizado")
        })?;
        Ok(address)
    }

    pub(in crate::store) fn get(&self, year: i32, address: &Digest) -> Result<Option<Vec<u8>>, Error> {
        let sql = "SELECT content FROM scan_blob WHERE in_year = ?1 AND address = ?2";
        let content: Option<Vec<u8>> =
            self.lock().maybe(sql, (year, *address), |row| row.get(0)).while_doing("leer un documento digitalizado")?;
        match content {
            Some(content) if Digest::of(&content) != *address => {
                Err(Error::ScanDamaged { file: "scan_blob".into(), address: address.to_string() })
            }
            other => Ok(other),
        }
    }

    pub(in crate::store) fn holds(&self, year: i32, address: &Digest) -> Result<bool, Error> {
        let sql = "SELECT EXISTS (SELECT 1 FROM scan_blob WHERE in_year = ?1 AND address = ?2)";
        self.lock().one(sql, (year, *address), |row| row.get(0)).while_doing("buscar un documento digitalizado")
    }

    pub(in crate::store) fn years(&self) -> Result<Vec<i32>, Error> {
        let sql = "SELECT DISTINCT in_year FROM scan_blob ORDER BY in_year";
        self.lock().all(sql, [], |row| row.get(0)).while_doing("leer los años de los documentos digitalizados")
    }

    /// Removes those that were not put again meanwhile.
    pub(in crate::store) fn remove_old(&self, year: i32, before_ms: i64, addresses: &[Digest]) -> Result<u64, Error> {
        transact(&self.lock(), Company::Alone, |tx| {
            let mut removed = 0_u64;
            for address in addresses {
                let sql = "DELETE FROM scan_blob WHERE in_year = ?1 AND address = ?2 AND added_at_ms < ?3";
                let rows =
                    tx.execute(sql, (year, *address, before_ms)).while_doing("borrar documentos digitalizados")?;
                removed = removed.saturating_add(u64::try_from(rows).unwrap_or(0));
            }
            Ok(removed)
        })
    }

    pub(in crate::store) fn batch_after(
        &self,
        year: i32,
        before_ms: i64,
        after: i64,
    ) -> Result<Vec<(i64, Digest)>, Error> {
        let sql = format!(
            "SELECT id, address FROM scan_blob WHERE in_year = ?1 AND id > ?2 AND added_at_ms < ?3 ORDER BY id \
             LIMIT {SWEEP_BATCH}"
        );
        let rows = self.lock().all(&sql, (year, after, before_ms), |row| Ok((row.get(0)?, row.get(1)?)));
        rows.while_doing("revisar los documentos digitalizados")
    }

    fn lock(&self) -> MutexGuard<'_, Reader> {
        self.link.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
