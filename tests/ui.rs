//! The window, by its accessible names.

mod backup;
mod calls;
mod day;
mod door;
mod entry;
mod forms;
mod gallery;
mod hand;
mod harness;
mod holidays;
mod hours;
mod left_open;
mod log;
mod printer_faults;
mod registers;
mod reports;
mod retention;
mod snapshots;
mod theme;
mod visits;
mod widgets;
