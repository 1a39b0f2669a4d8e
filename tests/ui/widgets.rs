//! The widgets of the window: what the keyboard does to them, and whether they can be read.
