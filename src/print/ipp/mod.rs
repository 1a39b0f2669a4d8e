//! ipp.
