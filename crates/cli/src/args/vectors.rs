//! The expert flags that say how articles become vectors.

use clap::{ArgAction, Args};

use super::values::{
    LanguageArg, LanguagesArg, focus, language, languages, max_df, ngrams, part_weight, switch,
};
use alsolike::engine::Focus;
use alsolike::vectorize::{PartWeights, VectorizerParams};

/// The heading is also the table of these keys in a settings file.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Vectors")]
pub(super) struct VectorArgs {
    /// Weight of rare terms: topic, balanced or story, or the exponent of the idf from 0 to 10
    #[arg(long, default_value = "balanced", value_name = "topic|balanced|story|X", value_parser = focus, env = "ALSOLIKE_FOCUS", hide_short_help = true)]
    focus: Focus,
    /// Lengths of phrases in words: `1..2` for words and pairs, `1` for words alone
    #[arg(long, default_value = "1..2", value_name = "MIN..MAX", value_parser = ngrams, env = "ALSOLIKE_NGRAMS", hide_short_help = true)]
    ngrams: (usize, usize),
    /// Smallest number of articles that contain a term
    #[arg(
        long,
        default_value_t = 2,
        value_name = "N",
        env = "ALSOLIKE_MIN_DF",
        hide_short_help = true
    )]
    min_df: u32,
    /// Largest share of the articles that contain a term, above 0 and up to 1
    #[arg(long, default_value_t = 1.0, value_name = "SHARE", value_parser = max_df, env = "ALSOLIKE_MAX_DF", hide_short_help = true)]
    max_df: f64,
    /// Language of all articles, such as en or zh-Hant; `auto` takes the declared language, else detects it
    #[arg(long, default_value = "auto", value_name = "auto|CODE", value_parser = language, env = "ALSOLIKE_LANGUAGE", hide_short_help = true)]
    language: LanguageArg,
    /// Languages that articles without a language may be in, such as `en,pl`
    #[arg(long, value_name = "TAG,...", value_parser = languages, env = "ALSOLIKE_LANGUAGES", hide_short_help = true)]
    languages: Option<LanguagesArg>,
    /// Count words as written, not by their stem
    #[arg(long, action = ArgAction::SetTrue, value_parser = switch, env = "ALSOLIKE_NO_STEMMING", hide_short_help = true)]
    no_stemming: bool,
    /// Count stop words like any other
    #[arg(long, action = ArgAction::SetTrue, value_parser = switch, env = "ALSOLIKE_KEEP_STOP_WORDS", hide_short_help = true)]
    keep_stop_words: bool,
    /// How often each word of the title counts; 0 leaves the title out
    #[arg(long, default_value_t = 2, value_name = "N", value_parser = part_weight, env = "ALSOLIKE_TITLE_WEIGHT", hide_short_help = true)]
    title_weight: u32,
    /// How often each word of the tags counts; 0 leaves them out
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = part_weight, env = "ALSOLIKE_TAG_WEIGHT", hide_short_help = true)]
    tag_weight: u32,
    /// How often each word of the summary counts; 0 leaves it out
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = part_weight, env = "ALSOLIKE_SUMMARY_WEIGHT", hide_short_help = true)]
    summary_weight: u32,
    /// Count lines that many articles repeat as if they were text
    #[arg(long, alias = "keep-furniture", action = ArgAction::SetTrue, value_parser = switch, env = "ALSOLIKE_KEEP_BOILERPLATE", hide_short_help = true)]
    keep_boilerplate: bool,
}

impl VectorArgs {
    /// Writes the flags into the settings of the vectorizer.
    pub(super) fn apply(&self, vectors: &mut VectorizerParams) {
        vectors.idf = self.focus.into();
        vectors.ngrams = self.ngrams;
        vectors.min_df = self.min_df;
        vectors.max_df = self.max_df;
        vectors.text.language = self.language.0;
        vectors.text.languages = self.languages.as_ref().map_or_else(Vec::new, |arg| arg.0.clone());
        vectors.text.stemming = !self.no_stemming;
        vectors.text.stop_words = !self.keep_stop_words;
        vectors.weights = PartWeights {
            title: self.title_weight,
            tags: self.tag_weight,
            summary: self.summary_weight,
        };
        vectors.boilerplate.enabled = !self.keep_boilerplate;
    }
}
