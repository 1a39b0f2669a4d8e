//! The views: one a part of the work. Each keeps what it needs between frames and is drawn with a [`super::cx::Cx`].

pub mod accompanying;
pub mod approval;
pub mod calls;
pub mod catalogue;
mod common;
pub mod day;
pub mod first_start;
pub mod help;
pub mod leaving;
pub mod lock;
pub mod log;
pub mod login;
pub mod registers;
pub mod reports;
pub mod scans;
pub mod self_service;
pub mod settings;
pub mod slips;
pub mod turns;
pub mod users;
pub mod visit;
