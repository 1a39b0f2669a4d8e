//! What is wrong with the words, in Spanish, with what to write instead.

use std::error::Error as _;
use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::super::Ended;
use super::super::voice::complain;
use super::tree;

/// Answers what was asked for instead of a command, or says what is wrong with the words.
pub(super) fn answer(error: &clap::Error, words: &[OsString]) -> Ended {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // Nobody reads a closed pipe.
            let _ = error.print();
            Ended::Done
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            complain!("{}", error.render());
            Ended::Malformed
        }
        kind => {
            complain!("{}\n{}", sentence(kind, error), what_next(words));
            Ended::Malformed
        }
    }
}

/// How the command at hand is used, and where the rest stands.
fn what_next(words: &[OsString]) -> String {
    let tree = tree();
    let (mut command, mut called) = (None, super::PROGRAM.to_owned());
    for word in words.iter().skip(1) {
        let Some(below) = command.unwrap_or(&tree).find_subcommand(word) else { break };
        command = Some(below);
        called = format!("{called} {}", below.get_name());
    }
    match command {
        Some(command) if command.has_subcommands() => format!("Vea «{called} --help»."),
        Some(command) => {
            format!("Se usa así: {}\nVea «{called} --help».", super::usage_of(command, &called))
        }
        None => "Vea «ventanilla --help».".into(),
    }
}

fn sentence(kind: ErrorKind, error: &clap::Error) -> String {
    let all = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    };
    let said = |kind| all(kind).join(", ");
    let word = said(ContextKind::InvalidArg);
    let value = said(ContextKind::InvalidValue);
    match kind {
        ErrorKind::InvalidSubcommand => {
            let meant = said(ContextKind::SuggestedSubcommand);
            format!("No hay ninguna orden «{}».{}", said(ContextKind::InvalidSubcommand), suggested(&meant))
        }
        ErrorKind::UnknownArgument => {
            format!("No se entiende «{word}».{}", suggested(&said(ContextKind::SuggestedArg)))
        }
        ErrorKind::MissingRequiredArgument => match all(ContextKind::InvalidArg).as_slice() {
            [one] => format!("Falta {one}."),
            _ => format!("Faltan: {word}."),
        },
        ErrorKind::MissingSubcommand => "Falta la orden.".into(),
        ErrorKind::InvalidValue if value.is_empty() => format!("Falta el valor de {word}."),
        ErrorKind::InvalidValue => match said(ContextKind::ValidValue) {
            valid if valid.is_empty() => format!("«{value}» no sirve para {word}."),
            valid => format!("«{value}» no sirve para {word}. Puede ser: {valid}."),
        },
        ErrorKind::ValueValidation => match error.source() {
            Some(reason) => format!("«{value}» no sirve para {word}: {reason}."),
            None => format!("«{value}» no sirve para {word}."),
        },
        ErrorKind::TooManyValues => format!("{word} no lleva ningún valor: quite «{value}»."),
        ErrorKind::ArgumentConflict if said(ContextKind::PriorArg) == word => {
            format!("{word} está más de una vez: déjelo una sola.")
        }
        ErrorKind::ArgumentConflict => format!("{word} no va junto con {}.", said(ContextKind::PriorArg)),
        ErrorKind::InvalidUtf8 => "Hay una palabra que no es texto UTF-8.".into(),
        _ => "No se entiende lo que se escribió.".into(),
    }
}

fn suggested(meant: &str) -> String {
    if meant.is_empty() { String::new() } else { format!(" ¿Quiso escribir «{meant}»?") }
}
