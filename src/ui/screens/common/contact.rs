//! The fields of how somebody is reached: each says what is wrong with it as long as it is.

use crate::domain::register::Contact;
use crate::domain::sentence;
use crate::ui::widgets::{Field, Form};

const EMAIL: &str = "Correo electrónico";
const MOBILE: &str = "Celular";
const TELEPHONE: &str = "Teléfono fijo";
const TELEPHONE_WIDTH: f32 = 220.0;

/// One frame; answers whether something changed. `needed`: e-mail and mobile may not stay blank.
pub(in crate::ui::screens) fn contact_fields_ui(form: &mut Form<'_>, contact: &mut Contact, needed: bool) -> bool {
    let [email, mobile, fixed] = contact.faults().map(|fault| fault.map(|fault| sentence(&fault)));
    let maybe = |field: Field<'static>| if needed { field } else { field.optional() };
    let field = maybe(Field::new(EMAIL));
    let mut has_changed = form.text(field.error(email.as_deref()), &mut contact.email).changed;
    form.row(|form| {
        let field = maybe(Field::new(MOBILE).width(TELEPHONE_WIDTH));
        has_changed |= form.text(field.error(mobile.as_deref()), &mut contact.mobile).changed;
        let field = Field::new(TELEPHONE).error(fixed.as_deref()).width(TELEPHONE_WIDTH).optional();
        has_changed |= form.text(field, &mut contact.telephone).changed;
    });
    has_changed
}

/// The first field in which something malformed stands.
pub(in crate::ui::screens) fn faulty_field(contact: &Contact) -> Option<&'static str> {
    let faults = [EMAIL, MOBILE, TELEPHONE].into_iter().zip(contact.faults());
    faults.filter(|(_, fault)| fault.is_some()).map(|(field, _)| field).next()
}
