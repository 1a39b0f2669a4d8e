//! The end of an erasure that was stopped: what it owes the disk is done a little at a time, while nobody waits.

use std::time::Duration;

use crate::ops::error::Error;
use crate::ops::house::House;
use crate::store::ForGood;

/// What is known of what stopped erasures owe the disk.
#[derive(Debug, Default)]
pub struct OwedErasure {
    end: Option<ForGood>,
    is_paid: bool,
}

impl OwedErasure {
    /// Something was written since: it is asked again.
    pub fn ask_again(&mut self) {
        self.is_paid = false;
    }
}

impl House {
    /// Goes on for about this long with what stopped erasures owe. A run under way ends its own.
    ///
    /// # Errors
    /// The store's; the next call goes on.
    pub fn pay_owed_erasure(&self, owed: &mut OwedErasure, most: Duration) -> Result<(), Error> {
        if owed.is_paid {
            return Ok(());
        }
        if !self.store().owes_an_erasure()? {
            *owed = OwedErasure { end: None, is_paid: true };
            return Ok(());
        }
        if !self.cut_runs()?.is_empty() {
            owed.end = None;
            return Ok(());
        }
        if !owed.end.get_or_insert_default().go_on_for(self.store(), most)? {
            owed.end = None;
        }
        Ok(())
    }
}
