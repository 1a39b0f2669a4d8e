//! Points that are answered for together, by whoever works here: each with its own sentence, and a reason of its own. One of
//! several may be left for later.

use super::ReasonField;
use crate::ui::theme::{Icon, SPACE_S};
use crate::ui::widgets::{self, Button, Field, Form, Sign};

/// One point.
#[derive(Debug, Clone, Default)]
pub(in crate::ui::screens) struct Point {
    /// What stands in the way.
    pub(in crate::ui::screens) sentence: String,
    /// It is answered for now.
    pub(in crate::ui::screens) is_taken: bool,
    /// It is answered for already.
    pub(in crate::ui::screens) is_done: bool,
    /// Why.
    pub(in crate::ui::screens) reason: ReasonField,
}

impl Point {
    /// A point that is answered for now.
    pub(in crate::ui::screens) fn new(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), is_taken: true, ..Self::default() }
    }

    /// Its sentence, with its number where there are several.
    pub(in crate::ui::screens) fn numbered(&self, at: usize, is_several: bool) -> String {
        match is_several {
            true => format!("{}. {}", number(at), self.sentence),
            false => self.sentence.clone(),
        }
    }
}

/// The form that asks for the reasons.
#[derive(Debug, Clone, Copy)]
pub(in crate::ui::screens) struct ReasonsForm {
    /// What the field of a reason is called.
    pub(in crate::ui::screens) why: &'static str,
    /// Who reads it.
    pub(in crate::ui::screens) hint: &'static str,
    /// The button that hands it in, and its icon.
    pub(in crate::ui::screens) verb: &'static str,
    pub(in crate::ui::screens) icon: Option<Icon>,
}

/// What came of a frame of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::ui::screens) struct Came {
    /// Something was changed.
    pub(in crate::ui::screens) changed: bool,
    /// It is to be handed in.
    pub(in crate::ui::screens) handed_in: bool,
}

/// What is lacking before it can be handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ui::screens) enum Lacking {
    /// No point is taken.
    Point,
    /// The field of this label has no reason; it says so itself.
    Reason(String),
}

impl ReasonsForm {
    /// One frame.
    pub(in crate::ui::screens) fn ui(self, form: &mut Form<'_>, points: &mut [&mut Point], is_busy: bool) -> Came {
        let is_several = points.len() > 1;
        let (mut came, mut copies) = (Came::default(), false);
        for (at, point) in points.iter_mut().enumerate().filter(|(_, point)| !point.is_done) {
            widgets::notice(form.ui(), Sign::Warning, &point.numbered(at, is_several), None);
            form.ui().add_space(SPACE_S);
            if is_several {
                let label = format!("Incluir la advertencia {}", number(at));
                came.changed |= form.toggle(Field::new(&label).optional(), &mut point.is_taken);
            }
            if point.is_taken {
                let label = self.label(at, is_several);
                let field = Field::new(&label).hint(self.hint).width(500.0);
                came.changed |= point.reason.ui(form, field).changed;
            }
            if at == 0 && is_several && !point.reason.text().is_empty() {
                copies = Button::quiet("Usar este motivo en las que no tienen").show(form.ui()).clicked();
                form.ui().add_space(SPACE_S);
            }
        }
        let button = Button::primary(self.verb).busy(is_busy);
        let button = if let Some(icon) = self.icon { button.icon(icon) } else { button };
        came.handed_in = form.last_row(button) && !is_busy;
        if copies {
            let first = points.first().map(|point| point.reason.clone()).unwrap_or_default();
            for point in points.iter_mut().filter(|point| point.reason.text().is_empty()) {
                point.reason = first.clone();
            }
        }
        came
    }

    /// What is lacking, said at its field.
    pub(in crate::ui::screens) fn lacking(self, points: &mut [&mut Point]) -> Option<Lacking> {
        if !points.iter().any(|point| point.is_taken) {
            return Some(Lacking::Point);
        }
        let is_several = points.len() > 1;
        let mut first = None;
        for (at, point) in points.iter_mut().enumerate().filter(|(_, point)| point.is_taken) {
            if point.reason.read().is_none() {
                first.get_or_insert_with(|| self.label(at, is_several));
            }
        }
        first.map(Lacking::Reason)
    }

    fn label(self, at: usize, is_several: bool) -> String {
        match is_several {
            true => format!("{} (advertencia {})", self.why, number(at)),
            false => self.why.to_owned(),
        }
    }
}

/// The number of the point at this place, as it is read.
pub(in crate::ui::screens) fn number(at: usize) -> usize {
    at.saturating_add(1)
}
