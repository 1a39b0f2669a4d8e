//! The words of the command line, and its help, in Spanish.

mod fault;

use std::ffi::OsString;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{ArgAction, Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use super::Ended;
use crate::domain::day::Month;
use crate::domain::duty::Duty;
use crate::ops::backup::KEPT;

#[derive(Parser)]
#[command(
    name = "ventanilla",
    version,
    about = "Ventanilla de la clave de empleador: revisa los papeles, emite la clave y la imprime.",
    after_help = "Sin orden, abre la ventana. La ayuda de cada orden: «ventanilla ORDEN --help». La primera vez: «ventanilla demo»."
)]
struct Words {
    #[command(subcommand)]
    command: Option<Command>,
}

/// A command with its words.
#[derive(Subcommand)]
pub(super) enum Command {
    /// Abre la ventana en un almacén de prueba; sin pantalla, o con --headless, lleva solas unas atenciones de muestra
    Demo(Demo),
    /// Abre la ventana para autoservicio: quien trabaja aquí ingresa, y la pantalla queda para las personas hasta que la misma persona
    /// la retome con su contraseña
    Kiosk,
    /// Abre, a pantalla completa, los llamados para la sala de espera: qué turno pasa a qué ventanilla
    Calls(Calls),
    /// Juzga una atención escrita en JSON y responde el veredicto en JSON
    Assess(Assess),
    /// Revisa números de cédula, RUC, servicio doméstico o código de extranjero
    Identity(Identity),
    /// Importa un archivo CSV: la agenda de turnos, o, con un usuario de supervisión, un registro (empleadores, personas, asegurados, historia laboral)
    Import(Import),
    /// Cierra un día, con un usuario de supervisión, y escribe su acta
    Close(Close),
    /// Dice las atenciones y las quejas de un mes por trámite: la tabla de transparencia, o la de todos los centros cuyas cifras
    /// lee este equipo
    Report(Report),
    /// Comprueba la bitácora, las firmas y el libro de claves de un almacén
    Verify(Verify),
    /// Respalda el almacén, su bóveda y sus documentos digitalizados en otra carpeta, y comprueba el respaldo
    Backup(Backup),
    /// Restaura un respaldo donde no hay almacén; lo hace y lo firma supervisión
    Restore(Restore),
    /// Escribe, firmado, el libro de claves (las entregadas y las anuladas), o los desbloqueos de claves de afiliado
    Export(Export),
    /// Cambia la llave del almacén y lo cifra todo de nuevo; en un servidor, la contraseña de esta ventanilla en él
    Rekey(Rekey),
    /// Crea un centro en un servidor, o une este equipo a uno que ya trabaja
    #[command(subcommand)]
    Store(Store),
}

/// What is done with a centre's store on a server.
#[derive(Subcommand)]
pub(super) enum Store {
    /// Crea las tablas de un centro en un servidor PostgreSQL, con su primera persona de supervisión, y deja este equipo como su
    /// primera ventanilla
    Init(StoreInit),
    /// Deja este equipo como otra ventanilla de un centro que ya trabaja en un servidor, o como su recepción o su pantalla de
    /// llamados
    Join(StoreJoin),
    /// Copia un centro a otro sitio, fila por fila, y lo compara: del archivo de este equipo a un servidor, o al revés
    Copy(StoreCopy),
    /// Da a una ventanilla de otro centro de la misma base el permiso de leer las cifras de un centro, o lo quita; sin --with,
    /// dice quién lo tiene
    Share(StoreShare),
}

