//! The scans of a backup: each blob is copied once, and stays for as long as a backup names it.

use std::collections::HashSet;
use std::path::Path;

use super::target::Backup;
use crate::domain::id::ScanId;
use crate::domain::journal::Digest;
use crate::ops::error::Error;
use crate::store::scans::{ScanFiles, Scans};
use crate::store::{self, Reader, StoreKey};

/// Rows looked at in one step.
const STEP_ROWS: u32 = 200;
/// So many bytes go into one transaction: one synchronisation for each blob would be slow, all at once would be large.
const BATCH_BYTES: usize = 16 << 20;

/// The copying, under way, of what a store names and another folder lacks. Each blob is checked against its address.
pub(in crate::ops) struct NamedCopy {
    named: Reader,
    from: ScanFiles,
    into: ScanFiles,
    at_ms: i64,
    after: ScanId,
    last: ScanId,
    new: u64,
    missing: HashSet<(i32, Digest)>,
    /// Of one year, not on the disk yet.
    batch: Vec<(Digest, Vec<u8>)>,
    batch_year: i32,
    batch_bytes: usize,
}

impl NamedCopy {
    /// From the scans of one folder to those of another, as `named` names them.
    ///
    /// # Errors
    /// The store's.
    pub(in crate::ops) fn begin(named: Reader, from: ScanFiles, into: ScanFiles, at_ms: i64) -> Result<Self, Error> {
        let last = store::scan::last_id(&named)?;
        Ok(Self {
            named,
            from,
            into,
            at_ms,
            after: ScanId(0),
            last,
            new: 0,
            missing: HashSet::new(),
            batch: Vec::new(),
            batch_year: 0,
            batch_bytes: 0,
        })
    }

    /// Copies some more; answers whether there is more to copy.
    ///
    /// # Errors
    /// The store's; what was copied stays.
    pub(in crate::ops) fn step(&mut self) -> Result<bool, Error> {
        let rows = store::scan::named_after(&self.named, self.after, STEP_ROWS)?;
        for named in &rows {
            self.after = named.by;
            self.copy(named.in_year, named.address)?;
        }
        if rows.is_empty() {
            self.write()?;
        }
        Ok(!rows.is_empty())
    }

    fn copy(&mut self, year: i32, address: Digest) -> Result<(), Error> {
        let in_batch = self.batch_year == year && self.batch.iter().any(|(kept, _)| *kept == address);
        if in_batch || self.missing.contains(&(year, address)) || self.into.holds(year, &address)? {
            return Ok(());
        }
        let content = match self.from.get(year, &address) {
            Ok(Some(content)) => content,
            Ok(None) | Err(store::Error::ScanDamaged { .. }) => {
                self.missing.insert((year, address));
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
        if year != self.batch_year || self.batch_bytes >= BATCH_BYTES {
            self.write()?;
        }
        self.new = self.new.saturating_add(1);
        self.batch_year = year;
        self.batch_bytes = self.batch_bytes.saturating_add(content.len());
        self.batch.push((address, content));
        Ok(())
    }

    fn write(&mut self) -> Result<(), Error> {
        if !self.batch.is_empty() {
            self.into.take_in(self.batch_year, &self.batch, self.at_ms)?;
            self.batch.clear();
            self.batch_bytes = 0;
        }
        Ok(())
    }

    /// How far it is, of so many parts.
    pub(in crate::ops) fn done_of(&self, parts: u64) -> u64 {
        let number = |id: ScanId| u64::try_from(id.0).unwrap_or(0);
        number(self.after).saturating_mul(parts).checked_div(number(self.last)).unwrap_or(parts).min(parts)
    }

    /// How many were not there yet.
    pub(in crate::ops) fn new_blobs(&self) -> u64 {
        self.new
    }

    /// How many are named and could not be had: their bytes are missing, or are not those of their address.
    pub(in crate::ops) fn missing(&self) -> u64 {
        u64::try_from(self.missing.len()).unwrap_or(u64::MAX)
    }
}

/// Removes from `scans` what none of the backups names any more, `newest` among them. With a backup that cannot be asked,
/// nothing is removed.
///
/// # Errors
/// The store's.
pub(super) fn sweep(files: ScanFiles, newest: &Backup, kept: &[Backup], key: &StoreKey) -> Result<(), Error> {
    let ask = |folder: &Path| store::open_copy(folder, key);
    let latest = ask(&newest.folder)?;
    let others = kept.iter().filter(|it| it.folder != newest.folder && it.manifest.scans == newest.manifest.scans);
    let others: Vec<Reader> = others.map(|backup| ask(&backup.folder)).collect::<Result<_, _>>()?;
    let mut with_more = Vec::new();
    for year in files.years()? {
        // The newest names most of what is there, and there is all that it names.
        if files.count(year)? > store::scan::count_named(&latest, year)? {
            with_more.push(year);
        }
    }
    let scans = Scans::Files(files);
    for year in with_more {
        scans.sweep(year, i64::MAX, |address| -> Result<bool, Error> {
            for reader in std::iter::once(&latest).chain(&others) {
                if store::scan::is_referenced_in(reader, address, year)? {
                    return Ok(true);
                }
            }
            Ok(false)
        })?;
    }
    Ok(())
}
