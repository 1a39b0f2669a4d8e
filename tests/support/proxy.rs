//! The wire between a window and its server, on this machine: passes on what comes, late, in part or not at all, and is cut
//! when a test says so.
#![allow(clippy::unwrap_used, reason = "a wire that cannot be laid fails the test")]

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use ventanilla::store::postgres::Address;

/// Which way something goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// From the window to the server.
    Question,
    /// From the server to the window.
    Answer,
}

/// So long after the last bytes of a way everything is cut: time for the server to have taken them up.
const LATER: Duration = Duration::from_millis(100);

/// How a server says that it has answered all, and that no transaction is under way.
const READY: &[u8] = b"Z\0\0\0\x05I";

/// What becomes of a question that holds certain words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mishap {
    /// Everything is cut before the server hears it.
    CutBefore,
    /// Everything is cut a moment after it came to the server, which goes on with it.
    CutUnanswered,
    /// Everything is cut once the server has answered it, and the answer with it.
    CutAfter,
    /// It never arrives, nor does anything after it; no end is heard of.
    LostBefore,
    /// It arrives, and no answer does any more; no end is heard of.
    LostAfter,
}

#[derive(Debug, Default, Clone)]
struct Rules {
    delay: [Duration; 2],
    /// What goes this way never arrives.
    lost: [bool; 2],
    /// So many bytes go this way yet before everything is cut.
    left: [Option<usize>; 2],
    at: Option<(&'static str, Mishap)>,
    /// When what was told happened.
    cut_at: Option<Instant>,
}

/// Two sockets that belong together.
#[derive(Debug)]
struct Wire {
    window: TcpStream,
    server: TcpStream,
    /// Bytes were lost: nothing goes this way any more.
    is_lossy: [AtomicBool; 2],
    /// The next answers do not arrive, and the last of them ends everything.
    ends_with_answer: AtomicBool,
    is_cut: AtomicBool,
}

impl Wire {
    fn cut(&self) {
        self.is_cut.store(true, Ordering::SeqCst);
        let _ = self.window.shutdown(Shutdown::Both);
        let _ = self.server.shutdown(Shutdown::Both);
    }
}

#[derive(Debug)]
struct Shared {
    address: SocketAddr,
    server: SocketAddr,
    rules: Mutex<Rules>,
    wires: Mutex<Vec<Arc<Wire>>>,
    listener: Mutex<Option<TcpListener>>,
    is_over: AtomicBool,
}

/// The wire of a test. It is cut when it is dropped.
#[derive(Debug)]
pub(crate) struct Proxy {
    shared: Arc<Shared>,
}

impl Proxy {
    /// Laid before the server of this address.
    pub(crate) fn before(address: &Address) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let shared = Arc::new(Shared {
            address: listener.local_addr().unwrap(),
            server: server_of(address).parse().unwrap(),
            rules: Mutex::default(),
            wires: Mutex::default(),
            listener: Mutex::new(Some(listener)),
            is_over: AtomicBool::new(false),
        });
        let own = Arc::clone(&shared);
        thread::spawn(move || own.accept());
        Self { shared }
    }

    /// The same centre, reached through this wire.
    pub(crate) fn address(&self, of: &Address) -> Address {
        of.to_string().replace(&server_of(of), &self.shared.address.to_string()).parse().unwrap()
    }

    /// Passes on everything from now on. What was lost stays lost.
    pub(crate) fn pass(&self) {
        *self.shared.rules() = Rules::default();
        let mut listener = self.shared.listener.lock().unwrap();
        if listener.is_none() {
            let again = TcpListener::bind(self.shared.address).unwrap();
            again.set_nonblocking(true).unwrap();
            *listener = Some(again);
        }
    }

    /// Cuts what is under way; what begins anew passes.
    pub(crate) fn cut(&self) {
        self.shared.cut();
    }

    /// Cuts what is under way, and lets nothing begin anew.
    pub(crate) fn refuse(&self) {
        drop(self.shared.listener.lock().unwrap().take());
        self.shared.cut();
    }

    /// What goes this way takes so long.
    pub(crate) fn delay(&self, way: Way, delay: Duration) {
        self.shared.rules().delay[way as usize] = delay;
    }

    /// Cuts everything after so many more bytes of this way.
    pub(crate) fn cut_after(&self, way: Way, bytes: usize) {
        let mut rules = self.shared.rules();
        (rules.left[way as usize], rules.cut_at) = (Some(bytes), None);
    }

    /// What becomes of the next question with these words; of one alone.
    pub(crate) fn when_asked(&self, words: &'static str, mishap: Mishap) {
        let mut rules = self.shared.rules();
        (rules.at, rules.cut_at) = (Some((words, mishap)), None);
    }

