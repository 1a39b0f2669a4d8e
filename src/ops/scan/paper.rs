//! Which papers of a visit are asked for: those that were shown, where the centre wants them.

use std::collections::BTreeSet;

use crate::domain::procedure::{self, Case, Papers};
pub use crate::domain::visit::ScannedPaper;
use crate::store::scan::Scan;

impl ScannedPaper {
    /// What is asked for until a centre says otherwise: the request, the applicant's document, and what whoever comes in
    /// the applicant's place brings.
    #[must_use]
    pub fn asked_at_first() -> BTreeSet<Self> {
        procedure::papers_to_scan().into_iter().filter(|paper| *paper != Self::ArtisanQualification).collect()
    }

    /// The papers of a case that are asked for and that no scan shows yet, in the order of the steps.
    #[must_use]
    pub fn missing<P: Papers>(case: &Case<P>, asked: &BTreeSet<Self>, scans: &[Scan]) -> Vec<Self> {
        let is_attached = |paper: &Self| scans.iter().any(|scan| scan.paper == paper.code());
        let wanted =
            procedure::papers_to_scan().into_iter().filter(|paper| asked.contains(paper) && P::belongs(*paper, case));
        wanted.filter(|paper| !is_attached(paper)).collect()
    }
}
