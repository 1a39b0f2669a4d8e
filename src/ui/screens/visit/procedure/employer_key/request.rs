//! The request: one answer when all of it is in order, every point when something is not.

use crate::domain::procedure::employer_key::case::{
    Amendments, Case, Completeness, Legibility, Pasting, Presenter, Request, RequestOrigin, Signature, Signer,
};
use crate::domain::visit::Asked;
use crate::ui::screens::visit::fields::{NameFinder, entered};
use crate::ui::widgets::{self, Field, Form, Sign};

/// The request in one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Glance {
    InOrder,
    Otherwise,
    NotShown,
    OtherEmployer,
}

const GLANCES: [(Glance, &str); 4] = [
    (Glance::InOrder, "Todo en orden"),
    (Glance::Otherwise, "Algo no está bien"),
    (Glance::NotShown, "No la trae"),
    (Glance::OtherEmployer, "Es de otro empleador"),
];

const NUMBER: &str = "Número del empleador en la solicitud";

const ORIGINS: [(RequestOrigin, &str); 2] =
    [(RequestOrigin::Portal, "Generada en el portal"), (RequestOrigin::Elsewhere, "De otro modo")];

const SIGNATURES: [(Signature, &str); 5] = [
    (Signature::Handwritten, "A mano"),
    (Signature::Unsigned, "Sin firma"),
    (Signature::HandwrittenPhotocopy, "Fotocopia de una firma a mano"),
    (Signature::Electronic, "Electrónica"),
    (Signature::ElectronicPrinted, "Electrónica, impresa"),
];

const LEGIBILITIES: [(Legibility, &str); 2] =
    [(Legibility::Legible, "Se lee todo"), (Legibility::Illegible, "No se lee todo")];

const AMENDMENTS: [(Amendments, &str); 2] =
    [(Amendments::Unamended, "Sin tachones ni enmendaduras"), (Amendments::Amended, "Tiene tachones o enmendaduras")];

const PASTINGS: [(Pasting, &str); 2] =
    [(Pasting::Genuine, "Firma puesta en este papel"), (Pasting::Pasted, "Firma pegada o recortada")];

/// Who signed, as the clerk answers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SignedBy {
    Applicant,
    Attorney,
    Curator,
    ThirdParty,
    Other,
}

const SIGNERS: [(SignedBy, &str); 5] = [
    (SignedBy::Applicant, "Quien solicita"),
    (SignedBy::Attorney, "Apoderado"),
    (SignedBy::Curator, "Curador"),
    (SignedBy::ThirdParty, "Tercero autorizado"),
    (SignedBy::Other, "Otra persona"),
];

/// Whether every field is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filled {
    All,
    Lacks,
}

const FILLED: [(Filled, &str); 2] =
    [(Filled::All, "Todos los campos completos"), (Filled::Lacks, "Hay campos en blanco")];

/// What the page keeps.
#[derive(Default)]
pub(super) struct RequestPage {
    /// What was answered, where the paper that follows from it does not tell yet.
    answered: Option<Glance>,
    names: NameFinder,
}

impl RequestPage {
    pub(super) fn ui(&mut self, form: &mut Form<'_>, case: &mut Case) -> bool {
        let wanted = in_order(case);
        let mut glance = self.glance(case, &wanted);
        let before = glance;
        compare_ui(form, case);
        form.choice(Field::new("Cómo está la solicitud"), &GLANCES, &mut glance);
        let mut has_changed = glance != before;
        if has_changed {
            self.answered = glance;
            case.copy.papers.request = match glance {
                None => None,
                Some(Glance::NotShown) => Some(Asked::NotShown),
                Some(Glance::InOrder) => Some(Asked::Shown(Box::new(wanted.clone()))),
                // What names another employer is not looked at further: nothing of it is recorded beside the number.
                Some(Glance::OtherEmployer) => Some(Asked::Shown(Box::default())),
                // What the one answer filled in is taken back with it: nobody looked at it point by point.
                Some(Glance::Otherwise) => Some(match case.copy.papers.request.take() {
                    Some(Asked::Shown(request)) if *request != wanted => Asked::Shown(request),
                    _ => Asked::Shown(Box::default()),
                }),
            };
        }
        if let Some(Asked::Shown(request)) = &mut case.copy.papers.request {
            has_changed |= match glance {
                Some(Glance::Otherwise) => self.details_ui(form, request),
                Some(Glance::OtherEmployer) => other_employer_ui(form, request, &wanted),
                _ => false,
            };
        }
        has_changed
    }

    /// The request in one answer, as the paper tells it.
    fn glance(&self, case: &Case, wanted: &Request) -> Option<Glance> {
        match case.copy.papers.request.as_ref()? {
            Asked::NotShown => Some(Glance::NotShown),
            Asked::Shown(request) => match self.answered {
                Some(answered @ (Glance::Otherwise | Glance::OtherEmployer)) => Some(answered),
                _ if **request == *wanted => Some(Glance::InOrder),
                _ if names_only_another(request, wanted) => Some(Glance::OtherEmployer),
                _ => Some(Glance::Otherwise),
            },
        }
    }

