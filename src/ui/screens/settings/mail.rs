//! How the centre sends mail, for a supervisor: the server, in whose name, and a letter to try it with.

use eframe::egui::{Align, Ui};
use zeroize::Zeroizing;

use super::super::common::{Chooser, Fault, typed_path};
use crate::desk::{Live, Pending};
use crate::domain::mail::Encryption;
use crate::ops::Changed;
use crate::ops::mail::{ChangeMail, MailOverview, MailSettings, PasswordChange, Trial, overview};
use crate::ops::reading::Supervising;
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_M, SPACE_S};
use crate::ui::widgets::{self, Button, Field, Flow, Form, Notice, Sign};
use crate::ui::words::counted;

const SERVER: &str = "Servidor";
const PORT: &str = "Puerto";
const USER: &str = "Usuario del correo";
const PASSWORD: &str = "Contraseña del correo";
const FROM: &str = "Dirección del remitente";
const ROOT: &str = "Certificado propio";
const TO: &str = "Enviar la prueba a";

const ENCRYPTIONS: [(Encryption, &str); 3] = [
    (Encryption::StartTls, "STARTTLS (puerto 587)"),
    (Encryption::Implicit, "TLS desde el inicio (puerto 465)"),
    (Encryption::None, "Sin cifrado (solo un servidor de este equipo)"),
];

/// What was typed, and what stands in the store.
#[derive(Default)]
pub(super) struct MailTopic {
    flow: Flow,
    kept: Live<MailOverview>,
    /// What the fields were filled from; another one in the store fills them anew.
    filled_from: Option<MailSettings>,
    typed: MailSettings,
    encryption: Option<Encryption>,
    port: String,
    password: Zeroizing<String>,
    root_file: String,
    chooser: Chooser,
    reading_root: Pending<String>,
    saving: Pending<()>,
    /// What is wrong, and with which field where it is one's.
    wrong: Option<(&'static str, String)>,
    fault: Option<Fault>,
    trial: TrialPart,
}

/// What a click asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Save,
    ReadRoot,
}