/// A centre's place on a server, and who owns it there.
#[derive(Args)]
pub(super) struct OnServer {
    /// La dirección, sin contraseña, con el rol que usará esta ventanilla, p. ej.
    /// postgres://ventanilla_1@servidor:5432/iess?centre=quito_sur
    #[arg(value_name = "DIRECCIÓN")]
    pub(super) address: String,
    /// El rol de la base que es dueño de las tablas; su contraseña se pregunta y no se guarda
    #[arg(long, value_name = "ROL")]
    pub(super) owner: String,
    /// El número de este equipo en el centro; una ventanilla sin él es la 1
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=999))]
    pub(super) window: Option<u16>,
    /// Lee las contraseñas de este descriptor de archivo, una por línea, en vez de preguntarlas
    #[arg(long, value_name = "N", value_parser = descriptor)]
    pub(super) password_fd: Option<u32>,
}

#[derive(Args)]
pub(super) struct StoreInit {
    #[command(flatten)]
    pub(super) server: OnServer,
    /// El código del centro, que llevan las series, p. ej. 1701
    #[arg(long, value_name = "CÓDIGO")]
    pub(super) code: String,
    /// El nombre del centro, como va en el papel
    #[arg(long, value_name = "NOMBRE")]
    pub(super) name: String,
    /// Su provincia
    #[arg(long, value_name = "PROVINCIA")]
    pub(super) province: String,
    /// Su cantón
    #[arg(long, value_name = "CANTÓN")]
    pub(super) canton: String,
    /// El usuario de la primera persona de supervisión
    #[arg(long, value_name = "USUARIO")]
    pub(super) user: String,
    /// Su nombre completo, como va en el papel
    #[arg(long, value_name = "NOMBRE")]
    pub(super) full_name: String,
}

#[derive(Args)]
pub(super) struct StoreJoin {
    #[command(flatten)]
    pub(super) server: OnServer,
    /// Para qué es este equipo: window, una ventanilla; arrivals, la recepción, donde se registra quién llega; calls, la pantalla
    /// de llamados de la sala
    #[arg(long = "as", value_name = "PARA", default_value = Duty::Window.code(), value_parser = Duty::ALL.map(Duty::code))]
    pub(super) duty: String,
    /// Este equipo reemplaza al que usaba el rol de la dirección, y aquel ya no ingresa
    #[arg(long)]
    pub(super) replace: bool,
}

#[derive(Args)]
pub(super) struct StoreShare {
    /// La dirección del centro cuyas cifras se comparten, sin contraseña, p. ej.
    /// postgres://ventanilla_1@servidor:5432/iess?centre=quito_sur
    #[arg(value_name = "DIRECCIÓN")]
    pub(super) address: String,
    /// El rol de la base que es dueño de las tablas; su contraseña se pregunta y no se guarda
    #[arg(long, value_name = "ROL")]
    pub(super) owner: String,
    /// El rol de la ventanilla del otro centro: el de la dirección que está en station.toml de ese equipo
    #[arg(long, value_name = "ROL")]
    pub(super) with: Option<String>,
    /// Quita el permiso
    #[arg(long, requires = "with")]
    pub(super) revoke: bool,
    /// Lee la contraseña de este descriptor de archivo, en vez de preguntarla
    #[arg(long, value_name = "N", value_parser = descriptor)]
    pub(super) password_fd: Option<u32>,
}

#[derive(Args)]
pub(super) struct Calls {
    /// Sin la campana de cada llamado
    #[arg(long)]
    pub(super) silent: bool,
}

#[derive(Args)]
pub(super) struct Demo {
    /// Sin ventana: atiende solo y cuenta cada paso
    #[arg(long)]
    pub(super) headless: bool,
    /// La carpeta para los PDF, la bitácora y el almacén de prueba; si falta, «demo» en la carpeta actual
    #[arg(long, value_name = "CARPETA", default_value = "demo")]
    pub(super) out: PathBuf,
    /// Imprime sobre papel en esta impresora, en vez de dejar los PDF en la carpeta; p. ej.
    /// ipp://localhost:631/printers/NOMBRE
    #[arg(long, value_name = "DIRECCIÓN")]
    pub(super) printer: Option<String>,
    /// El tamaño de lo que se imprime: a4, a5 o rollo (de 80 mm); si falta, a5
    #[arg(long, value_name = "PAPEL", default_value = "a5", value_parser = ["a4", "a5", "rollo"])]
    pub(super) paper: String,
    /// Llena antes el almacén con N atenciones terminadas de los últimos diez años; si falta, con ninguna
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = how_many)]
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
    /// Los números, uno o varios; el que lleve espacios, entre comillas
    #[arg(value_name = "NÚMERO", required = true)]
    pub(super) numbers: Vec<String>,
}

