//! What stands beside the points of the rules, and comes of no rule.

use crate::ui::widgets::Sign;

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Aside {
    pub(in super::super) sign: Sign,
    pub(in super::super) title: &'static str,
    pub(in super::super) sentence: String,
}
