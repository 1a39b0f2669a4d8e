//! visit_v1.
