//! What is said of the backups wherever one is in the window: in the bar how the last one stands, below it what came to
//! nothing, in passing what succeeded.

use eframe::egui::{Frame, Margin, Panel, RichText, TextStyle, Ui, WidgetText};

use super::cx::Cx;
use super::theme;
use super::widgets::{self, Button, Notice, Sign};
use crate::desk::Backups;
use crate::domain::calendar::{Moment, Zone, day_in_figures};
use crate::domain::size::Size;
use crate::ops::backup::{BackupReport, LastBackup, Phase, Standing, standing};
use crate::ops::house::run::Progress;

/// What the bar says of the backups.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    sign: Sign,
    words: String,
    /// Where there is no room for the words; nothing where all is well.
    short: &'static str,
    about: String,
}

/// Who looks at the bar, and where.
#[derive(Debug, Clone, Copy)]
struct Looker {
    now: Moment,
    zone: Zone,
    is_supervisor: bool,
    /// The store is a demonstration's: nobody loses it.
    is_demo: bool,
    has_folder: bool,
}

/// What stands around the words of a badge, and what is left free beside it, in points.
const AROUND: f32 = 60.0;

/// How the last backup stands, in the bar.
///
/// A server's own people back it up: of it nothing is said.
pub(super) fn bar_ui(ui: &mut Ui, cx: &Cx<'_>) {
    if cx.house().is_some_and(|house| house.is_on_server()) {
        return;
    }
    let looker = Looker {
        now: cx.now(),
        zone: cx.zone(),
        is_supervisor: cx.is_supervisor(),
        is_demo: cx.house().is_some_and(|house| house.is_demo()),
        has_folder: cx.desk.station().backups.folder.is_some(),
    };
    let Some(said) = said(&cx.desk.backups(), looker) else { return };
    let width = |words: &str| {
        let galley = WidgetText::from(words).into_galley(ui, None, f32::INFINITY, TextStyle::Body);
        galley.size().x + AROUND
    };
    let fits = ui.available_width() >= width(&said.words);
    let words = if fits { said.words.as_str() } else { said.short };
    if words.is_empty() {
        return;
    }
    let shown = match said.sign {
        // All is well: it is told quietly.
        Sign::Met => ui.label(RichText::new(words).color(theme::palette(ui).text_muted)),
        sign => widgets::badge(ui, sign, words),
    };
    shown.on_hover_text(said.about);
}

fn said(backups: &Backups, looker: Looker) -> Option<Said> {
    let last = backups.last.as_ref()?.as_ref();
    let about = last.map_or_else(|| "Todavía no hay ningún respaldo.".to_owned(), |last| about(last, looker.zone));
    let say = |sign, words: String, short, about| Some(Said { sign, words, short, about });
    if let Some(at) = backups.under_way {
        let percent = percent(at).map(|percent| format!(" {percent} %")).unwrap_or_default();
        return say(Sign::Info, format!("Respaldando{percent}"), "Respaldando", about);
    }
    if let Some(fault) = backups.end.as_ref().and_then(|end| end.fault()) {
        return say(Sign::Warning, "El respaldo falló".to_owned(), "Falló el respaldo", format!("{fault} {about}"));
    }
    match (standing(looker.now, last.map(|last| Moment(last.at_ms))), last) {
        (Standing::Fresh, Some(last)) => {
            let words = format!("Respaldo: {}", when(Moment(last.at_ms), looker.now, looker.zone));
            say(Sign::Met, words, "", about)
        }
        (Standing::Old { days: 1 }, _) => {
            say(Sign::Warning, "Sin respaldo desde hace 1 día".to_owned(), "Sin respaldo", about)
        }
        (Standing::Old { days }, _) => {
            say(Sign::Warning, format!("Sin respaldo desde hace {days} días"), "Sin respaldo", about)
        }
        // Where nobody set it up, it is for a supervisor to do.
        _ if looker.has_folder || looker.is_supervisor && !looker.is_demo => {
            let about = "Todavía no hay ningún respaldo. Supervisión los pone en marcha en Configuración, Respaldos.";
            say(Sign::Warning, "Nunca se ha respaldado".to_owned(), "Sin respaldo", about.to_owned())
        }
        _ => None,
    }
}

fn about(last: &LastBackup, zone: Zone) -> String {
    let size = last.bytes.map(|bytes| format!(" ({})", Size(bytes))).unwrap_or_default();
    format!("Último respaldo: {}, en {}{size}.", Moment(last.at_ms).in_figures(zone), last.folder.display())
}

/// "hoy 13:02", "ayer 13:02", "20/11/2026 13:02".
fn when(at: Moment, now: Moment, zone: Zone) -> String {
    let (day, today) = (at.day(zone), now.day(zone));
    let day = match () {
        () if day == today => "hoy".to_owned(),
        () if Some(day) == today.pred_opt() => "ayer".to_owned(),
        () => day_in_figures(day),
    };
    format!("{day} {}", super::words::hour_of(at, zone))
}

fn percent(at: Progress) -> Option<u64> {
    let total = at.total.filter(|total| *total > 0)?;
    at.done.saturating_mul(100).checked_div(total).map(|percent| percent.min(100))
}

/// How far the one under way is, and what it is at.
pub(super) fn under_way_ui(ui: &mut Ui, at: Progress) {
    let words = match Phase::of(at) {
        Phase::Store => "Copiando el almacén",
        Phase::Scans => "Copiando los documentos digitalizados",
        Phase::Check => "Leyendo la copia entera para comprobarla",
    };
    widgets::progress(ui, fraction(at), words);
}

