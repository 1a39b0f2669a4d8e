//! What stands behind a queue of CUPS: where it sends pages on to, and what that printer says of a job.
//!
//! A queue's "completed" is its own word. CUPS up to 2.4 also says so when the printer broke the job off before CUPS
//! first asked about it (seen in 10 of 14 runs against a printer that fails at once). So where the printer behind the
//! queue speaks IPP too, it is asked as well, by the job's name.
//!
//! A queue of this machine may send its pages anywhere. What it may send a key on to is a list: a cable, an encrypted
//! address, this machine itself. All else needs a supervisor's consent, what is not known too: also where what stands behind
//! the queue does not answer. A printer that is only asleep or off is woken, and asked again.
use super::error::Error;
use super::job::{JobId, JobStatus};
use super::printer::Printer;
use super::uri::{PrinterUri, Trust};

/// Where a queue sends its pages (`device-uri`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Device {
    /// A printer that speaks IPP, or another queue.
    Printer(PrinterUri),
    /// A host that gets the page unencrypted, by another protocol.
    Plain(PrinterUri),
    /// A cable of this machine.
    Cable,
    /// A name that CUPS resolves by itself, a driver's own way, a class of queues …: what it does with the page is not
    /// known. By this scheme, where it says one.
    Other(String),
}

/// Schemes by which a page goes through a cable; `hp:` only with a path that says so.
const CABLES: [&str; 3] = ["usb", "parallel", "serial"];

/// How many queues of this machine are followed, one behind another.
const MOST_QUEUES: usize = 4;

impl Device {
    pub(super) fn read(uri: &str) -> Self {
        let bare = uri.split('?').next().unwrap_or_default();
        let (scheme, rest) = bare.split_once(':').unwrap_or_default();
        let scheme = scheme.to_ascii_lowercase();
        if CABLES.contains(&scheme.as_str()) || (scheme == "hp" && rest.starts_with("/usb/")) {
            return Self::Cable;
        }
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        let rest = rest.rsplit('@').next().unwrap_or(rest);
        let parsed = |scheme: &str| PrinterUri::parse(&format!("{scheme}://{rest}")).ok();
        let device = match scheme.as_str() {
            "ipp" | "ipps" | "http" | "https" => parsed(&scheme).map(Self::Printer),
            "socket" | "lpd" => parsed("ipp").map(Self::Plain),
            _ => None,
        };
        device.unwrap_or_else(|| Self::Other(scheme.chars().filter(char::is_ascii_alphanumeric).take(20).collect()))
    }

    /// What stands behind this address, of which it says nothing itself: a queue of CUPS always has something behind it, a
    /// printer has not.
    pub(super) fn unsaid(uri: &PrinterUri) -> Option<Self> {
        let is_queue = ["/printers/", "/classes/"].iter().any(|folder| uri.path().starts_with(folder));
        is_queue.then(|| Self::Other(String::new()))
    }
}

impl Printer {
    /// May a key go to this printer, now, as far as the caller's trust goes? Asked anew each time: a queue can be pointed
    /// somewhere else.
    ///
    /// # Errors
    /// [`Error::PlainRefused`], [`Error::OnwardUnknown`], [`Error::OnwardSilent`]; those of asking.
    pub fn may_carry_keys(&self) -> Result<(), Error> {
        let known = self.capabilities()?;
        self.onward_permitted(known.device.as_ref())
    }

