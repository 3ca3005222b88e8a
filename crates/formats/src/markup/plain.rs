//! Plain text that grows word by word.

/// Replaces `<!--more-->` before a text is rendered. No article has this character, since control characters are cleaned
/// away.
pub(crate) const MORE: char = '\u{1}';

/// Plain text with pending white space. Where several breaks meet, the largest one is written.
#[derive(Debug, Default)]
pub(crate) struct Plain {
    text: String,
    /// The break before the next word.
    pending: Break,
    /// Where [`MORE`] stood.
    more: Option<usize>,
    /// Targets of links, if they are collected; the words of these links are then left out.
    links: Option<Vec<String>>,
    in_link: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Break {
    #[default]
    None,
    Space,
    Line,
    Paragraph,
}

impl Break {
    fn text(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Space => " ",
            Self::Line => "\n",
            Self::Paragraph => "\n\n",
        }
    }
}

impl Plain {
    /// Returns an empty text that collects the targets of links and leaves out their words.
    pub(crate) fn without_links() -> Self {
        Self { links: Some(Vec::new()), ..Self::default() }
    }

    /// Appends words. Each run of white space becomes one space.
    pub(crate) fn push(&mut self, words: &str) {
        if self.in_link {
            return;
        }
        for c in words.chars() {
            if c == MORE {
                self.more.get_or_insert(self.text.len());
            } else if c.is_whitespace() {
                self.request(Break::Space);
            } else {
                if !self.text.is_empty() {
                    self.text.push_str(self.pending.text());
                }
                self.pending = Break::None;
                self.text.push(c);
            }
        }
    }

    /// Starts a link. The next paragraph ends it, too: a link that is never closed must not hide the rest of the text.
    pub(crate) fn open_link(&mut self, target: &str) {
        if let Some(links) = &mut self.links {
            links.push(target.to_owned());
            self.in_link = true;
        }
    }

    /// Ends a link.
    pub(crate) fn close_link(&mut self) {
        if self.in_link {
            self.in_link = false;
            self.request(Break::Space);
        }
    }

    /// Starts a line.
    pub(crate) fn line(&mut self) {
        self.request(Break::Line);
    }

    /// Starts a paragraph.
    pub(crate) fn paragraph(&mut self) {
        self.in_link = false;
        self.request(Break::Paragraph);
    }

    /// Returns the text without breaks at its ends.
    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// Takes the targets of all links.
    pub(crate) fn take_links(&mut self) -> Vec<String> {
        self.links.take().unwrap_or_default()
    }

    /// Returns the offset of the first [`MORE`].
    pub(crate) fn more(&self) -> Option<usize> {
        self.more
    }

    /// Returns the number of bytes.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// Returns the offset at which the next word will start.
    pub(crate) fn next_word(&self) -> usize {
        if self.text.is_empty() { 0 } else { self.text.len() + self.pending.text().len() }
    }

    fn request(&mut self, wanted: Break) {
        self.pending = self.pending.max(wanted);
    }
}
