//! A supervisor's word, asked for and given at the same window.
