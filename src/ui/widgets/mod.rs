//! What the screens are made of. Every widget has the name that is read on it as its accessible name, shows a ring while it
//! has the keyboard, and says with a word or a shape whatever it says with a colour. None of them animates by itself.

mod button;
mod card;
mod chart;
mod dialog;
mod form;
mod keypad;
mod last_row;
mod notice;
mod paint;
mod presses;
mod progress;
mod rail;
mod sign;
mod step;
mod table;
mod tabs;
mod tile;
mod toasts;

pub use button::Button;
pub use card::{card, divider, key_value, panel_title, section, told_whole};
pub use chart::{BarsChart, ChartPart, chart_legend};
pub use dialog::{Dialog, DialogResponse, dialog_is_open};
pub use form::{
    Answer, Edited, Field, Flow, Form, Lookup, Walk, asks_for_a_secret, burst_is_noted, focused_text, note_burst,
    note_reading, writing_goes_on,
};
pub use keypad::{Keypad, Keys};
pub use last_row::{BACK, last_row, way_back};
pub use notice::{Notice, empty, notice};
pub use paint::{key_cap, page_keys};
pub use presses::{note_keyboard, note_presses, page_changed};
pub use progress::{progress, waiting};
pub use rail::rail_item;
pub use sign::{Sign, badge};
pub use step::{Step, step};
pub use table::{Column, Table, TableEvent};
pub use tabs::{Tab, tabs, turned_tabs};
pub use tile::tile;
pub use toasts::{TOAST_WIDTH, Toasts};
