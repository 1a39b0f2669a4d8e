//! The words of the command line, and its help, in Spanish.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgAction, Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use super::Ended;
use super::voice::complain;

#[derive(Parser)]
#[command(
    name = "ventanilla",
    version,
    about = "Ventanilla de la clave de empleador: revisa los papeles, emite la clave y la imprime.",
    after_help = "La ayuda de cada orden: «ventanilla ORDEN --help». La primera vez: «ventanilla demo --headless»."
)]
struct Words {
    #[command(subcommand)]
    command: Command,
}

/// A command with its words.
#[derive(Subcommand)]
pub(super) enum Command {
    /// Lleva una atención de muestra de principio a fin, en un almacén de prueba
    Demo(Demo),
    /// Juzga una atención escrita en JSON y responde el veredicto en JSON
    Assess(Assess),
    /// Revisa números de cédula, RUC, servicio doméstico o código de extranjero
    Identity(Identity),
    /// Importa un archivo CSV: la agenda de turnos, los empleadores o las personas
    Import(Import),
    /// Comprueba la bitácora, las firmas y el libro de claves de un almacén
    Verify(Verify),
    /// Escribe, firmado, el registro de claves entregadas y anuladas
    Export(Export),
    /// Cambia la llave del almacén y lo cifra todo de nuevo
    Rekey(Rekey),
}

#[derive(Args)]
pub(super) struct Demo {
    /// Sin ventana: atiende solo y cuenta cada paso
    #[arg(long)]
    pub(super) headless: bool,
    /// La carpeta para los PDF, la bitácora y el almacén de prueba
    #[arg(long, value_name = "CARPETA", default_value = "demo")]
    pub(super) out: PathBuf,
    /// Imprime además en esta impresora, p. ej. ipp://localhost:631/printers/NOMBRE
    #[arg(long, value_name = "DIRECCIÓN")]
    pub(super) printer: Option<String>,
    /// El papel de lo que se imprime
    #[arg(long, value_name = "PAPEL", default_value = "a5", value_parser = ["a4", "a5", "rollo"])]
    pub(super) paper: String,
    /// Llena el almacén con tantas atenciones terminadas de los últimos diez años
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) visits: u64,
}

#[derive(Args)]
pub(super) struct Assess {
    /// El archivo de la atención; «-» lee la entrada estándar
    #[arg(value_name = "ARCHIVO")]
    pub(super) file: PathBuf,
}

#[derive(Args)]
pub(super) struct Identity {
    /// Los números, uno o varios
    #[arg(value_name = "NÚMERO", required = true)]
    pub(super) numbers: Vec<String>,
}

/// Whose store, and who opens it.
#[derive(Args)]
pub(super) struct Door {
    /// La carpeta del almacén; si falta, la de este equipo
    #[arg(long, value_name = "CARPETA")]
    pub(super) store: Option<PathBuf>,
    /// El usuario que lo abre
    #[arg(long, value_name = "USUARIO")]
    pub(super) user: String,
    /// Lee la contraseña de este descriptor de archivo, en vez de preguntarla
    #[arg(long, value_name = "N")]
    pub(super) password_fd: Option<u32>,
}

/// What a file holds.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(super) enum Kind {
    /// Turnos agendados en línea
    Agenda,
    /// El registro de empleadores
    Employers,
    /// El registro de personas
    People,
}

#[derive(Args)]
pub(super) struct Import {
    /// Qué contiene: agenda, employers (empleadores) o people (personas)
    #[arg(value_name = "QUÉ", hide_possible_values = true)]
    pub(super) kind: Kind,
    /// El archivo CSV
    #[arg(value_name = "ARCHIVO")]
    pub(super) file: PathBuf,
    /// Solo dice qué cambiaría; no guarda nada (agenda)
    #[arg(long)]
    pub(super) preview: bool,
    #[command(flatten)]
    pub(super) door: Door,
}

#[derive(Args)]
pub(super) struct Verify {
    #[command(flatten)]
    pub(super) door: Door,
    /// Solo la cadena de la bitácora
    #[arg(long)]
    pub(super) chain: bool,
    /// Una marca leída del papel, p. ej. 1234-9F3A77B0: debe estar en la bitácora
    #[arg(long, value_name = "MARCA")]
    pub(super) head: Option<String>,
}