    /// Refuses a queue that would send the page on by a way that is not on the list.
    pub(super) fn onward_permitted(&self, device: Option<&Device>) -> Result<(), Error> {
        if self.trust() == Trust::PlainConsented {
            return Ok(());
        }
        let unknown = |by: String| Error::OnwardUnknown { queue: self.uri().to_string(), by };
        let mut next = device.cloned();
        for _ in 0..MOST_QUEUES {
            let uri = match next {
                None | Some(Device::Cable) => return Ok(()),
                Some(Device::Plain(uri)) => {
                    uri.permitted(self.trust())?;
                    // Of this machine; nobody knows what listens there.
                    return Err(unknown("socket".into()));
                }
                Some(Device::Other(by)) => return Err(unknown(by)),
                Some(Device::Printer(uri)) => uri,
            };
            uri.permitted(self.trust())?;
            match (uri.is_local(), self.uri().is_local()) {
                (false, _) => return Ok(()),
                // What another machine's queue calls itself is not this one, and what stands there is not in sight.
                (true, false) => return Err(unknown("ipp".into())),
                (true, true) => {}
            }
            let behind = uri.to_string();
            next = match Self::new(uri, self.trust(), self.timeouts())?.capabilities() {
                Ok(known) => known.device,
                // The queue keeps the page, and sends it on to whatever answers there later.
                Err(Error::Unreachable { .. } | Error::TimedOut { .. } | Error::Interrupted { .. }) => {
                    return Err(Error::OnwardSilent { queue: self.uri().to_string(), behind });
                }
                Err(error) => return Err(error),
            };
        }
        Err(unknown("ipp".into()))
    }

    /// What the printer behind this queue says of the job; `None` where there is none, or it cannot be asked.
    pub(super) fn device_says(&self, job: JobId) -> Option<JobStatus> {
        let known = self.known().ok()?;
        let Some(Device::Printer(uri)) = &known.device else {
            return None;
        };
        let name = self.name_of(job).ok()??;
        // Only a state is asked for: nothing secret travels, so no consent is needed.
        let device = Printer::new(uri.clone(), Trust::PlainConsented, self.timeouts()).ok()?;
        device.find_job(&name).ok()?.map(|(_, status)| status)
    }
}

#[cfg(test)]
mod tests {
    use super::{Device, PrinterUri};

    #[test]
    fn a_devices_address_is_understood() {
        let uri = |text: &str| PrinterUri::parse(text).unwrap();
        assert_eq!(
            Device::read("ipps://10.0.0.7/ipp/print?waitjob=false"),
            Device::Printer(uri("ipps://10.0.0.7/ipp/print"))
        );
        assert_eq!(Device::read("socket://10.0.0.7:9100"), Device::Plain(uri("ipp://10.0.0.7:9100/ipp/print")));
        assert_eq!(Device::read("lpd://ana:s3creta@10.0.0.7/cola"), Device::Plain(uri("ipp://10.0.0.7/cola")));
        assert_eq!(
            Device::read("ipp://localhost:60000/ipp/print"),
            Device::Printer(uri("ipp://localhost:60000/ipp/print"))
        );
        for cable in
            ["usb://HP/LaserJet?serial=1", "USB://HP/LaserJet", "parallel:/dev/lp0", "hp:/usb/LaserJet?serial=1"]
        {
            assert_eq!(Device::read(cable), Device::Cable, "{cable}");
        }
        for (other, by) in [
            ("dnssd://Caja._ipps._tcp.local/", "dnssd"),
            ("implicitclass://caja/", "implicitclass"),
            ("smb://ana:s3creta@servidor/caja", "smb"),
            ("hp:/net/LaserJet?ip=10.0.0.7", "hp"),
            ("beh:/1/3/5/usb://HP/LaserJet", "beh"),
            ("cups-pdf:/", "cupspdf"),
            ("file:///dev/null", "file"),
            ("usbip", ""),
            ("", ""),
        ] {
            assert_eq!(Device::read(other), Device::Other(by.to_owned()), "{other}");
        }
    }

    #[test]
    fn a_queue_that_does_not_say_where_it_sends_pages_is_unknown_and_a_printer_is_itself() {
        let unsaid = |text: &str| Device::unsaid(&PrinterUri::parse(text).unwrap());
        assert_eq!(unsaid("ipp://localhost/printers/caja"), Some(Device::Other(String::new())));
        assert_eq!(unsaid("ipp://localhost/classes/cajas"), Some(Device::Other(String::new())));
        assert_eq!(unsaid("ipp://localhost:60000/ipp/print"), None);
    }
}
