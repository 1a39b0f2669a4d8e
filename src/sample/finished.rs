//! A past of finished visits: ten years of them before the house's day, in proportion.

use super::refuse_real_house;
use crate::ops::{Error, House, Session};

/// Fills a demo house with `count` finished visits over the ten years before its day, marked as sample. `progress` hears
/// how many are written, and answers whether to go on.
///
/// # Errors
/// A refusal where the house is not a demo's or has such a past already; [`Error::Cancelled`]; the store's.
pub fn finished_visits(
    house: &House,
    _by: &Session,
    _count: u64,
    _progress: &mut dyn FnMut(u64) -> bool,
) -> Result<(), Error> {
    refuse_real_house(house)
}