#[derive(Args)]
pub(super) struct Export {
    /// Qué se exporta: issued (claves entregadas y anuladas)
    #[arg(value_name = "QUÉ", value_parser = ["issued"], hide_possible_values = true)]
    pub(super) what: String,
    /// El archivo CSV que se escribe; su firma queda al lado
    #[arg(value_name = "ARCHIVO")]
    pub(super) file: PathBuf,
    /// El primer día, AAAA-MM-DD
    #[arg(long, value_name = "DÍA")]
    pub(super) from: Option<chrono::NaiveDate>,
    /// El último día, AAAA-MM-DD
    #[arg(long, value_name = "DÍA")]
    pub(super) to: Option<chrono::NaiveDate>,
    #[command(flatten)]
    pub(super) door: Door,
}

#[derive(Args)]
pub(super) struct Rekey {
    #[command(flatten)]
    pub(super) door: Door,
}

const TEMPLATE: &str = "{about-with-newline}\nUso: {usage}\n\n{all-args}{after-help}\n";

/// Reads the words. What was asked for instead of a command (help, the version) is printed here, and so is what is wrong.
pub(super) fn parse(words: impl IntoIterator<Item = OsString>) -> Result<Command, Ended> {
    let matched = in_spanish(Words::command()).try_get_matches_from(words);
    matched
        .and_then(|matches| Words::from_arg_matches(&matches))
        .map(|words| words.command)
        .map_err(|error| answer(&error))
}

/// The parser's own words, in Spanish, for a command and those under it.
fn in_spanish(command: clap::Command) -> clap::Command {
    let has_commands = command.has_subcommands();
    let help = clap::Arg::new("help").long("help").short('h').action(ArgAction::Help).help("Muestra esta ayuda");
    let command = command
        .help_template(TEMPLATE)
        .subcommand_help_heading("Órdenes")
        .subcommand_value_name("ORDEN")
        .next_help_heading("Opciones")
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .mut_args(|arg| {
            let heading = if arg.is_positional() { "Argumentos" } else { "Opciones" };
            let takes_a_value = arg.get_action().takes_values();
            arg.help_heading(heading).hide_possible_values(takes_a_value)
        })
        .arg(help.help_heading("Opciones"))
        .mut_subcommands(in_spanish);
    match has_commands {
        true => command.arg(
            clap::Arg::new("version")
                .long("version")
                .action(ArgAction::Version)
                .help("Muestra la versión")
                .help_heading("Opciones"),
        ),
        false => command,
    }
}

fn answer(error: &clap::Error) -> Ended {
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
            complain!("{}\nVea «ventanilla --help».", sentence(kind, error));
            Ended::Malformed
        }
    }
}

fn sentence(kind: ErrorKind, error: &clap::Error) -> String {
    let said = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(" "),
        _ => String::new(),
    };
    let word = said(ContextKind::InvalidArg);
    match kind {
        ErrorKind::InvalidSubcommand => format!("No hay ninguna orden «{}».", said(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => format!("No se entiende «{word}»."),
        ErrorKind::MissingRequiredArgument => format!("Falta {word}."),
        ErrorKind::MissingSubcommand => "Falta la orden.".into(),
        ErrorKind::InvalidValue => {
            let (value, valid) = (said(ContextKind::InvalidValue), said(ContextKind::ValidValue));
            match (value.is_empty(), valid.is_empty()) {
                (true, _) => format!("Falta el valor de {word}."),
                (false, true) => format!("«{value}» no sirve para {word}."),
                (false, false) => format!("«{value}» no sirve para {word}. Puede ser: {valid}."),
            }
        }
        ErrorKind::ValueValidation => format!("«{}» no sirve para {word}.", said(ContextKind::InvalidValue)),
        ErrorKind::ArgumentConflict => format!("{word} no va junto con lo demás."),
        ErrorKind::InvalidUtf8 => "Hay una palabra que no es texto UTF-8.".into(),
        _ => format!("No se entiende la orden ({kind:?})."),
    }
}
