//! The procedures that are served by a checklist, each with its own pages: a folder and one line each.

mod affiliate_key_unlock;
mod employer_key;
