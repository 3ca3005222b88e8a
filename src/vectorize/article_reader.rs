//! Reads articles into token streams.

use super::VectorizerParams;
use super::spans::{ArticleSpan, N_PARTS};
use crate::article::{Article, Lang};
use crate::text::{Analyzer, TextPart, Tokens};

/// Reads articles one by one and appends their words to one token stream.
#[derive(Debug)]
pub(super) struct ArticleReader {
    pub(super) analyzer: Analyzer,
    pub(super) tokens: Tokens,
}

impl ArticleReader {
    pub(super) fn new(params: &VectorizerParams) -> Self {
        Self { analyzer: Analyzer::new(params.text.clone()), tokens: Tokens::default() }
    }

    /// Appends the words of an article in a language to the tokens. The returned span has reader index 0.
    pub(super) fn read(
        &mut self,
        article: &Article,
        lang: Lang,
        params: &VectorizerParams,
    ) -> ArticleSpan {
        let Self { analyzer, tokens } = self;
        let (start, lines_start) = (tokens.forms.len(), tokens.lines.len());
        let mut part_ends = [0; N_PARTS];
        if params.weights.title > 0 {
            analyzer.read(&article.title, lang, TextPart::Heading, tokens);
        }
        part_ends[0] = tokens.forms.len();
        if params.weights.tags > 0 {
            for tag in &article.tags {
                analyzer.read(tag, lang, TextPart::Heading, tokens);
            }
        }
        part_ends[1] = tokens.forms.len();
        if params.weights.summary > 0 {
            let summary = article.summary.as_deref().unwrap_or_default();
            analyzer.read(summary, lang, TextPart::Heading, tokens);
        }
        part_ends[2] = tokens.forms.len();
        analyzer.read(&article.text, lang, TextPart::Body, tokens);
        part_ends[3] = tokens.forms.len();
        ArticleSpan { reader: 0, start, part_ends, lines: lines_start..tokens.lines.len(), lang }
    }
}
