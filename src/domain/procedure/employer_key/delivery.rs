//! EK-D: the handing over.

use super::case::{Case, DeliverySignature};
use crate::domain::rule::{Judgement, Judging};

/// EK-D1. It says how the key is handed over and how it was; it never blocks.
pub(super) fn handed_over(case: &Case) -> Judging {
    Ok(match &case.copy.papers.delivery {
        None => Judgement::not_applicable(
            "Al final se entrega la clave impresa a quien se presenta, que firma el acuse de recibo. No tiene costo.",
        ),
        Some(delivery) => {
            let signature = match delivery.signature {
                DeliverySignature::Signed => "que firmó el acuse de recibo",
                DeliverySignature::Unsigned => "que no firmó el acuse de recibo",
            };
            Judgement::met(format!(
                "Se entregó la clave impresa a {}, {signature}. No tiene costo.",
                delivery.recipient
            ))
        }
    })
}
