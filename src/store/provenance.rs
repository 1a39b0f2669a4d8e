//! Where a fact of the registers comes from: an import, a hand, a hand that a second person confirmed.

use super::link::{self, Row};
use crate::domain::id::UserId;

/// How a fact came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Entered {
    /// From the institution's file.
    Import,
    /// Typed or changed here.
    Hand,
}

/// Where a fact comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Provenance {
    /// How it came in.
    pub entered: Entered,
    /// Who brought it in.
    pub recorded_by: UserId,
    /// When, in milliseconds since the Unix epoch.
    pub recorded_at_ms: i64,
    /// The second person who confirmed what a hand wrote, and when.
    pub confirmed: Option<(UserId, i64)>,
}

impl Provenance {
    /// Imported by somebody.
    #[must_use]
    pub fn import(by: UserId, at_ms: i64) -> Self {
        Self { entered: Entered::Import, recorded_by: by, recorded_at_ms: at_ms, confirmed: None }
    }

    /// Typed by somebody, not confirmed.
    #[must_use]
    pub fn hand(by: UserId, at_ms: i64) -> Self {
        Self { entered: Entered::Hand, recorded_by: by, recorded_at_ms: at_ms, confirmed: None }
    }

    /// May a key be issued on it without a supervisor's word?
    #[must_use]
    pub fn is_trusted(&self) -> bool {
        self.entered == Entered::Import || self.confirmed.is_some()
    }

    pub(super) fn source(&self) -> &'static str {
        match (self.entered, self.confirmed) {
            (Entered::Import, _) => "import",
            (Entered::Hand, None) => "hand",
            (Entered::Hand, Some(_)) => "confirmed",
        }
    }

    /// What stands in its five columns: source, recorded_by, recorded_at_ms, confirmed_by, confirmed_at_ms.
    pub(super) fn columns(&self) -> (&'static str, UserId, i64, Option<UserId>, Option<i64>) {
        let (confirmed_by, confirmed_at_ms) = self.confirmed.unzip();
        (self.source(), self.recorded_by, self.recorded_at_ms, confirmed_by, confirmed_at_ms)
    }

    /// Reads five columns: source, recorded_by, recorded_at_ms, confirmed_by, confirmed_at_ms.
    pub(super) fn read(row: &Row<'_>, at: usize) -> link::Result<Self> {
        let column = |offset: usize| at.saturating_add(offset);
        let source: String = row.get(at)?;
        let confirmed_by: Option<UserId> = row.get(column(3))?;
        let confirmed_at_ms: Option<i64> = row.get(column(4))?;
        Ok(Self {
            entered: if source == "import" { Entered::Import } else { Entered::Hand },
            recorded_by: row.get(column(1))?,
            recorded_at_ms: row.get(column(2))?,
            confirmed: confirmed_by.zip(confirmed_at_ms),
        })
    }
}
