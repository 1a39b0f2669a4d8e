//! The printer's lane: where this window prints, how the printer is, and every page that is sent.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::lane::{Bench, Idle};
use super::{Desk, Error, PrinterChoice, PrinterWords, Ticket};
use crate::domain::duty::Duty;
use crate::domain::id::IssuanceId;
use crate::domain::procedure_id::ProcedureId;
use crate::ops::printer::{PrinterTrust, TrustPrinter};
use crate::ops::{self, Changed, House, refuse, settings};
use crate::print::documents::{self, Document, Occasion, PrinterTest, Recovery};
use crate::print::ipp::{self, CancelFlag, JobEnd, Patience, PrinterUri};
use crate::print::{Destination, Fault, Folder, media_of, pdf};

/// What the printer's thread keeps: the printer it is connected to, and when it last asked how it is.
#[derive(Default)]
pub(super) struct AtPrinter {
    connected: Option<Connected>,
    asked: Option<Instant>,
}

/// A connection, as it was made: another choice, or a change of the settings, among which the trust stands, makes another.
struct Connected {
    choice: PrinterChoice,
    settings: u64,
    printer: Arc<dyn Destination>,
}

/// What a print says while it goes on.
pub(super) type SaidSoFar = Arc<Mutex<String>>;

/// A print under way.
#[derive(Debug)]
pub struct PrintJob<T> {
    pub(super) ticket: Ticket<T>,
    pub(super) said: SaidSoFar,
    pub(super) cancel: CancelFlag,
}

impl<T> PrintJob<T> {
    /// The end, once it is there.
    pub fn poll(&self) -> Option<Result<T, Error>> {
        self.ticket.poll()
    }

    /// What was said last, in words.
    #[must_use]
    pub fn words(&self) -> String {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Asks to stop waiting for the printer.
    pub fn cancel(&self) {
        self.cancel.cancel();
    }

    /// Was that asked?
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }
}

/// A printer that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPrinter {
    /// Its address.
    pub address: String,
    /// Its name.
    pub name: String,
    /// Maker and model, and where it was found.
    pub about: String,
}

/// What a printer answered when it was tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrinterProbe {
    /// May it be used as it is?
    pub is_usable: bool,
    /// How it is, or why it may not be used.
    pub words: String,
    /// What a supervisor can say so that it may.
    pub lacks: Option<LacksTrust>,
}

/// What keeps a printer from being used until a supervisor says otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LacksTrust {
    /// Keys would travel to it in the clear.
    Plain,
    /// No authority vouches for its certificate; this is its fingerprint, to be compared with the printer's own.
    Certificate(String),
    /// It shows another certificate than the accepted one.
    OtherCertificate(String),
}

impl LacksTrust {
    fn of(fault: &Error) -> Option<Self> {
        let Error::Ops(ops::Error::Printer(Fault::Printer(fault))) = fault else { return None };
        match fault {
            ipp::Error::PlainRefused { .. } | ipp::Error::OnwardUnknown { .. } | ipp::Error::OnwardSilent { .. } => {
                Some(Self::Plain)
            }
            ipp::Error::CertificateUnknown { fingerprint, .. } => Some(Self::Certificate(fingerprint.to_string())),
            ipp::Error::CertificateChanged { fingerprint, .. } => Some(Self::OtherCertificate(fingerprint.to_string())),
            _ => None,
        }
    }
}

/// How long after the last question the printer is asked again how it is.
const ASKED_EVERY: Duration = Duration::from_secs(10);

pub(super) const WATCH: Idle<AtPrinter> = Idle { after: Duration::from_secs(2), act: watch };

fn watch(bench: &mut Bench<AtPrinter>) {
    let is_due = bench.kept.asked.is_none_or(|asked| asked.elapsed() >= ASKED_EVERY);
    let Ok(house) = bench.office.house() else { return };
    if !is_due || bench.office.session().is_err() {
        return;
    }
    bench.ask_how_it_is(&house);
}

impl Bench<AtPrinter> {
    fn ask_how_it_is(&mut self, house: &House) {
        let words = match self.destination(house) {
            Ok(printer) => {
                let status = printer.status();
                PrinterWords { is_ready: status.is_ready(), words: status.in_words() }
            }
            Err(fault) => PrinterWords { is_ready: false, words: fault.to_string() },
        };
        self.kept.asked = Some(Instant::now());
        self.office.say_printer(words);
    }