/// How far a work with a known end is.
pub(super) fn fraction(at: Progress) -> Option<f32> {
    let total = at.total.filter(|total| *total > 0)?;
    #[allow(clippy::cast_precision_loss, reason = "a share of a bar")]
    let fraction = at.done as f32 / total as f32;
    Some(fraction.clamp(0.0, 1.0))
}

/// What a backup has no better than the store: what does not fit in it, or scans that it lacks.
pub(super) fn as_in_the_store(report: &BackupReport) -> Option<String> {
    if let Some(doubt) = &report.doubt {
        return Some(format!("El respaldo está hecho y es igual al almacén, que tiene algo por revisar: {doubt}"));
    }
    match report.missing_scans {
        0 => None,
        1 => Some("En el respaldo falta 1 documento digitalizado: no está en el almacén, o está dañado.".to_owned()),
        missing => Some(format!(
            "En el respaldo faltan {missing} documentos digitalizados: no están en el almacén, o están dañados."
        )),
    }
}

/// One frame, below the bar: a success is told in passing; what came to nothing stays until somebody has read it, or a
/// backup succeeds. What was asked for by hand is told on the page of the backups, while that `page_is_shown`.
pub(super) fn notice_ui(ui: &mut Ui, cx: &mut Cx<'_>, page_is_shown: bool) {
    let backups = cx.desk.backups();
    let Some(end) = backups.end.as_deref().filter(|_| !backups.is_settled) else { return };
    let is_told_there = end.by_hand && page_is_shown;
    let (sentence, next) = match (&end.came_to, end.fault()) {
        (Ok(report), _) => match as_in_the_store(report) {
            Some(sentence) => (sentence, "Avise a soporte técnico."),
            None => {
                if end.by_hand && !is_told_there {
                    cx.tell("Respaldo hecho y comprobado.");
                }
                return cx.desk.settle_backup();
            }
        },
        (Err(_), Some(fault)) if end.by_hand => (format!("El respaldo no se hizo. {fault}"), ""),
        (Err(_), Some(fault)) => (
            format!("El respaldo diario no se hizo. {fault}"),
            "Puede seguir atendiendo: se intenta de nuevo cada 15 minutos.",
        ),
        (Err(_), None) => return,
    };
    if is_told_there {
        return;
    }
    let frame = Frame::new().inner_margin(Margin { left: 16, right: 16, top: 12, bottom: 0 });
    Panel::top("backup notice").show_separator_line(false).frame(frame).show(ui, |ui| {
        let next = (!next.is_empty()).then_some(next);
        let read = Button::secondary("Entendido");
        let shown = Notice::new(Sign::Warning, &sentence).next(next).action(read).show(ui);
        if shown.is_some_and(|read| read.clicked()) {
            cx.desk.settle_backup();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::{BackupEnd, Error};
    use std::sync::Arc;

    /// 20 November 2026, 15:00 on the mainland.
    const NOW: Moment = Moment(1_795_204_800_000);
    const HOUR_MS: i64 = 3_600_000;

    fn looker() -> Looker {
        Looker { now: NOW, zone: Zone::Mainland, is_supervisor: false, is_demo: false, has_folder: true }
    }

    fn made(hours_ago: i64) -> Backups {
        let last = LastBackup {
            at_ms: NOW.0 - hours_ago * HOUR_MS,
            folder: "/r/ventanilla-1".into(),
            journal: String::new(),
            bytes: Some(12_480_000),
        };
        Backups { last: Some(Some(last)), ..Backups::default() }
    }

    fn words(backups: &Backups, looker: Looker) -> Option<(Sign, String)> {
        said(backups, looker).map(|said| (said.sign, said.words))
    }

    #[test]
    fn the_bar_says_when_the_last_one_was_made_and_warns_after_a_day() {
        for (hours_ago, sign, expected) in [
            (2, Sign::Met, "Respaldo: hoy 13:00"),
            (16, Sign::Met, "Respaldo: ayer 23:00"),
            (25, Sign::Warning, "Sin respaldo desde hace 1 día"),
            (50, Sign::Warning, "Sin respaldo desde hace 2 días"),
        ] {
            assert_eq!(words(&made(hours_ago), looker()), Some((sign, expected.to_owned())));
        }
        let about = said(&made(2), looker()).unwrap().about;
        assert_eq!(about, "Último respaldo: 20/11/2026 13:00, en /r/ventanilla-1 (12,4 MB).");
    }

    #[test]
    fn without_any_the_one_who_can_change_that_is_warned() {
        let never = Backups { last: Some(None), ..Backups::default() };
        let warned = Some((Sign::Warning, "Nunca se ha respaldado".to_owned()));
        let unset = Looker { has_folder: false, ..looker() };
        assert_eq!(words(&never, looker()), warned);
        assert_eq!(words(&never, unset), None, "a clerk cannot set it up");
        assert_eq!(words(&never, Looker { is_supervisor: true, ..unset }), warned);
        assert_eq!(words(&never, Looker { is_supervisor: true, is_demo: true, ..unset }), None);
        assert_eq!(words(&Backups::default(), looker()), None, "it was not looked up yet");
    }

    #[test]
    fn one_under_way_comes_before_a_failure_and_a_failure_before_an_earlier_success() {
        let failed = BackupEnd { by_hand: false, came_to: Err(Error::Gone) };
        let mut backups = Backups { end: Some(Arc::new(failed)), ..made(2) };
        assert_eq!(words(&backups, looker()), Some((Sign::Warning, "El respaldo falló".to_owned())));
        backups.under_way = Some(Progress { done: 40, total: Some(100), ..Progress::default() });
        assert_eq!(words(&backups, looker()), Some((Sign::Info, "Respaldando 40 %".to_owned())));
        backups.under_way = Some(Progress::default());
        assert_eq!(words(&backups, looker()), Some((Sign::Info, "Respaldando".to_owned())));
    }
}