impl MailTopic {
    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        if self.flow.take_edited() {
            (self.fault, self.wrong) = (None, None);
        }
        self.kept.refresh(cx.desk, &[Changed::Settings, Changed::Mail], |desk| {
            desk.read_as(|house, reader, by| overview(house, reader, Supervising::of(by.actor())?))
        });
        self.poll(cx);
        if let Some(fault) = self.kept.fault() {
            Fault::new(fault.to_string()).ui(ui);
        }
        let Some(kept) = self.kept.get().cloned() else {
            ui.label("Leyendo la configuración…");
            return;
        };
        if kept.is_demo {
            demo_ui(ui, cx);
            return self.trial.ui(ui, cx, None);
        }
        if self.filled_from.as_ref() != Some(&kept.settings) {
            self.fill(&kept.settings);
        }
        stands_ui(ui, &kept);
        if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
        let is_changed = self.is_changed(&kept.settings);
        match self.fields_ui(ui, &kept, is_changed) {
            Some(Asked::Save) if !self.saving.is_busy() => self.save(cx),
            Some(Asked::ReadRoot) => self.read_root(cx),
            Some(Asked::Save) | None => {}
        }
        ui.add_space(SPACE_M);
        widgets::divider(ui);
        ui.add_space(SPACE_S);
        let why_not = match (kept.settings.is_set_up(), is_changed) {
            (_, true) => Some("Guarde primero los cambios: la prueba usa lo guardado."),
            (false, false) => Some("Guarde primero un servidor."),
            (true, false) => None,
        };
        self.trial.ui(ui, cx, why_not);
    }

    fn fill(&mut self, kept: &MailSettings) {
        self.typed = kept.clone();
        if !kept.is_set_up() {
            self.typed.port = self.typed.encryption.usual_port();
        }
        self.encryption = Some(self.typed.encryption);
        self.port = self.typed.port.to_string();
        self.password = Zeroizing::default();
        self.root_file.clear();
        self.filled_from = Some(kept.clone());
    }

    /// The settings as typed; nothing where the port is no number.
    fn settings(&self) -> Option<MailSettings> {
        let port = self.port.trim().parse().ok().filter(|port| *port > 0)?;
        Some(MailSettings { port, encryption: self.encryption?, ..self.typed.clone() })
    }

    fn is_changed(&self, kept: &MailSettings) -> bool {
        // Without a server nothing of it is kept.
        let is_as_kept = match self.typed.server.trim().is_empty() {
            true => !kept.is_set_up(),
            false => self.settings().as_ref() == Some(kept),
        };
        !is_as_kept || !self.password.is_empty() || self.reading_root.is_busy()
    }

    fn wrong_in(&self, field: &str) -> Option<&str> {
        self.wrong.as_ref().filter(|(of, _)| *of == field).map(|(_, sentence)| sentence.as_str())
    }

    fn fields_ui(&mut self, ui: &mut Ui, kept: &MailOverview, is_changed: bool) -> Option<Asked> {
        let wrong = |field: &'static str| self.wrong_in(field).map(str::to_owned);
        let (server, from, root) = (wrong(SERVER), wrong(FROM), wrong(ROOT));
        let (port, password) = (wrong(PORT), wrong(PASSWORD));
        let is_busy = self.saving.is_busy();
        let (mut saves, mut picks, mut reads, mut removes) = (false, false, false, false);
        let before = self.encryption;
        Form::show(ui, &mut self.flow, "mail settings", |form| {
            let note = "Su nombre, como consta en su certificado. Vacío: el centro no envía correos.";
            let field = Field::new(SERVER).note(note).hint("correo.institucion.gob.ec").error(server.as_deref());
            form.text(field.optional().width(360.0), &mut self.typed.server);
            form.select(Field::new("Cifrado").width(360.0), &ENCRYPTIONS, &mut self.encryption);
            form.number(Field::new(PORT).error(port.as_deref()).width(120.0), &mut self.port);
            let note = "Vacío si el servidor no lo pide.";
            form.text(Field::new(USER).note(note).optional().width(360.0), &mut self.typed.user);
            let note = match kept.has_password {
                true => "Hay una guardada, que no se vuelve a mostrar. Escriba aquí solo para cambiarla.",
                false => "Se guarda cifrada y no se vuelve a mostrar.",
            };
            let field = Field::new(PASSWORD).note(note).error(password.as_deref()).optional().width(360.0);
            form.password(field, &mut self.password);
            let field = Field::new(FROM).hint("avisos@institucion.gob.ec").error(from.as_deref()).width(360.0);
            let field = if self.typed.server.trim().is_empty() { field.optional() } else { field };
            form.text(field, &mut self.typed.from_address);
            let note = "Vacío: el nombre del centro.";
            let field = Field::new("Nombre del remitente").note(note).optional().width(360.0);
            form.text(field, &mut self.typed.from_name);
            let note = match &self.typed.root {
                Some(_) => "Hay uno elegido: solo se confía en él. Otro archivo lo reemplaza.",
                None => "Archivo PEM de la autoridad que firma el certificado del servidor. Vacío: las de este equipo.",
            };
            let field = Field::new(ROOT).note(note).error(root.as_deref()).optional().width(460.0);
            reads = form.text(field, &mut self.root_file).submitted;
            form.row(|form| {
                let button = Button::secondary("Elegir archivo…").icon(Icon::Folder).busy(self.chooser.is_open());
                picks = button.show(form.ui()).clicked();
                let typed = !self.root_file.trim().is_empty();
                let button = Button::secondary("Leer certificado").busy(self.reading_root.is_busy()).enabled(typed);
                reads |= button.why("Escriba primero el archivo.").show(form.ui()).clicked();
                if self.typed.root.is_some() {
                    removes = Button::quiet("Quitar certificado").icon(Icon::Close).show(form.ui()).clicked();
                }
            });
            form.ui().add_space(SPACE_S);
            let button = Button::primary("Guardar").icon(Icon::Save).busy(is_busy).enabled(is_changed);
            saves = form.action(button.why("Todavía no ha cambiado nada.")).clicked();
        });
        if let (Some(before), Some(now)) = (before, self.encryption)
            && before != now
            && self.port.trim() == before.usual_port().to_string()
        {
            self.port = now.usual_port().to_string();
        }
        if removes {
            self.typed.root = None;
        }
        if picks {
            let opened = self.chooser.open_for_file(ui.ctx(), "Certificado (PEM)", &["pem", "crt", "cer"]);
            self.wrong = opened.err().map(|lacking| (ROOT, lacking.to_owned()));
        }
        match (saves, reads) {
            (true, _) => Some(Asked::Save),
            (false, true) => Some(Asked::ReadRoot),
            (false, false) => None,
        }
    }

    fn poll(&mut self, cx: &mut Cx<'_>) {
        if let Some(file) = self.chooser.poll() {
            self.root_file = file.display().to_string();
            self.read_root(cx);
        }
        if let Some(lacking) = self.chooser.take_lacking() {
            self.be_wrong(ROOT, lacking.to_owned());
        }
        match self.reading_root.poll() {
            Some(Ok(root)) => {
                self.typed.root = Some(root);
                self.root_file.clear();
            }
            Some(Err(fault)) => self.be_wrong(ROOT, fault.to_string()),
            None => {}
        }
        match self.saving.poll() {
            Some(Ok(())) => {
                self.password = Zeroizing::default();
                self.trial.forget();
                cx.tell("La configuración del correo quedó guardada.");
            }
            Some(Err(fault)) => match fault.refusal().and_then(field_of) {
                Some(field) => self.be_wrong(field, fault.to_string()),
                None => self.fault = Some(fault.into()),
            },
            None => {}
        }
    }

    fn be_wrong(&mut self, field: &'static str, sentence: String) {
        self.wrong = Some((field, sentence));
        self.flow.focus(field);
    }

    fn read_root(&mut self, cx: &Cx<'_>) {
        if let Some(path) = typed_path(&self.root_file) {
            self.wrong = None;
            self.reading_root.start(|| cx.desk.read_root(path));
        }
    }

    fn save(&mut self, cx: &Cx<'_>) {
        (self.fault, self.wrong) = (None, None);
        let Some(settings) = self.settings() else {
            return self.be_wrong(PORT, "Escriba el puerto del servidor: un número de 1 a 65535.".into());
        };
        let password = match self.password.is_empty() {
            true => PasswordChange::Keep,
            false => PasswordChange::Set(self.password.clone()),
        };
        self.saving.start(|| cx.desk.perform(ChangeMail { settings, password }));
    }
}

