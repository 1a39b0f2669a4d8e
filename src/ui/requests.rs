//! A supervisor's window hears what others ask for, where this machine is set so: a short sound, and who asks for what.

use std::collections::BTreeSet;

use super::cx::Cx;
use crate::desk::{Chime, Live};
use crate::domain::id::ApprovalId;
use crate::ops::Changed;
use crate::ops::reading::Supervising;
use crate::ops::view::{ApprovalLine, waiting_from_others};

/// What is waited for at this window.
#[derive(Default)]
pub(super) struct Requests {
    waiting: Live<Vec<ApprovalLine>>,
    news: News,
    chime: Option<Chime>,
}

impl Requests {
    /// Called each frame, whatever part of the counter is shown.
    pub(super) fn watch(&mut self, cx: &mut Cx<'_>) {
        let Some(me) = cx.me.map(|me| me.user) else { return };
        if !cx.is_supervisor() || cx.is_at_arrivals() || !cx.desk.station().approval_chime {
            // What comes while nobody wants to hear it is no news later.
            *self = Self { chime: self.chime.take(), ..Self::default() };
            return;
        }
        let is_read = self.waiting.refresh(cx.desk, &[Changed::Approvals], |desk| {
            desk.read_as(move |house, reader, by| {
                waiting_from_others(reader, house.centre(), Supervising::of(by.actor())?, me)
            })
        });
        let Some(waiting) = self.waiting.get().filter(|_| is_read) else { return };
        let came = self.news.take(waiting.iter().map(|line| line.approval.id));
        if let Some(line) = waiting.iter().rfind(|line| came.contains(&line.approval.id)) {
            self.chime.get_or_insert_with(Chime::of_request).ring();
            let (who, matter) = (&line.asked_by, line.approval.matter.spanish());
            cx.tell(format!("{who} pide una aprobación: {matter}. Espera en Cierre."));
        }
    }
}

/// Which requests came since it was looked last.
#[derive(Default)]
struct News(Option<BTreeSet<ApprovalId>>);

impl News {
    /// Of those that wait now; what waited already when it was looked first is none.
    fn take(&mut self, waiting: impl Iterator<Item = ApprovalId>) -> BTreeSet<ApprovalId> {
        let now: BTreeSet<ApprovalId> = waiting.collect();
        let before = self.0.replace(now.clone());
        before.map(|before| &now - &before).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(news: &mut News, waiting: &[i64]) -> Vec<i64> {
        news.take(waiting.iter().map(|id| ApprovalId(*id))).iter().map(|id| id.0).collect()
    }

    #[test]
    fn news_is_what_was_not_there_before_and_each_once() {
        let mut news = News::default();
        assert_eq!(take(&mut news, &[1, 2]), [0; 0], "they waited before anybody looked");
        assert_eq!(take(&mut news, &[1, 2, 3]), [3]);
        assert_eq!(take(&mut news, &[2, 3]), [0; 0], "one was answered");
        assert_eq!(take(&mut news, &[3, 4, 5]), [4, 5]);
    }
}