    /// Where this window prints.
    pub(super) fn destination(&mut self, house: &House) -> Result<Arc<dyn Destination>, Error> {
        let choice = self.office.station().printer.clone();
        let settings = self.office.revision(&[Changed::Settings]);
        if let Some(connected) = &self.kept.connected
            && connected.choice == choice
            && connected.settings == settings
        {
            return Ok(Arc::clone(&connected.printer));
        }
        self.kept.connected = None;
        let printer = connect(house, &choice)?;
        self.kept.connected = Some(Connected { choice, settings, printer: Arc::clone(&printer) });
        Ok(printer)
    }

    /// Where a slip was printed: its own printer, which may be another than this window's now.
    pub(super) fn destination_of(&mut self, house: &House, id: IssuanceId) -> Result<Arc<dyn Destination>, Error> {
        let mine = self.destination(house);
        let slip = ops::view::slip(&house.reader()?, id)?;
        match mine {
            Ok(mine) if mine.address() == slip.printer => Ok(mine),
            mine => match connect(house, &PrinterChoice::Address(slip.printer)) {
                Ok(its_own) => Ok(its_own),
                // An address that cannot be read any more: this window's printer knows nothing of the job, and says so.
                Err(fault) => mine.map_err(|_| fault),
            },
        }
    }

    fn print(
        &mut self,
        house: &House,
        name: &str,
        document: &Document,
        cancel: &CancelFlag,
        tell: &mut dyn FnMut(&str),
    ) -> Result<(), Error> {
        let settings = settings::load(&house.reader()?, house.centre().id)?;
        let printer = self.destination(house)?;
        let bytes = pdf::render(document).map_err(ops::Error::from)?;
        let media = media_of(document);
        let failed = |fault| Error::Ops(ops::Error::Printer(fault));
        let job = printer.create_job(name, media).map_err(failed)?;
        printer.send(job, &bytes).map_err(failed)?;
        let patience =
            Patience { silent: Duration::from_secs(settings.printer_patience_secs.into()), ..Patience::default() };
        let end = printer.follow(job, patience, cancel, tell);
        let result = match end {
            JobEnd::Printed => Ok(()),
            JobEnd::Failed(words) | JobEnd::Unconfirmed(words) => {
                Ok(refuse("not_printed", format!("No se imprimió: {words}. Revise la impresora e imprima de nuevo."))?)
            }
            JobEnd::Cancelled => Err(Error::Ops(ops::Error::Cancelled)),
        };
        let rid = if result.is_ok() { printer.purge(job).map(drop) } else { printer.cancel(job).map(drop) };
        if rid.is_err() {
            tracing::warn!("a page without a key was not purged from its printer");
        }
        result
    }
}

fn connect(house: &House, choice: &PrinterChoice) -> Result<Arc<dyn Destination>, Error> {
    match choice {
        PrinterChoice::Unset => Ok(refuse("no_printer", "Este equipo no tiene impresora. Elíjala en Configuración.")?),
        PrinterChoice::Folder(folder) => {
            let made = Folder::new(folder).map_err(|source| ops::Error::File {
                doing: "crear la carpeta de los PDF",
                file: folder.clone(),
                source,
            })?;
            Ok(Arc::new(made))
        }
        PrinterChoice::Address(address) => Ok(Arc::new(ops::printer::connect(house, parsed(address)?)?)),
    }
}

fn parsed(address: &str) -> Result<PrinterUri, ops::Error> {
    PrinterUri::parse(address).or_else(|fault| refuse("printer", fault.to_string()))
}

impl Desk {
    /// Prints a page without a key.
    pub(super) fn print(
        &self,
        make: impl FnOnce(&House) -> Result<(String, Document), ops::Error> + Send + 'static,
    ) -> PrintJob<()> {
        let said: SaidSoFar = Arc::new(Mutex::new(String::new()));
        let cancel = self.cancel_flag();
        let (hears, flag, waker) = (Arc::clone(&said), cancel.clone(), Arc::clone(&self.office.waker));
        let ticket = self.printer.hand_in(move |bench| {
            let house = bench.office.house()?;
            // Making it may leave an entry that it was printed: not where nothing can come out.
            bench.destination(&house)?;
            let (name, document) = make(&house)?;
            bench.print(&house, &name, &document, &flag, &mut |words| {
                *hears.lock().unwrap_or_else(PoisonError::into_inner) = words.to_owned();
                waker();
            })
        });
        PrintJob { ticket, said, cancel }
    }