/// Which field a refusal is about.
fn field_of(code: &str) -> Option<&'static str> {
    let fields = [("server", SERVER), ("port", PORT), ("password", PASSWORD), ("from", FROM), ("root", ROOT)];
    fields.into_iter().find(|(refused, _)| *refused == code).map(|(_, field)| field)
}

fn stands_ui(ui: &mut Ui, kept: &MailOverview) {
    let waiting = (kept.waiting > 0).then(|| {
        let waiting = counted(kept.waiting, "aviso espera", "avisos esperan");
        format!("Ahora {waiting} para enviarse.")
    });
    let (sign, words) = match kept.settings.is_set_up() {
        true => {
            (Sign::Met, format!("Los correos salen por el servidor {}.", kept.settings.server))
        }
        false => (
            Sign::Warning,
            "El centro no tiene servidor de correo: no salen códigos, enlaces, confirmaciones ni avisos, y nadie usa el autoservicio."
                .to_owned(),
        ),
    };
    widgets::notice(ui, sign, &words, waiting.as_deref());
    ui.add_space(SPACE_M);
}

fn demo_ui(ui: &mut Ui, cx: &Cx<'_>) {
    let folder = cx.desk.mail_folder().map_or_else(
        || "Aquí no tienen carpeta, y esperan.".to_owned(),
        |folder| format!("Quedan como archivos .eml en {}, con la marca MUESTRA SIN VALOR.", folder.display()),
    );
    let words = "Es una demostración: los correos no se envían a nadie.";
    widgets::notice(ui, Sign::Info, words, Some(&folder));
    ui.add_space(SPACE_M);
}

/// A letter to try the mail with.
#[derive(Default)]
struct TrialPart {
    flow: Flow,
    to: String,
    trying: Pending<Trial>,
    came_to: Option<Trial>,
    /// It is to be seen without looking for it.
    is_new: bool,
    wrong: Option<String>,
    fault: Option<Fault>,
}

impl TrialPart {
    /// What was tried is of before.
    fn forget(&mut self) {
        self.came_to = None;
    }

    fn ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, why_not: Option<&str>) {
        if self.flow.take_edited() {
            (self.wrong, self.fault) = (None, None);
        }
        match self.trying.poll() {
            Some(Ok(trial)) => (self.came_to, self.is_new) = (Some(trial), true),
            Some(Err(fault)) if fault.refusal() == Some("to") => {
                self.wrong = Some(fault.to_string());
                self.flow.focus(TO);
            }
            Some(Err(fault)) => self.fault = Some(fault.into()),
            None => {}
        }
        let is_busy = self.trying.is_busy();
        let mut tries = false;
        Form::show(ui, &mut self.flow, "try the mail", |form| {
            let note = "Una dirección cuyo buzón usted pueda mirar.";
            let field = Field::new(TO).note(note).error(self.wrong.as_deref()).optional().width(360.0);
            form.text(field, &mut self.to);
            let button = Button::secondary("Enviar un correo de prueba").icon(Icon::Mail).busy(is_busy);
            let button = button.enabled(why_not.is_none()).why(why_not.unwrap_or_default());
            tries = form.action(button).clicked();
        });
        if tries && !is_busy {
            (self.came_to, self.wrong, self.fault) = (None, None, None);
            let to = self.to.clone();
            self.trying.start(|| cx.desk.try_mail(to));
        }
        ui.add_space(SPACE_S);
        if is_busy {
            let words = "Enviando el correo de prueba…";
            widgets::waiting(ui, words, words);
        }
        if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
        if let Some(trial) = &self.came_to {
            let sign = if trial.was_taken { Sign::Done } else { Sign::Refused };
            let said = trial.said.as_ref().map(|said| format!("Lo que respondió el servidor: {said}"));
            Notice::new(sign, &trial.words).next(said.as_deref()).show(ui);
            if std::mem::take(&mut self.is_new) {
                ui.scroll_to_cursor(Some(Align::Max));
            }
        }
    }
}