    fn details_ui(&mut self, form: &mut Form<'_>, request: &mut Request) -> bool {
        let before = request.clone();
        form.choice(Field::new("De dónde viene"), &ORIGINS, &mut request.origin);
        let mut filled = request.completeness.as_ref().map(|it| match it {
            Completeness::Complete => Filled::All,
            Completeness::Blank(_) => Filled::Lacks,
        });
        let was = filled;
        form.choice(Field::new("Campos"), &FILLED, &mut filled);
        if filled != was {
            request.completeness = filled.map(|filled| match filled {
                Filled::All => Completeness::Complete,
                Filled::Lacks => Completeness::Blank(Vec::new()),
            });
        }
        if let Some(Completeness::Blank(names)) = &mut request.completeness {
            let mut text = names.join(", ");
            let field =
                Field::new("Qué campos están en blanco").hint("Como se llaman en el papel, separados por comas");
            if form.text(field, &mut text).changed {
                *names = text.split(',').map(|name| name.trim_start().to_owned()).filter(|it| !it.is_empty()).collect();
            }
        }
        form.choice(Field::new("Firma"), &SIGNATURES, &mut request.signature);
        let mut signed_by = request.signer.as_ref().map(|signer| match signer {
            Signer::Applicant => SignedBy::Applicant,
            Signer::Attorney => SignedBy::Attorney,
            Signer::Curator => SignedBy::Curator,
            Signer::ThirdParty => SignedBy::ThirdParty,
            Signer::SomebodyElse(_) => SignedBy::Other,
        });
        let was = signed_by;
        form.choice(Field::new("Quién firma"), &SIGNERS, &mut signed_by);
        if signed_by != was {
            request.signer = signed_by.map(|by| match by {
                SignedBy::Applicant => Signer::Applicant,
                SignedBy::Attorney => Signer::Attorney,
                SignedBy::Curator => Signer::Curator,
                SignedBy::ThirdParty => Signer::ThirdParty,
                SignedBy::Other => Signer::SomebodyElse(String::new()),
            });
        }
        if let Some(Signer::SomebodyElse(name)) = &mut request.signer {
            form.text(Field::new("Nombre de quien firma"), name);
        }
        form.choice(Field::new("Legibilidad"), &LEGIBILITIES, &mut request.legibility);
        form.choice(Field::new("Enmendaduras"), &AMENDMENTS, &mut request.amendments);
        form.choice(Field::new("Autenticidad de la firma"), &PASTINGS, &mut request.pasting);
        entered(form, Field::new(NUMBER), &mut request.employer_number);
        entered(form, Field::new("Sucursal en la solicitud").width(120.0), &mut request.branch);
        let mut named = request.applicant.clone().unwrap_or_default();
        if self.names.typed_person_ui(
            form,
            [
                "Tipo de número de quien solicita, en la solicitud",
                "Número de quien solicita, en la solicitud",
                "Nombre de quien solicita, en la solicitud",
            ],
            &mut named,
        ) {
            request.applicant = named.is_recorded().then_some(named);
        }
        *request != before
    }
}

/// The number on a request that is another employer's: it is refused, and nothing more is asked.
fn other_employer_ui(form: &mut Form<'_>, request: &mut Request, wanted: &Request) -> bool {
    let number = |of: &Request| of.employer_number.as_ref().map(|it| it.text().trim().to_owned());
    let is_same = number(request).is_some() && number(request) == number(wanted);
    let error = is_same.then_some("Es el mismo empleador que se atiende. Compare el número con el papel.");
    let field = Field::new(NUMBER).hint("RUC o número de servicio doméstico, como está en el papel").error(error);
    entered(form, field, &mut request.employer_number)
}

/// Is another employer's number all that was recorded of it?
fn names_only_another(request: &Request, wanted: &Request) -> bool {
    let only = Request { employer_number: request.employer_number.clone(), ..Request::default() };
    request.employer_number.is_some() && request.employer_number != wanted.employer_number && *request == only
}

/// What the clerk compares the paper with.
fn compare_ui(form: &mut Form<'_>, case: &Case) {
    let employer = case.copy.papers.employer.as_ref();
    let number = employer.map(|it| it.number.text()).unwrap_or("(falta el empleador)");
    let branch = employer.and_then(|it| it.branch.as_ref()).map(|it| it.text()).unwrap_or("…");
    let sentence = format!(
        "«Todo en orden» dice que usted comparó la solicitud: generada en el portal, con todos los campos completos, \
         firmada a mano por {}, legible, sin enmendaduras ni firmas pegadas, para el empleador {number}, sucursal \
         {branch}, a nombre de {}.",
        signer_words(case),
        super::pages::applicant_name(case),
    );
    widgets::notice(form.ui(), Sign::Info, &sentence, None);
    form.ui().add_space(8.0);
}

fn signer_words(case: &Case) -> &'static str {
    match signer(case) {
        Signer::Attorney => "la persona apoderada",
        Signer::Curator => "quien ejerce la curaduría",
        _ => "quien solicita",
    }
}

/// Who signs when all is in order.
fn signer(case: &Case) -> Signer {
    match &case.copy.papers.presenter {
        Some(Presenter::Attorney { .. } | Presenter::ThirdPartySentByAttorney { .. }) => Signer::Attorney,
        Some(Presenter::Curator { .. }) => Signer::Curator,
        _ => Signer::Applicant,
    }
}

/// The request as it is when all of it is in order for this case.
fn in_order(case: &Case) -> Request {
    let employer = case.copy.papers.employer.as_ref();
    Request {
        origin: Some(RequestOrigin::Portal),
        completeness: Some(Completeness::Complete),
        signature: Some(Signature::Handwritten),
        signer: Some(signer(case)),
        legibility: Some(Legibility::Legible),
        amendments: Some(Amendments::Unamended),
        pasting: Some(Pasting::Genuine),
        employer_number: employer.map(|it| it.number.clone()),
        branch: employer.and_then(|it| it.branch.clone()),
        applicant: case.copy.papers.applicant.clone(),
    }
}