/// Whose store, and who opens it.
#[derive(Args)]
pub(super) struct Door {
    /// La carpeta del almacén, o la dirección de su servidor; si falta, lo que dice station.toml o la carpeta de este usuario
    #[arg(long, value_name = "CARPETA")]
    pub(super) store: Option<PathBuf>,
    /// El usuario que lo abre
    #[arg(long, value_name = "USUARIO")]
    pub(super) user: String,
    /// Lee la contraseña de este descriptor de archivo, en vez de preguntarla; p. ej. --password-fd 3 3< archivo
    #[arg(long, value_name = "N", value_parser = descriptor)]
    pub(super) password_fd: Option<u32>,
}

/// What a file holds.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(super) enum Kind {
    /// Turnos obtenidos en línea
    Agenda,
    /// El registro de empleadores
    Employers,
    /// El registro de personas
    People,
    /// El registro de asegurados
    Insured,
    /// La historia laboral de los asegurados
    WorkHistory,
}

#[derive(Args)]
pub(super) struct Import {
    /// Qué contiene: agenda, employers (empleadores), people (personas), insured (asegurados) o work-history (historia laboral)
    #[arg(value_name = "QUÉ")]
    pub(super) kind: Kind,
    /// El archivo CSV, con sus columnas en la primera fila
    #[arg(value_name = "ARCHIVO")]
    pub(super) file: PathBuf,
    /// Solo dice qué cambiaría; no guarda nada
    #[arg(long)]
    pub(super) preview: bool,
    #[command(flatten)]
    pub(super) door: Door,
}

#[derive(Args)]
pub(super) struct Close {
    /// El día, como 2026-11-20; si falta, el más antiguo sin cerrar, o el de hoy
    #[arg(long, value_name = "DÍA", value_parser = day)]
    pub(super) day: Option<NaiveDate>,
    /// El PDF del acta; si falta, cierre-DÍA.pdf en la carpeta actual
    #[arg(long, value_name = "ARCHIVO")]
    pub(super) out: Option<PathBuf>,
    #[command(flatten)]
    pub(super) door: Door,
}

#[derive(Args)]
pub(super) struct Report {
    /// El mes, como 2026-11
    #[arg(long, value_name = "MES", value_parser = month)]
    pub(super) month: Month,
    /// La tabla de todos los centros de la base cuyas cifras puede leer este equipo, por provincia
    #[arg(long)]
    pub(super) all_centres: bool,
    /// Escribe la tabla también en este archivo CSV
    #[arg(long, value_name = "ARCHIVO")]
    pub(super) csv: Option<PathBuf>,
    /// Escribe la tabla también en este libro de Excel
    #[arg(long, value_name = "ARCHIVO")]
    pub(super) xlsx: Option<PathBuf>,
    /// Escribe la tabla también en este PDF, para imprimirla
    #[arg(long, value_name = "ARCHIVO")]
    pub(super) pdf: Option<PathBuf>,
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
pub(super) struct Backup {
    /// La carpeta de los respaldos, en otro disco; debe existir
    #[arg(value_name = "DESTINO")]
    pub(super) target: PathBuf,
    /// Cuántos respaldos de este almacén quedan allí, con el nuevo; si falta, 7
    #[arg(long, value_name = "N", default_value_t = KEPT, value_parser = how_many_kept)]
    pub(super) keep: usize,
    #[command(flatten)]
    pub(super) door: Door,
}

#[derive(Args)]
pub(super) struct Restore {
    /// La carpeta del respaldo, p. ej. ventanilla-2026-11-20-1745
    #[arg(value_name = "RESPALDO")]
    pub(super) backup: PathBuf,
    /// La última serie impresa, leída del papel; una vez por ventanilla. Sin papel, «no hay». Si falta, se pregunta
    #[arg(long, value_name = "SERIE")]
    pub(super) last_serial: Vec<String>,
    /// La última marca de la bitácora, leída del papel, p. ej. 1234-9F3A77B0. Sin papel, «no hay». Si falta, se pregunta
    #[arg(long, value_name = "MARCA")]
    pub(super) head: Option<String>,
    /// Con el código de recuperación en vez de la contraseña, y una contraseña nueva; del descriptor se leen en dos líneas
    #[arg(long)]
    pub(super) recovery_code: bool,
    #[command(flatten)]
    pub(super) door: Door,
}

/// What leaves for the central system.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(super) enum Leaves {
    /// Claves entregadas y anuladas
    Issued,
    /// Claves de afiliado desbloqueadas
    Unlocked,
    /// Claves elegidas en autoservicio
    ChosenKeys,
}

