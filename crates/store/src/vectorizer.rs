//! The section of the fitted vectorizer.

use super::StoreError;
use super::bytes::{Decoder, Encoder};
use alsolike::article::Lang;
use alsolike::text::{ArchiveLanguages, Gap};
use alsolike::vectorize::{TermForm, VectorizerParams, VectorizerParts};

/// Writes everything except the settings, which have a section of their own.
pub(super) fn write(to: &mut Encoder, vectorizer: &VectorizerParts) {
    let VectorizerParts { params: _, n_docs, stems, phrases, places, df, idf, .. } = vectorizer;
    let VectorizerParts { forms, form_starts, shown, boilerplate, languages, .. } = vectorizer;
    to.size(*n_docs);
    to.strings(stems);
    to.list(phrases.iter(), |to, keys| to.list(keys.iter(), |to, key| to.u64(*key)));
    to.list(places.iter(), |to, &(level, number)| {
        to.u32(level);
        to.u32(number);
    });
    to.list(df.iter(), |to, df| to.u32(*df));
    to.list(idf.iter(), |to, idf| to.f32(*idf));
    to.strings(forms);
    to.list(form_starts.iter(), |to, start| to.u32(*start));
    to.list(shown.iter(), |to, &TermForm { variants, gaps, lang }| {
        variants.iter().for_each(|&variant| to.u8(variant));
        gaps.iter().for_each(|gap| to.u8(gap.to_byte()));
        to.bytes(&lang.to_bytes());
    });
    to.list(boilerplate.iter(), |to, line| to.u64(*line));
    to.list(languages.counts.iter(), |to, &(lang, n)| {
        to.bytes(&lang.to_bytes());
        to.size(n);
    });
}

pub(super) fn read(
    from: &mut Decoder<'_>,
    params: VectorizerParams,
) -> Result<VectorizerParts, StoreError> {
    Ok(VectorizerParts {
        params,
        n_docs: from.size()?,
        stems: from.strings()?,
        phrases: from.list(|from| from.list(Decoder::u64))?,
        places: from.list(|from| Ok((from.u32()?, from.u32()?)))?,
        df: from.list(Decoder::u32)?,
        idf: from.list(Decoder::f32)?,
        forms: from.strings()?,
        form_starts: from.list(Decoder::u32)?,
        shown: from.list(term_form)?,
        boilerplate: from.list(Decoder::u64)?,
        languages: ArchiveLanguages { counts: from.list(|from| Ok((lang(from)?, from.size()?)))? },
    })
}

fn term_form(from: &mut Decoder<'_>) -> Result<TermForm, StoreError> {
    let mut form = TermForm::FIRST;
    for variant in &mut form.variants {
        *variant = from.u8()?;
    }
    for gap in &mut form.gaps {
        *gap = Gap::from_byte(from.u8()?);
    }
    form.lang = lang(from)?;
    Ok(form)
}

fn lang(from: &mut Decoder<'_>) -> Result<Lang, StoreError> {
    let lang = from.bytes(4)?.try_into().ok().and_then(Lang::from_bytes);
    lang.ok_or_else(|| from.damaged("unknown language"))
}
