//! What an import says of a name that paper cannot print: at the file, where somebody can still ask for another, and not
//! when the slip is printed.

use crate::intake::agenda::{AgendaTurn, Warning};
use crate::intake::employers::{EmployerRow, PersonRow};
use crate::intake::insured::InsuredRow;
use crate::intake::work_history::WorkRow;
use crate::print::documents::Face;

/// A row whose names may be printed.
pub(super) trait Printed {
    /// The titles of the columns of its names, and the names.
    fn names(&self) -> Vec<(&'static str, &str)>;
    /// What was found odd in the row.
    fn warnings(&mut self) -> &mut Vec<Warning>;

    /// Adds a warning for each name with a character that the paper's faces lack.
    fn look_at_paper(&mut self) {
        let lacking = |(column, name): &(&'static str, &str)| {
            let character = unprintable(name)?;
            let reason = format!(
                "el papel no puede imprimir «{character}» de «{name}»; escríbalo con letras latinas, como consta en su documento"
            );
            Some(Warning { column, reason })
        };
        let found: Vec<Warning> = self.names().iter().filter_map(lacking).collect();
        self.warnings().extend(found);
    }
}

/// The first character of a name that no paper can print. One that stands for a lost letter is told as such where the row
/// is read.
#[must_use]
pub fn unprintable(name: &str) -> Option<char> {
    if name.is_ascii() {
        return None;
    }
    let is_printed = |c: char| c.is_ascii() || (Face::Regular.covers(c) && Face::Bold.covers(c));
    name.chars().find(|c| *c != char::REPLACEMENT_CHARACTER && !is_printed(*c))
}

impl Printed for AgendaTurn {
    fn names(&self) -> Vec<(&'static str, &str)> {
        vec![("nombre", &self.holder_name)]
    }

    fn warnings(&mut self) -> &mut Vec<Warning> {
        &mut self.warnings
    }
}

impl Printed for PersonRow {
    fn names(&self) -> Vec<(&'static str, &str)> {
        vec![("nombre", &self.name)]
    }

    fn warnings(&mut self) -> &mut Vec<Warning> {
        &mut self.warnings
    }
}

impl Printed for InsuredRow {
    fn names(&self) -> Vec<(&'static str, &str)> {
        vec![("nombre", &self.name)]
    }

    fn warnings(&mut self) -> &mut Vec<Warning> {
        &mut self.warnings
    }
}

/// For whom somebody worked stands on no paper.
impl Printed for WorkRow {
    fn names(&self) -> Vec<(&'static str, &str)> {
        Vec::new()
    }

    fn warnings(&mut self) -> &mut Vec<Warning> {
        &mut self.warnings
    }
}

impl Printed for EmployerRow {
    fn names(&self) -> Vec<(&'static str, &str)> {
        let representative = self.representative.as_ref().map(|it| ("representante_nombre", it.name.as_str()));
        let branch = self.branch_name.as_deref().map(|name| ("nombre_sucursal", name));
        std::iter::once(("razon_social", self.legal_name.as_str())).chain(branch).chain(representative).collect()
    }

    fn warnings(&mut self) -> &mut Vec<Warning> {
        &mut self.warnings
    }
}
