//! What the counter is about, pure: no I/O, clock, randomness or SQL in here. Time and random bytes come in as
//! arguments; what goes out are values.
//!
//! Reading order: [`id`], [`number`], [`name`], [`calendar`]; [`procedure_id`], [`turn`]; [`rule`], [`visit`],
//! [`register`], [`catalogue`], [`procedure`]; [`email`], [`telephone`], [`challenge`], [`chosen_key`], [`self_service`], [`secret`], [`ledger`]; [`user`], [`approval`], [`journal`]; [`day`], [`habit`]; [`mail`]; [`size`], [`system`].
#![warn(clippy::arithmetic_side_effects)]

pub mod approval;
pub mod calendar;
pub mod catalogue;
pub mod challenge;
pub mod chosen_key;
pub mod code128;
pub mod day;
pub mod duty;
pub mod email;
pub mod habit;
pub mod hours;
pub mod id;
pub mod journal;
pub mod ledger;
pub mod mail;
pub mod name;
pub mod number;
pub mod procedure;
pub mod procedure_id;
pub mod register;
pub mod retention;
pub mod rule;
pub mod secret;
pub mod self_service;
mod sentence;
pub mod settings;
pub mod size;
pub mod system;
pub mod telephone;
pub mod turn;
pub mod user;
pub mod visit;

pub use sentence::sentence;
