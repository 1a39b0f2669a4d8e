//! Imports: the agenda, the register of employers, the register of people.
