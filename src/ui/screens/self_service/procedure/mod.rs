//! The pages of each procedure of which people do something by themselves: a folder and a line each.

mod affiliate_key;
mod affiliate_key_unlock;
mod employer_key_recovery;

use super::end::EndPage;
use super::page::Page;
use crate::domain::procedure_id::ProcedureId;

/// How the page begins of a procedure, and what is said once a key was chosen by it.
struct Pages {
    of: ProcedureId,
    begins: fn() -> Box<dyn Page>,
    chosen: fn() -> EndPage,
}

const PAGES: [Pages; 3] = [
    Pages {
        of: ProcedureId::EMPLOYER_KEY_RECOVERY,
        begins: employer_key_recovery::begins,
        chosen: employer_key_recovery::chosen,
    },
    Pages { of: ProcedureId::AFFILIATE_KEY, begins: affiliate_key::begins, chosen: affiliate_key::chosen },
    Pages {
        of: ProcedureId::AFFILIATE_KEY_UNLOCK,
        begins: affiliate_key_unlock::begins,
        chosen: affiliate_key::chosen,
    },
];

/// Where what people do by themselves begins of a procedure; none where they do nothing of it.
pub(super) fn page_of(procedure: ProcedureId) -> Option<Box<dyn Page>> {
    PAGES.iter().find(|pages| pages.of == procedure).map(|pages| (pages.begins)())
}

/// What is said once a key was chosen by the procedure with this id.
pub(super) fn chosen(procedure: &str) -> EndPage {
    let pages = PAGES.iter().find(|pages| pages.of.as_str() == procedure);
    (pages.map_or(affiliate_key::chosen as fn() -> EndPage, |pages| pages.chosen))()
}

/// What is said once a key was unlocked.
pub(super) fn unlocked() -> Box<dyn Page> {
    Box::new(affiliate_key_unlock::unlocked())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::procedure::PROCEDURES;

    #[test]
    fn whatever_people_do_by_themselves_has_its_pages_and_nothing_else_has() {
        for procedure in PROCEDURES {
            let pages = PAGES.iter().filter(|pages| pages.of == procedure.id).count();
            assert_eq!(pages, usize::from(procedure.self_service.is_some()), "{}", procedure.id);
            assert_eq!(page_of(procedure.id).is_some(), procedure.self_service.is_some(), "{}", procedure.id);
        }
        let offered = PROCEDURES.iter().filter(|procedure| procedure.self_service.is_some()).count();
        assert_eq!(PAGES.len(), offered, "pages are of what is listed");
    }
}
