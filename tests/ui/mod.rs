//! The window, by its accessible names.

mod gallery;
mod theme;
mod widgets;
