//! Which printers there are: the queues of this machine's CUPS, and what the local network announces.
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::{Duration, Instant};

use ipp::model::Operation;
use mdns_sd::{ResolvedService, ServiceDaemon, ServiceEvent};

use super::answer::Group;
use super::error::Error;
use super::printer::{Printer, Timeouts, ask_for};
use super::uri::{PrinterUri, Trust};

/// Where a printer was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A queue of a print server.
    Queue,
    /// Announced on the local network (DNS-SD).
    Network,
}

/// A printer that was found. Nothing is promised of it before its capabilities are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where to reach it; the encrypted address where it has both.
    pub uri: PrinterUri,
    /// Its name for the list.
    pub name: String,
    /// Maker and model, when announced.
    pub make_and_model: Option<String>,
    /// Where it was found.
    pub source: Source,
    /// Whether it is the server's default queue.
    pub is_default: bool,
}

/// Looks for printers during `timeout`: CUPS on this machine, and the network's announcements at the same time.
/// Encrypted addresses come first, then the default queue, then by name. What cannot be asked is left out: a machine
/// without CUPS, or without a network, has fewer printers and no fault.
pub fn discover(timeout: Duration) -> Vec<Found> {
    let mut found = std::thread::scope(|scope| {
        let announced = scope.spawn(|| on_the_network(timeout));
        let mut found = PrinterUri::parse("ipp://localhost:631/")
            .and_then(|server| cups_queues(&server, timeout))
            .unwrap_or_default();
        found.extend(announced.join().unwrap_or_default());
        found
    });
    found.sort_by_key(|printer| {
        (!printer.uri.is_encrypted(), !printer.is_default, printer.name.to_lowercase(), printer.uri.clone())
    });
    found.dedup_by(|one, other| one.uri == other.uri);
    found
}

const QUEUE: [&str; 4] = ["printer-name", "printer-info", "printer-make-and-model", "printer-uri-supported"];