#[derive(Args)]
pub(super) struct Export {
    /// Qué se exporta: issued (claves entregadas y anuladas), unlocked (claves de afiliado desbloqueadas) o chosen-keys
    /// (claves elegidas en autoservicio)
    #[arg(value_name = "QUÉ")]
    pub(super) what: Leaves,
    /// El archivo CSV que se escribe; su firma queda al lado
    #[arg(value_name = "ARCHIVO")]
    pub(super) file: PathBuf,
    /// El primer día, como 2026-11-01; si falta, desde el principio
    #[arg(long, value_name = "DÍA", value_parser = day)]
    pub(super) from: Option<NaiveDate>,
    /// El último día, como 2026-11-30; si falta, hasta hoy
    #[arg(long, value_name = "DÍA", value_parser = day)]
    pub(super) to: Option<NaiveDate>,
    #[command(flatten)]
    pub(super) door: Door,
}

#[derive(Args)]
pub(super) struct Rekey {
    #[command(flatten)]
    pub(super) door: Door,
}

#[derive(Args)]
pub(super) struct StoreCopy {
    /// Adónde: la dirección de un servidor, sin contraseña, o una carpeta nueva
    #[arg(value_name = "DESTINO")]
    pub(super) to: PathBuf,
    /// En un servidor, el rol que es dueño de las tablas; su contraseña se pregunta después de la del usuario, y no se guarda
    #[arg(long, value_name = "ROL")]
    pub(super) owner: Option<String>,
    #[command(flatten)]
    pub(super) door: Door,
}

/// More sample visits than anybody has waited for; a slip of the finger would fill the disk.
const MOST_VISITS: u64 = 10_000_000;

/// A backup a day for ten years.
const MOST_KEPT: usize = 3_660;

fn how_many(text: &str) -> Result<u64, String> {
    let count = text.parse().ok().filter(|count| *count <= MOST_VISITS);
    count.ok_or_else(|| format!("escriba un número entero, de 0 a {MOST_VISITS}"))
}

fn how_many_kept(text: &str) -> Result<usize, String> {
    let count = text.parse().ok().filter(|count| (1..=MOST_KEPT).contains(count));
    count.ok_or_else(|| format!("escriba un número entero, de 1 a {MOST_KEPT}"))
}

fn descriptor(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| "escriba el número del descriptor, por ejemplo 3".into())
}

fn day(text: &str) -> Result<NaiveDate, String> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d");
    day.map_err(|_| "escriba un día que exista, así: 2026-11-20 (año, mes, día)".into())
}

fn month(text: &str) -> Result<Month, String> {
    Month::parse(text).ok_or_else(|| "escriba un mes así: 2026-11 (año, mes)".into())
}

