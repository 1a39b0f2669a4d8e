//! `ventanilla verify`: walks a store, read-only, beside a window at work if there is one.

use super::Ended;
use super::args::Verify;
use super::progress::Work;
use super::voice::{complain, say};
use crate::domain::journal::HeadOnPaper;
use crate::ops::verify::{Depth, Verification, verify};
use crate::ops::{Error, open_to_read};

/// Verifies, and says what was found.
pub(super) fn run(words: &Verify) -> Result<Ended, Error> {
    let on_paper = match words.head.as_deref().map(HeadOnPaper::parse).transpose() {
        Ok(on_paper) => on_paper,
        Err(fault) => {
            complain!("{fault}");
            return Ok(Ended::Malformed);
        }
    };
    let reader = open_to_read(&words.door.place()?, &words.door.user, &words.door.password()?)?;
    let last = crate::store::journal::head(&reader)?.number;
    let work = Work::begin("Comprobando la bitácora", u64::try_from(last).unwrap_or(0));
    let depth = if words.chain { Depth::Chain } else { Depth::Whole };
    let found = verify(&reader, depth, on_paper.as_ref(), &mut |walked| work.at(u64::try_from(walked).unwrap_or(0)));
    work.end();
    Ok(say_found(&found?, depth, on_paper.is_some()))
}

fn say_found(found: &Verification, depth: Depth, paper: bool) -> Ended {
    if let Some(problem) = &found.problem {
        say!("NO CONCUERDA. {problem}");
        say!("Entradas comprobadas antes: {}. No use este almacén para emitir; avise al supervisor.", found.entries);
        return Ended::No;
    }
    say!("Concuerda. Entradas: {}. Final: {}-{}", found.entries, found.head.number, found.head.hash);
    if depth == Depth::Whole {
        say!(
            "Firmas: {}. Claves del libro: {}. Detalles borrados: {}.",
            found.signatures,
            found.slips,
            found.erased_details
        );
    }
    if paper {
        say!("La marca del papel está en la bitácora.");
    }
    Ended::Done
}