    /// Looks for printers: this machine's queues and what the network announces.
    pub fn find_printers(&self) -> Ticket<Vec<FoundPrinter>> {
        self.printer.hand_in(|_| {
            let found = ipp::discover(Duration::from_secs(3)).into_iter().map(|printer| FoundPrinter {
                address: printer.uri.to_string(),
                name: printer.name,
                about: printer.make_and_model.unwrap_or_default(),
            });
            Ok(found.collect())
        })
    }

    /// Asks a printer whether it can be used. Only what is no address at all is an error; a printer that may not be used
    /// as it is says why, and what a supervisor can do about it.
    pub fn probe_printer(&self, address: String) -> Ticket<PrinterProbe> {
        self.printer.hand_in(move |bench| {
            let house = bench.office.house()?;
            let uri = parsed(&address)?;
            let asked = || -> Result<String, Error> {
                let printer = ops::printer::connect(&house, uri)?;
                let can = printer.capabilities().map_err(|fault| ops::Error::Printer(fault.into()))?;
                can.usable().map_err(|fault| ops::Error::Printer(fault.into()))?;
                // No key is made at an arrival desk.
                if house.duty() == Duty::Window {
                    printer.may_carry_keys().map_err(|fault| ops::Error::Printer(fault.into()))?;
                }
                Ok(printer.status().in_words())
            };
            Ok(match asked() {
                Ok(words) => PrinterProbe { is_usable: true, words, lacks: None },
                Err(fault) => {
                    PrinterProbe { is_usable: false, words: fault.to_string(), lacks: LacksTrust::of(&fault) }
                }
            })
        })
    }

    /// A supervisor says that a printer may be used all the same, and why.
    pub fn trust_printer(&self, address: String, lacks: LacksTrust, reason: String) -> Ticket<()> {
        self.write(move |office, _, session| {
            let trust = match lacks {
                LacksTrust::Plain => PrinterTrust { certificate: None, plain_consented: true },
                LacksTrust::Certificate(certificate) | LacksTrust::OtherCertificate(certificate) => {
                    PrinterTrust { certificate: Some(certificate), plain_consented: false }
                }
            };
            office.perform(session, &TrustPrinter { printer: parsed(&address)?, trust, reason })
        })
    }

    /// Asks the printer at once how it is.
    pub fn ask_printer(&self) -> Ticket<()> {
        self.printer.hand_in(|bench| {
            let house = bench.office.house()?;
            bench.ask_how_it_is(&house);
            Ok(())
        })
    }

    /// Prints a page to try the printer with.
    pub fn print_test_page(&self) -> PrintJob<()> {
        let printer = match &self.office.station().printer {
            PrinterChoice::Unset => String::new(),
            PrinterChoice::Folder(folder) => folder.display().to_string(),
            PrinterChoice::Address(address) => address.clone(),
        };
        let (window, tickets) = (self.office.station().window, self.office.station().ticket_paper);
        self.print(move |house| {
            let settings = settings::load(&house.reader()?, house.centre().id)?;
            let test = PrinterTest { printer, occasion: occasion(house, window) };
            let mut sheet = ops::issuance::sheet(house, &settings);
            // An arrival desk prints tickets and nothing else.
            if let Some(paper) = tickets.filter(|_| house.duty() == Duty::Arrivals) {
                sheet.paper = paper.into();
            }
            Ok(("prueba".to_owned(), documents::test_page(&test, sheet)?))
        })
    }

    /// Prints the card of a procedure, to be handed over.
    pub fn print_procedure_card(&self, procedure: ProcedureId) -> PrintJob<()> {
        let name = format!("ficha-{}", procedure.as_str().replace('_', "-"));
        self.print(move |house| Ok((name, ops::catalogue::page(house, procedure)?)))
    }

    /// Makes a recovery code and prints it for the safe; the one before it serves no more.
    pub fn print_recovery_code(&self) -> PrintJob<()> {
        let session = self.office.session();
        let window = self.office.station().window;
        self.print(move |house| {
            let Ok(session) = session else { return refuse("role", "Ingrese de nuevo para hacer el código.") };
            let code = house.make_recovery_code(&session)?;
            let settings = settings::load(&house.reader()?, house.centre().id)?;
            let recovery = Recovery { supervisor: session.full_name().to_owned(), occasion: occasion(house, window) };
            let sheet = ops::issuance::sheet(house, &settings);
            Ok(("codigo-de-recuperacion".to_owned(), documents::recovery_sheet(&recovery, &code.reveal(), sheet)?))
        })
    }
}

fn occasion(house: &House, window: u16) -> Occasion {
    Occasion { centre: house.centre().name.clone(), window, at: house.clock().now(), zone: house.centre().zone }
}
