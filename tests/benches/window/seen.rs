//! What can be read on a frame, and how it is pressed: by the names that an accessible window gives.

use eframe::egui::accesskit::{Action, ActionRequest, Node, NodeId, Role, TreeId, TreeUpdate};
use eframe::egui::{Event, Key, Modifiers};

/// What can be read on a frame.
#[derive(Default)]
pub(crate) struct Seen(Vec<(NodeId, Node)>);

impl Seen {
    pub(crate) fn of(update: TreeUpdate) -> Self {
        Self(update.nodes)
    }

    fn words(node: &Node) -> &str {
        node.label().or(node.value()).unwrap_or_default()
    }

    /// Can this be read, as a whole or as a part?
    pub(crate) fn has(&self, words: &str) -> bool {
        self.0.iter().any(|(_, node)| Self::words(node).contains(words))
    }

    /// Are there so many rows of a table?
    pub(crate) fn has_rows(&self, at_least: usize) -> bool {
        self.0.iter().filter(|(_, node)| node.role() == Role::Row).count() >= at_least
    }

    /// A click on what is so called, if it is there and can be clicked.
    pub(crate) fn click_on(&self, name: &str) -> Option<Event> {
        let usable = |node: &Node| {
            Self::words(node).contains(name) && node.supports_action(Action::Click) && !node.is_disabled()
        };
        let (target_node, _) = self.0.iter().rev().find(|(_, node)| usable(node))?;
        Some(Event::AccessKitActionRequest(ActionRequest {
            action: Action::Click,
            target_tree: TreeId::ROOT,
            target_node: *target_node,
            data: None,
        }))
    }

    pub(crate) fn all(&self) -> Vec<&str> {
        self.0.iter().map(|(_, node)| Self::words(node)).filter(|words| !words.is_empty()).collect()
    }
}

/// A key goes down, or up.
pub(crate) fn key(key: Key, pressed: bool) -> Event {
    Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE }
}
