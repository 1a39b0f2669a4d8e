//! What an erasure came to: the answer of its run, and so far in the entry of each chunk.

use serde::{Deserialize, Serialize};

/// What was erased.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ErasureReport {
    /// People of whom everything is erased.
    pub people: u64,
    /// People who were dealt with again, or whom the register names by now: they stay.
    pub spared: u64,
    /// Details of journal entries.
    pub details: u64,
    /// Kept answers of operations.
    pub answers: u64,
    /// Requests and their answers.
    pub approvals: u64,
    /// Complaints whose words named somebody.
    pub complaints: u64,
    /// Visits.
    pub visits: u64,
    /// Visits that name somebody in their papers and whose own term is not over: they stay.
    pub visits_within_term: u64,
    /// Lines of the ledger.
    pub issuances: u64,
    /// Notarial powers.
    pub powers: u64,
    /// Artisan qualifications.
    pub qualifications: u64,
    /// Turns.
    pub turns: u64,
    /// Scans taken off their papers.
    pub scans: u64,
    /// Rows of former representatives.
    pub representations: u64,
    /// Rows of the register of people.
    pub register_rows: u64,
    /// Rows of the register of the insured.
    pub insured_rows: u64,
    /// Rows of their work histories.
    pub employments: u64,
    /// What they did by themselves; that it was done stays.
    pub self_services: u64,
    /// People whose name somebody else bears: texts that give that name alone stay.
    pub shared_names: u64,
}
