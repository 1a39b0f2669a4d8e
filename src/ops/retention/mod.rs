//! For how long scans and personal data are kept: a review term a kind, set by the centre or not at all.
//!
//! Nothing goes by itself. A supervisor asks what is due ([`review_people`], [`review_scans`]), sees it, and has it erased
//! ([`EraseDue`], [`EraseScans`]): runs that are journalled and signed, whose chunks stay done when they are stopped. What
//! is left out is due again at the next review. Neither review is written down: it names numbers, not people.
//!
//! * **Personal data** are due when the last visit, turn, power or artisan paper of a person is older than the term, and
//!   the register of employers names the person no more. Who came in with an import and was never dealt with is the
//!   institution's register, and not due.
//! * **Scans** are due when their visit ended, or their power or qualification was last recorded or used, before the term.
//!   The visit, the power and the qualification stay.

mod people;
mod review;
mod scans;

pub use self::people::EraseDue;
pub use self::review::{
    DuePeople, DuePerson, DueScans, LISTED_PAPERS, LookAtDue, PaperScans, ScannedKind, review_people, review_scans,
};
pub use self::scans::{EraseScans, ScansErased};
pub use crate::domain::retention::{PERSONAL_DATA_YEARS, Retention, SCANS_YEARS};