    /// Did what was told happen, and when?
    pub(crate) fn happened(&self) -> Option<Instant> {
        self.shared.rules().cut_at
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Ordering::SeqCst);
        self.refuse();
    }
}

/// Host and port, as they stand in an address.
fn server_of(address: &Address) -> String {
    let text = address.to_string();
    text.split('@').nth(1).unwrap().split('/').next().unwrap().to_owned()
}

impl Shared {
    fn rules(&self) -> MutexGuard<'_, Rules> {
        self.rules.lock().unwrap()
    }

    fn cut(&self) {
        for wire in self.wires.lock().unwrap().drain(..) {
            wire.cut();
        }
    }

    fn accept(self: Arc<Self>) {
        while !self.is_over.load(Ordering::SeqCst) {
            let accepted = self.listener.lock().unwrap().as_ref().and_then(|listener| listener.accept().ok());
            match accepted {
                Some((window, _)) => self.join(window),
                None => thread::sleep(Duration::from_millis(1)),
            }
        }
    }

    fn join(self: &Arc<Self>, window: TcpStream) {
        let Ok(server) = TcpStream::connect(self.server) else { return };
        window.set_nonblocking(false).unwrap();
        for end in [&window, &server] {
            end.set_nodelay(true).unwrap();
        }
        let wire = Arc::new(Wire {
            window,
            server,
            is_lossy: Default::default(),
            ends_with_answer: AtomicBool::new(false),
            is_cut: AtomicBool::new(false),
        });
        self.wires.lock().unwrap().push(Arc::clone(&wire));
        for way in [Way::Question, Way::Answer] {
            let (shared, wire) = (Arc::clone(self), Arc::clone(&wire));
            thread::spawn(move || shared.carry(&wire, way));
        }
    }

    /// Carries one way to its end.
    fn carry(&self, wire: &Wire, way: Way) {
        let (mut from, mut to) = match way {
            Way::Question => (&wire.window, &wire.server),
            Way::Answer => (&wire.server, &wire.window),
        };
        let mut bytes = vec![0; 1 << 16];
        loop {
            let count = match from.read(&mut bytes) {
                Ok(count) if count > 0 => count,
                _ => break,
            };
            let delay = self.rules().delay[way as usize];
            thread::sleep(delay);
            let passes = self.decide(wire, way, &bytes[..count]);
            if wire.is_cut.load(Ordering::SeqCst) || to.write_all(&bytes[..passes]).is_err() {
                break;
            }
            if self.rules().left[way as usize] == Some(0) {
                thread::sleep(LATER);
                self.rules().left[way as usize] = None;
                self.end();
                break;
            }
        }
        if !wire.is_lossy[way as usize].load(Ordering::SeqCst) {
            let _ = to.shutdown(Shutdown::Write);
        }
    }

    /// How much of what came goes on.
    fn decide(&self, wire: &Wire, way: Way, bytes: &[u8]) -> usize {
        let mut rules = self.rules();
        if way == Way::Question
            && let Some((words, mishap)) = rules.at
            && bytes.windows(words.len()).any(|part| part == words.as_bytes())
        {
            rules.at = None;
            if mishap != Mishap::CutAfter {
                rules.cut_at = Some(Instant::now());
            }
            match mishap {
                Mishap::CutBefore => {
                    drop(rules);
                    self.end();
                    return 0;
                }
                Mishap::CutAfter => wire.ends_with_answer.store(true, Ordering::SeqCst),
                Mishap::CutUnanswered => {
                    // What goes before it in one go is answered; who has no hearer for that ends.
                    rules.left[Way::Question as usize] = Some(bytes.len());
                }
                Mishap::LostBefore => rules.lost[Way::Question as usize] = true,
                Mishap::LostAfter => rules.lost[Way::Answer as usize] = true,
            }
        }
        if way == Way::Answer && wire.ends_with_answer.load(Ordering::SeqCst) {
            drop(rules);
            // What went before the question in one go is answered first.
            if bytes.windows(READY.len()).any(|part| part == READY) {
                self.end();
            }
            return 0;
        }
        let is_lossy = &wire.is_lossy[way as usize];
        is_lossy.fetch_or(rules.lost[way as usize], Ordering::SeqCst);
        if is_lossy.load(Ordering::SeqCst) {
            return 0;
        }
        match &mut rules.left[way as usize] {
            None => bytes.len(),
            Some(left) => {
                let passes = bytes.len().min(*left);
                *left -= passes;
                passes
            }
        }
    }

    /// Cuts everything, as a test told before.
    fn end(&self) {
        self.rules().cut_at = Some(Instant::now());
        self.cut();
    }
}
