//! The window: how it looks, and what its screens are made of.

pub mod theme;
pub mod widgets;
