//! The artisan paper: offered from the register, or typed from the paper.

use crate::desk::Live;
use crate::domain::id::{ArtisanQualificationId, VisitId};
use crate::domain::number::PersonNumber;
use crate::domain::procedure::employer_key::case::{ArtisanPaper, Case, CopyKept};
use crate::domain::register::ArtisanIssuer;
use crate::domain::visit::{Asked, Validity};
use crate::ops::Changed;
use crate::ops::view;
use crate::ops::visit::parsed;
use crate::ui::cx::Cx;
use crate::ui::screens::visit::fields::{NameFinder, person_of, validity};
use crate::ui::widgets::{Field, Form};

const ISSUERS: [(ArtisanIssuer, &str); 2] = [
    (ArtisanIssuer::JuntaNacional, "Junta Nacional de Defensa del Artesano"),
    (ArtisanIssuer::Ministry, "Ministerio de Producción"),
];

const COPIES: [(CopyKept, &str); 2] = [(CopyKept::Kept, "Deja una copia"), (CopyKept::NotKept, "No deja copia")];

/// Whether one was shown, and where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Offer {
    Registered(ArtisanQualificationId),
    Typed,
    NotShown,
}

/// What the page keeps.
#[derive(Default)]
pub(super) struct ArtisanPage {
    offered: Live<Vec<view::ArtisanQualification>>,
    offered_for: Option<PersonNumber>,
    chosen: Option<Offer>,
    names: NameFinder,
}

impl ArtisanPage {
    pub(super) fn ui(&mut self, form: &mut Form<'_>, case: &mut Case) -> bool {
        let mut has_changed = self.choose_ui(form, case);
        if let Some(Asked::Shown(paper)) = &mut case.copy.papers.artisan_paper {
            let before = paper.clone();
            if !matches!(self.chosen, Some(Offer::Registered(_))) {
                form.choice(Field::new("Quién la emitió"), &ISSUERS, &mut paper.issuer);
                form.number(Field::new("Número de la calificación").width(240.0), &mut paper.number);
                let labels = [
                    "Tipo de número de la persona en la calificación",
                    "Número de la persona en la calificación",
                    "Nombre de la persona en la calificación",
                ];
                self.names.typed_person_ui(form, labels, &mut paper.holder);
                form.date(Field::new("Fecha de emisión").hint("dd/mm/aaaa"), &mut paper.issued_on);
                validity(form, ["Vigente hasta", "La calificación no vence"], &mut paper.validity);
            }
            form.choice(Field::new("Copia simple"), &COPIES, &mut paper.copy);
            has_changed |= *paper != before;
        }
        has_changed
    }

    /// Asks for the applicant's qualifications, ahead of the step, and again when the register changes.
    pub(super) fn offer(&mut self, cx: &Cx<'_>, visit: VisitId, case: &Case) {
        let applicant = case.copy.papers.applicant.as_ref().and_then(|it| it.number.as_ref()).and_then(parsed);
        if applicant != self.offered_for {
            self.offered.clear();
            self.offered_for = applicant;
        }
        if let Some(number) = self.offered_for.clone() {
            self.offered.refresh(cx.desk, &[Changed::ArtisanQualifications], move |desk| {
                desk.read(move |_, reader| {
                    let mut papers = view::qualifications_of(reader, &number)?;
                    // What this very visit copied, before it was opened again, is still its clerk's to correct.
                    papers.retain(|paper| paper.recorded_in != Some(visit));
                    Ok(papers)
                })
            });
        }
    }

    fn offered(&self) -> &[view::ArtisanQualification] {
        self.offered.get().map(Vec::as_slice).unwrap_or_default()
    }

    /// One that was set aside in the register meanwhile is one typed from the paper.
    fn still_offers(&self, chosen: Offer) -> bool {
        match chosen {
            Offer::Registered(id) => self.offered().iter().any(|it| it.id == id),
            Offer::Typed => true,
            Offer::NotShown => false,
        }
    }

    fn choose_ui(&mut self, form: &mut Form<'_>, case: &mut Case) -> bool {
        let shown = &mut case.copy.papers.artisan_paper;
        let mut chosen = match (&*shown, self.chosen) {
            (None, _) => None,
            (Some(Asked::NotShown), _) => Some(Offer::NotShown),
            (Some(Asked::Shown(_)), Some(chosen)) if self.still_offers(chosen) => Some(chosen),
            (Some(Asked::Shown(paper)), _) => {
                let same =
                    self.offered().iter().find(|it| it.number == paper.number && Some(it.issuer) == paper.issuer);
                Some(same.map_or(Offer::Typed, |it| Offer::Registered(it.id)))
            }
        };
        self.chosen = chosen;
        let offered = self.offered();
        let mut texts: Vec<String> = offered.iter().map(in_words).collect();
        texts.extend(["Otra calificación: copiarla del papel".to_owned(), "No la muestra".to_owned()]);
        let kinds = offered.iter().map(|it| Offer::Registered(it.id)).chain([Offer::Typed, Offer::NotShown]);
        let options: Vec<(Offer, &str)> = kinds.zip(texts.iter().map(String::as_str)).collect();
        let before = chosen;
        form.choice(Field::new("Calificación artesanal que muestra"), &options, &mut chosen);
        if chosen == before {
            return false;
        }
        self.chosen = chosen;
        *shown = match chosen {
            None => None,
            Some(Offer::NotShown) => Some(Asked::NotShown),
            Some(Offer::Registered(at)) => {
                self.offered().iter().find(|it| it.id == at).map(|it| Asked::Shown(Box::new(of_register(it))))
            }
            Some(Offer::Typed) => Some(Asked::Shown(Box::new(ArtisanPaper {
                holder: case.copy.papers.applicant.clone().unwrap_or_default(),
                ..ArtisanPaper::default()
            }))),
        };
        true
    }
}

fn in_words(paper: &view::ArtisanQualification) -> String {
    let until =
        paper.expires_on.map_or("sin vencimiento".to_owned(), |day| format!("hasta {}", day.format("%d/%m/%Y")));
    let revoked = if paper.revoked.is_some() { ", REVOCADA" } else { "" };
    format!("{} ({until}{revoked})", paper.number)
}

fn of_register(paper: &view::ArtisanQualification) -> ArtisanPaper {
    ArtisanPaper {
        issuer: Some(paper.issuer),
        number: paper.number.clone(),
        holder: person_of(&paper.holder.0, &paper.holder.1),
        issued_on: Some(paper.issued_on),
        validity: Some(paper.expires_on.map_or(Validity::Indefinite, Validity::Until)),
        copy: None,
    }
}
