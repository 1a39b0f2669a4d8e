//! The person's data are confirmed or corrected, and a link goes to their e-mail.

use serde_json::json;

use crate::domain::challenge::ChallengeKind;
use crate::domain::id::SelfServiceId;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::register::Contact;
use crate::domain::self_service::Step;
use crate::ops::error::{Error, known, refuse};
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::ops::self_service::{TO, Working, own_open_at, send};
use crate::store;

/// Confirms or corrects how the person is reached (affiliate-key sheet, step 9): it holds once they have opened the link that goes
/// there and chosen a key. It is no bringing up to date in person.
#[derive(Debug, Clone)]
pub struct ConfirmData {
    /// Of this flow.
    pub flow: SelfServiceId,
    /// How they are reached from now on; the e-mail is where the link goes.
    pub contact: Contact,
}

impl Operation for ConfirmData {
    const NAME: &'static str = "affiliate_key.confirm_data";
    const FOR_SELF_SERVICE: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        self.flow.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let (flow, working) = own_open_at(work, ProcedureId::AFFILIATE_KEY, self.flow, Step::Data)?;
        let contact = self.contact.tidy();
        if let Some(fault) = contact.fault() {
            return refuse("contact", fault);
        }
        if contact.email.is_empty() {
            return refuse("email", "Escriba su correo electrónico: allí le llega el enlace para generar su clave.");
        }
        let insured = known(store::insured::by_number(work.tx, &flow.person)?, "esta persona asegurada")?;
        let is_other = contact != insured.contact;
        // The register takes it over once the link came back that goes there.
        let working = Working { contact, ..working };
        store::self_service::go_on(work.tx, flow.id, Step::Link, &working.to_text()?)?;
        let to = send(work, (flow.id, (&flow.person, "")), ChallengeKind::KeyLink, false)?;
        let detail = json!({ "number": flow.person.as_str(), TO: to });
        let code = if is_other { "corrected" } else { "confirmed" };
        Ok(Done::new((), flow.id, &[Changed::Insured, Changed::Mail, Changed::SelfService]).code(code).detail(detail))
    }
}
