//! Windows on a bare screen, looked at from outside: when they are painted, and how much memory they hold.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{ConnectionExt as _, ImageFormat};
use x11rb::rust_connection::RustConnection;

/// A screen of its own.
pub(crate) struct Screen {
    server: Child,
    name: String,
    eye: RustConnection,
    root: u32,
}

impl Screen {
    /// None where there is no Xvfb.
    pub(crate) fn open() -> Option<Self> {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1366x768x24", "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
        let name = format!(":{}", number.trim());
        let (eye, at) = x11rb::connect(Some(&name)).unwrap();
        let root = eye.setup().roots[at].root;
        Some(Self { server, name, eye, root })
    }

    /// A program on this screen and on no other.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env("DISPLAY", &self.name).env_remove("WAYLAND_DISPLAY").env_remove("WAYLAND_SOCKET");
        command.stderr(Stdio::null());
        command
    }

    /// A bare screen has one colour; a painted window has many.
    fn is_painted(&self) -> bool {
        let image = self.eye.get_image(ImageFormat::Z_PIXMAP, self.root, 0, 0, 1366, 768, u32::MAX);
        let pixels = image.unwrap().reply().unwrap().data;
        let mut colours: Vec<&[u8]> = Vec::new();
        for pixel in pixels.chunks_exact(4).step_by(7) {
            if !colours.contains(&pixel) {
                colours.push(pixel);
            }
            if colours.len() > 8 {
                return true;
            }
        }
        false
    }

    fn wait(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + Duration::from_secs(60);
        while !holds(self) {
            assert!(Instant::now() < deadline, "{what}");
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// From the start of the program to its window on the screen, and its resident memory two seconds later, in MiB.
    pub(crate) fn first_paint(&self, mut command: Command) -> (Duration, f64) {
        self.wait("the screen is not bare", |it| !it.is_painted());
        let began = Instant::now();
        let mut program = command.stdout(Stdio::null()).spawn().unwrap();
        self.wait("nothing was painted", Self::is_painted);
        let took = began.elapsed();
        std::thread::sleep(Duration::from_secs(2));
        let memory = resident_mib(&program);
        program.kill().unwrap();
        program.wait().unwrap();
        (took, memory)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // It is gone already, or goes now.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// What a program holds of the machine's memory.
pub(crate) fn resident_mib(program: &Child) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", program.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches("kB").trim().parse::<f64>().unwrap() / 1024.0
}

/// A window that goes on when it is told, and says where it is.
pub(crate) struct Sitter {
    pub(crate) program: Child,
    says: BufReader<ChildStdout>,
    hears: ChildStdin,
}

impl Sitter {
    pub(crate) fn start(mut command: Command) -> Self {
        let mut program = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (says, hears) = (BufReader::new(program.stdout.take().unwrap()), program.stdin.take().unwrap());
        Self { program, says, hears }
    }

    /// Waits until it stands still; answers how many frames it drew while standing still.
    pub(crate) fn rests(&mut self) -> usize {
        let mut line = String::new();
        self.says.read_line(&mut line).unwrap();
        line.trim().parse().unwrap_or_else(|_| panic!("the window said «{line}»"))
    }

    pub(crate) fn go_on(&mut self) {
        writeln!(self.hears).unwrap();
    }

    pub(crate) fn end(mut self) {
        self.go_on();
        self.program.wait().unwrap();
    }
}
