//! Parsers of flag values. An error says what to write.

use alsolike::article::{Date, Lang};
use alsolike::engine::Focus;
use alsolike::vectorize::{MAX_NGRAM, MAX_PART_WEIGHT};

/// Most threads of a run: starting far more threads than cores only wastes time.
pub(super) const MAX_THREADS: usize = 1_024;

/// The language of all articles; `None` for `auto`.
#[derive(Clone, Copy, Debug)]
pub(super) struct LanguageArg(pub(super) Option<Lang>);

/// The languages that detection may find.
#[derive(Clone, Debug)]
pub(super) struct LanguagesArg(pub(super) Vec<Lang>);

/// Parses a switch from the environment or from a settings file.
pub(crate) fn switch(text: &str) -> Result<bool, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Ok(true),
        "false" | "no" | "off" | "0" | "" => Ok(false),
        _ => Err("write true or false".to_owned()),
    }
}

/// Parses a number from 1 up.
pub(crate) fn count(text: &str) -> Result<u32, String> {
    let n = text.parse().ok().filter(|n| *n >= 1);
    n.ok_or_else(|| "write a number from 1 up".to_owned())
}

/// Parses a number from 0 to 1.
pub(crate) fn share(text: &str) -> Result<f32, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "write a number from 0 to 1".to_owned())
}

/// Parses a number from 0 to 1, in double precision.
pub(crate) fn precise_share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "write a number from 0 to 1, such as .05".to_owned())
}

/// Parses a finite number from 1 up.
pub(crate) fn factor(text: &str) -> Result<f64, String> {
    let factor = text.parse().ok().filter(|factor: &f64| *factor >= 1.0 && factor.is_finite());
    factor.ok_or_else(|| "write a number from 1 up".to_owned())
}

/// Parses a day or an instant.
pub(crate) fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).map_err(|error| error.to_string())
}

/// Parses a number of threads.
pub(super) fn n_threads(text: &str) -> Result<usize, String> {
    let n = text.parse().ok().filter(|n| *n <= MAX_THREADS);
    n.ok_or_else(|| format!("write a number from 0 to {MAX_THREADS}"))
}

/// Parses how often each word of a part counts.
pub(super) fn part_weight(text: &str) -> Result<u32, String> {
    let weight = text.parse().ok().filter(|weight| *weight <= MAX_PART_WEIGHT);
    weight.ok_or_else(|| format!("write a number from 0 to {MAX_PART_WEIGHT}"))
}

/// Parses the name of a focus, or the exponent of the idf.
pub(super) fn focus(text: &str) -> Result<Focus, String> {
    match text {
        "topic" => Ok(Focus::Topic),
        "balanced" => Ok(Focus::Balanced),
        "story" => Ok(Focus::Story),
        other => match other.parse::<f64>() {
            Ok(exponent) if (0.0..=10.0).contains(&exponent) => Ok(Focus::Exponent(exponent)),
            _ => Err("write topic, balanced, story or a number from 0 to 10".to_owned()),
        },
    }
}

/// Parses a share above 0.
pub(super) fn max_df(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| *share > 0.0 && *share <= 1.0);
    share.ok_or_else(|| "write a share above 0 and up to 1".to_owned())
}

/// Parses a range of phrase lengths; `1..=2` means the same as `1..2`.
pub(super) fn ngrams(text: &str) -> Result<(usize, usize), String> {
    let (min, max) =
        text.split_once("..").map_or((text, text), |(min, max)| (min, max.trim_start_matches('=')));
    match (min.trim().parse(), max.trim().parse()) {
        (Ok(min), Ok(max)) if (1..=max).contains(&min) && max <= MAX_NGRAM => Ok((min, max)),
        _ => Err(format!("write a range of 1 to {MAX_NGRAM} words, such as 1..2")),
    }
}

/// Parses `auto` or the code of a language.
pub(super) fn language(text: &str) -> Result<LanguageArg, String> {
    if text == "auto" {
        return Ok(LanguageArg(None));
    }
    let lang = Lang::parse(text).ok_or("write auto or a language tag such as en or zh-Hant")?;
    Ok(LanguageArg(Some(lang)))
}

/// Parses tags of languages, separated by commas or spaces.
pub(super) fn languages(text: &str) -> Result<LanguagesArg, String> {
    let tags = text.split([',', ' ']).filter(|tag| !tag.is_empty());
    let langs: Option<Vec<Lang>> = tags.map(Lang::parse).collect();
    let langs = langs.filter(|langs| !langs.is_empty());
    langs
        .map(LanguagesArg)
        .ok_or_else(|| "write language tags with commas between, such as en,pl".to_owned())
}
