//! employers.