/// The queues of the print server at `server` (its path does not matter), the default one marked.
///
/// # Errors
/// See [`Error`]; a server that is not CUPS says [`Error::Rejected`] or [`Error::PrinterUnknown`].
pub fn cups_queues(server: &PrinterUri, timeout: Duration) -> Result<Vec<Found>, Error> {
    let root = PrinterUri::announced(server.is_encrypted(), server.host(), server.port(), "/")?;
    let timeouts = Timeouts { connect: timeout, request: timeout, document: timeout };
    let asked = Printer::new(root, Trust::PlainConsented, timeouts)?;
    let mut request = asked.about_server(Operation::CupsGetPrinters)?;
    ask_for(&mut request, &QUEUE)?;
    let answer = match asked.ask(&request)?.accepted() {
        Ok(answer) => answer,
        // CUPS without any queue answers "not found".
        Err(Error::PrinterUnknown { .. }) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let default = default_queue(&asked)?;
    Ok(answer.printers().filter_map(|group| queue(group, server, default.as_deref())).collect())
}

fn default_queue(asked: &Printer) -> Result<Option<String>, Error> {
    let mut request = asked.about_server(Operation::CupsGetDefault)?;
    ask_for(&mut request, &["printer-name"])?;
    match asked.ask(&request)?.accepted() {
        Ok(answer) => Ok(answer.printer().and_then(|group| group.text("printer-name"))),
        Err(Error::PrinterUnknown { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

fn queue(group: Group<'_>, server: &PrinterUri, default: Option<&str>) -> Option<Found> {
    let name = group.text("printer-name")?;
    // The server names itself in these; the address that we reached it by is the one that works from here.
    let path = group
        .texts("printer-uri-supported")
        .iter()
        .find_map(|uri| PrinterUri::parse(uri).ok())
        .map_or_else(|| format!("/printers/{name}"), |uri| uri.path().to_owned());
    let uri = PrinterUri::announced(server.is_encrypted(), server.host(), server.port(), &path).ok()?;
    Some(Found {
        uri,
        is_default: default == Some(name.as_str()),
        name: group.text("printer-info").filter(|info| !info.trim().is_empty()).unwrap_or(name),
        make_and_model: group.text("printer-make-and-model"),
        source: Source::Queue,
    })
}

/// Browses both service types until `timeout`; a printer that announces both is listed once, encrypted.
fn on_the_network(timeout: Duration) -> Vec<Found> {
    let Ok(daemon) = ServiceDaemon::new() else {
        return Vec::new();
    };
    let deadline = Instant::now() + timeout;
    let browsed = [("_ipps._tcp.local.", true), ("_ipp._tcp.local.", false)];
    let receivers: Vec<_> =
        browsed.iter().filter_map(|(kind, encrypted)| Some((daemon.browse(kind).ok()?, *encrypted))).collect();
    let heard = std::thread::scope(|scope| {
        let listeners: Vec<_> = receivers
            .iter()
            .map(|(receiver, encrypted)| {
                scope.spawn(move || {
                    let mut heard = Vec::new();
                    while let Ok(event) = receiver.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                        if let ServiceEvent::ServiceResolved(service) = event {
                            heard.extend(announced(&service, *encrypted));
                        }
                    }
                    heard
                })
            })
            .collect();
        listeners.into_iter().flat_map(|listener| listener.join().unwrap_or_default()).collect::<Vec<_>>()
    });
    // Ends the daemon's own thread; whether it says so does not matter any more.
    drop(daemon.shutdown());
    each_once(heard)
}

/// A printer announces itself once a protocol and once a network interface: the encrypted address wins.
fn each_once(heard: Vec<(String, Found)>) -> Vec<Found> {
    let mut found: BTreeMap<String, Found> = BTreeMap::new();
    for (key, printer) in heard {
        let entry = found.entry(key).or_insert_with(|| printer.clone());
        if printer.uri < entry.uri {
            *entry = printer;
        }
    }
    found.into_values().collect()
}

/// One announcement, and what tells its printer from others: its UUID, or else host and path.
fn announced(service: &ResolvedService, encrypted: bool) -> Option<(String, Found)> {
    let said = |key: &str| service.get_property_val_str(key).filter(|text| !text.is_empty());
    let path = said("rp").unwrap_or("ipp/print");
    let host = address(service)?;
    let uri = PrinterUri::announced(encrypted, &host, service.get_port(), path).ok()?;
    let instance = service.get_fullname().split("._ipp").next().unwrap_or_default();
    let name = if instance.is_empty() { host.clone() } else { instance.to_owned() };
    let key = said("UUID").map_or_else(|| format!("{host}/{path}"), str::to_owned);
    let make_and_model = said("ty").map(str::to_owned);
    Some((key, Found { uri, name, make_and_model, source: Source::Network, is_default: false }))
}

/// An address that can be connected to without multicast DNS in the system's resolver. Printers want a fixed one.
fn address(service: &ResolvedService) -> Option<String> {
    let mut addresses: Vec<IpAddr> = service.get_addresses_v4().into_iter().map(IpAddr::V4).collect();
    addresses.sort();
    match addresses.first() {
        Some(address) => Some(address.to_string()),
        None => Some(service.get_hostname().trim_end_matches('.').to_owned()).filter(|host| !host.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use mdns_sd::ServiceInfo;

    use super::{Found, announced, each_once};

    /// One announcement as a printer makes it.
    fn heard(encrypted: bool, name: &str, address: &str, properties: &[(&str, &str)]) -> Option<(String, Found)> {
        let kind = if encrypted { "_ipps._tcp.local." } else { "_ipp._tcp.local." };
        let service = ServiceInfo::new(kind, name, "caja.local.", address, 631, properties).unwrap();
        announced(&service.as_resolved_service(), encrypted)
    }

    #[test]
    fn a_printer_that_announces_both_ways_is_listed_once_and_encrypted() {
        let properties = [("rp", "ipp/print"), ("ty", "Fabricante 100"), ("UUID", "a699effc")];
        let both = [false, true].map(|encrypted| heard(encrypted, "Caja 3", "10.0.0.7", &properties).unwrap());
        let other = heard(false, "Caja 4", "10.0.0.8", &[("rp", "printers/caja4")]).unwrap();
        let found = each_once([both.to_vec(), vec![other]].concat());
        let listed: Vec<_> = found.iter().map(|printer| (printer.uri.to_string(), printer.name.as_str())).collect();
        assert!(listed.contains(&("ipps://10.0.0.7/ipp/print".to_owned(), "Caja 3")), "{listed:?}");
        assert!(listed.contains(&("ipp://10.0.0.8/printers/caja4".to_owned(), "Caja 4")), "{listed:?}");
        assert_eq!(listed.len(), 2);
        assert!(found.iter().any(|printer| printer.make_and_model.as_deref() == Some("Fabricante 100")));
    }

    #[test]
    fn an_announcement_that_makes_no_address_is_left_out() {
        assert_eq!(heard(true, "Caja 3", "10.0.0.7", &[("rp", "una ruta con espacios")]), None);
    }
}
