//! Questions about who acts for the applicant that several rules ask.

use super::case::{Case, Presenter};
use crate::domain::calendar::day_in_figures;
use crate::domain::register::Revocation;
use crate::domain::rule::Judgement;

/// Who stands at the window, once recorded. Until then nothing says that an attorney's, a curator's or a third party's papers
/// concern the visit at all; that nobody recorded who comes is said by EK-A1.
pub(super) fn presenter(case: &Case) -> Result<&Presenter, Judgement> {
    let unknown = || Judgement::not_applicable("Se revisa cuando conste quién se presenta.");
    case.copy.papers.presenter.as_ref().ok_or_else(unknown)
}

/// Day and reason of a revocation, as far as they are known: " el 03/02/2026 (escritura de revocatoria)".
pub(super) fn revocation_details(revocation: &Revocation) -> String {
    let on = revocation.on.map(|on| format!(" el {}", day_in_figures(on))).unwrap_or_default();
    let reason = revocation.reason.trim();
    let reason = if reason.is_empty() { String::new() } else { format!(" ({reason})") };
    format!("{on}{reason}")
}
