//! What the counter does with the papers of each procedure that has some: a folder a procedure.

pub mod employer_key;
