//! The section of the settings of the vectorizer.

use super::StoreError;
use super::bytes::{Decoder, Encoder};
use alsolike::article::Lang;
use alsolike::text::{BoilerplateSettings, TextSettings};
use alsolike::vectorize::{Idf, PartWeights, VectorizerParams};

// Destructures every struct, so that a new field does not compile until it is written.
pub(super) fn write(to: &mut Encoder, params: &VectorizerParams) {
    let VectorizerParams { text, boilerplate, ngrams, min_df, max_df, idf, weights } = params;
    let TextSettings { language, languages, stemming, stop_words } = text;
    to.option(language.as_ref(), |to, lang| to.text(&lang.to_string()));
    to.list(languages.iter(), |to, lang| to.text(&lang.to_string()));
    to.flag(*stemming);
    to.flag(*stop_words);
    let BoilerplateSettings { enabled, min_articles, min_share, enough_articles } = boilerplate;
    to.flag(*enabled);
    to.size(*min_articles);
    to.f64(*min_share);
    to.size(*enough_articles);
    to.size(ngrams.0);
    to.size(ngrams.1);
    to.u32(*min_df);
    to.f64(*max_df);
    match idf {
        Idf::Power(exponent) => {
            to.u8(0);
            to.f64(*exponent);
        }
        Idf::Smooth => to.u8(1),
        Idf::Plain => to.u8(2),
    }
    let PartWeights { title, tags, summary } = weights;
    [title, tags, summary].into_iter().for_each(|weight| to.u32(*weight));
}

pub(super) fn read(from: &mut Decoder<'_>) -> Result<VectorizerParams, StoreError> {
    let language = from.option(Decoder::text)?;
    let lang =
        language.map(|code| Lang::parse(code).ok_or_else(|| from.damaged("unknown language")));
    let language = lang.transpose()?;
    let lang = |from: &mut Decoder<'_>| {
        let tag = from.text()?;
        Lang::parse(tag).ok_or_else(|| from.damaged("unknown language"))
    };
    let languages = from.list(lang)?;
    Ok(VectorizerParams {
        text: TextSettings {
            language,
            languages,
            stemming: from.flag()?,
            stop_words: from.flag()?,
        },
        boilerplate: BoilerplateSettings {
            enabled: from.flag()?,
            min_articles: from.size()?,
            min_share: from.f64()?,
            enough_articles: from.size()?,
        },
        ngrams: (from.size()?, from.size()?),
        min_df: from.u32()?,
        max_df: from.f64()?,
        idf: match from.u8()? {
            0 => Idf::Power(from.f64()?),
            1 => Idf::Smooth,
            2 => Idf::Plain,
            _ => return Err(from.damaged("unknown weighting")),
        },
        weights: PartWeights { title: from.u32()?, tags: from.u32()?, summary: from.u32()? },
    })
}