const TEMPLATE: &str = "{about-with-newline}\nUso: {usage}\n\n{all-args}{after-help}\n";

/// Reads the words. What was asked for instead of a command (help, the version) is printed here, and so is what is wrong.
pub(super) fn parse(words: impl IntoIterator<Item = OsString>) -> Result<Option<Command>, Ended> {
    let words: Vec<OsString> = words.into_iter().collect();
    let matched = tree().try_get_matches_from(&words);
    matched
        .and_then(|matches| Words::from_arg_matches(&matches))
        .map(|words| words.command)
        .map_err(|error| fault::answer(&error, &words))
}

/// How the program is called.
const PROGRAM: &str = "ventanilla";

/// All commands, with the parser's own words in Spanish.
fn tree() -> clap::Command {
    in_spanish(Words::command(), PROGRAM)
}

/// A command and those under it, in Spanish; `called` is how it is called.
fn in_spanish(command: clap::Command, called: &str) -> clap::Command {
    let has_commands = command.has_subcommands();
    let usage = if has_commands { format!("{called} ORDEN") } else { usage_of(&command, called) };
    let help = clap::Arg::new("help").long("help").short('h').action(ArgAction::Help).help("Muestra esta ayuda");
    let mut place = 0;
    let command = command
        .help_template(TEMPLATE)
        .override_usage(usage)
        .subcommand_help_heading("Órdenes")
        .subcommand_value_name("ORDEN")
        .next_help_heading("Opciones")
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .mut_args(|arg| {
            place += 1;
            let heading = if arg.is_positional() { "Argumentos" } else { "Opciones" };
            let takes_a_value = arg.get_action().takes_values();
            arg.help_heading(heading)
                .display_order(place)
                .hide_possible_values(takes_a_value)
                .hide_default_value(takes_a_value)
        })
        .arg(help.help_heading("Opciones").display_order(100))
        .mut_subcommands(|command| {
            let called = format!("{called} {}", command.get_name());
            in_spanish(command, &called)
        });
    match called == PROGRAM {
        true => command.arg(
            clap::Arg::new("version")
                .long("version")
                .action(ArgAction::Version)
                .help("Muestra la versión")
                .help_heading("Opciones")
                .display_order(101),
        ),
        false => command,
    }
}

/// What a command needs, in the order in which one writes it.
fn usage_of(command: &clap::Command, called: &str) -> String {
    let (needed, optional): (Vec<_>, Vec<_>) = command.get_arguments().partition(|arg| arg.is_required_set());
    let (positional, named): (Vec<_>, Vec<_>) = needed.into_iter().partition(|arg| arg.is_positional());
    let mut usage = called.to_owned();
    for arg in positional.into_iter().chain(named) {
        if let Some(long) = arg.get_long() {
            usage.push_str(&format!(" --{long}"));
        }
        for value in arg.get_value_names().unwrap_or_default() {
            usage.push_str(&format!(" {value}"));
        }
        if matches!(arg.get_action(), ArgAction::Append) {
            usage.push('…');
        }
    }
    if !optional.is_empty() {
        usage.push_str(" [OPCIONES]");
    }
    usage
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_well_built() {
        tree().debug_assert();
    }

    #[test]
    fn numbers_and_days_are_taken_or_said_to_be_none() {
        assert_eq!(how_many("50000"), Ok(50_000));
        assert!(how_many("99999999999").is_err() && how_many("-1").is_err() && how_many("mil").is_err());
        assert_eq!(how_many_kept("1"), Ok(1));
        assert!(how_many_kept("0").is_err() && how_many_kept("siete").is_err() && how_many_kept("3661").is_err());
        assert!(day("2026-02-28").is_ok() && day("2026-02-30").is_err() && day("30/11/2026").is_err());
        assert!(descriptor("3").is_ok() && descriptor("tres").is_err());
    }
}
