//! The sections of the themes and of their space.

use super::StoreError;
use super::bytes::{Decoder, Encoder};
use alsolike::reduce::{LsaParts, QuantizedRows};
use alsolike::sparse::DocId;
use alsolike::themes::{Membership, Naming, SpaceParts, Subtheme, Theme, ThemesParts};

/// Writes everything except the space, which has a section of its own.
pub(super) fn write(to: &mut Encoder, parts: &ThemesParts) {
    let ThemesParts { themes, memberships, outliers, ambiguous, modularity, next_id, space: _ } =
        parts;
    to.list(themes.iter(), write_theme);
    to.list(memberships.iter(), |to, membership| to.option(membership.as_ref(), write_membership));
    write_docs(to, outliers);
    write_docs(to, ambiguous);
    to.f64(*modularity);
    to.size(*next_id);
}

pub(super) fn read(from: &mut Decoder<'_>) -> Result<ThemesParts, StoreError> {
    Ok(ThemesParts {
        themes: from.list(read_theme)?,
        memberships: from.list(|from| from.option(read_membership))?,
        outliers: from.list(read_doc)?,
        ambiguous: from.list(read_doc)?,
        modularity: from.f64()?,
        next_id: from.size()?,
        space: None,
    })
}

fn write_theme(to: &mut Encoder, theme: &Theme) {
    let Theme { id, label, naming, parent, keywords, size, cohesion, representatives, subthemes } =
        theme;
    to.size(*id);
    to.text(label);
    to.u8(match naming {
        Naming::Words => 0,
        Naming::Lexicon => 1,
        Naming::Given => 2,
    });
    to.option(parent.as_deref(), Encoder::text);
    to.list(keywords.iter(), |to, word| to.text(word));
    to.size(*size);
    to.f32(*cohesion);
    write_docs(to, representatives);
    to.list(subthemes.iter(), write_subtheme);
}

fn read_theme(from: &mut Decoder<'_>) -> Result<Theme, StoreError> {
    Ok(Theme {
        id: from.size()?,
        label: from.text()?.to_owned(),
        naming: match from.u8()? {
            0 => Naming::Words,
            1 => Naming::Lexicon,
            2 => Naming::Given,
            _ => return Err(from.damaged("unknown origin of a label")),
        },
        parent: from.option(Decoder::text)?.map(str::to_owned),
        keywords: from.list(|from| Ok(from.text()?.to_owned()))?,
        size: from.size()?,
        cohesion: read_score(from)?,
        representatives: from.list(read_doc)?,
        subthemes: from.list(read_subtheme)?,
    })
}

fn write_subtheme(to: &mut Encoder, part: &Subtheme) {
    let Subtheme { label, keywords, size, cohesion, representatives } = part;
    to.text(label);
    to.list(keywords.iter(), |to, word| to.text(word));
    to.size(*size);
    to.f32(*cohesion);
    write_docs(to, representatives);
}

fn read_subtheme(from: &mut Decoder<'_>) -> Result<Subtheme, StoreError> {
    Ok(Subtheme {
        label: from.text()?.to_owned(),
        keywords: from.list(|from| Ok(from.text()?.to_owned()))?,
        size: from.size()?,
        cohesion: read_score(from)?,
        representatives: from.list(read_doc)?,
    })
}

fn write_membership(to: &mut Encoder, membership: &Membership) {
    let Membership { theme, score, margin, subtheme } = membership;
    to.size(*theme);
    to.f32(*score);
    to.f32(*margin);
    to.option(*subtheme, Encoder::size);
}

fn read_membership(from: &mut Decoder<'_>) -> Result<Membership, StoreError> {
    Ok(Membership {
        theme: from.size()?,
        score: read_score(from)?,
        margin: read_score(from)?,
        subtheme: from.option(Decoder::size)?,
    })
}

/// Reads a finite number: scores are written as JSON, which has no others.
fn read_score(from: &mut Decoder<'_>) -> Result<f32, StoreError> {
    let score = from.f32()?;
    if score.is_finite() { Ok(score) } else { Err(from.damaged("a score is not finite")) }
}

fn write_docs(to: &mut Encoder, docs: &[DocId]) {
    to.list(docs.iter(), |to, doc| to.u32(doc.0));
}

fn read_doc(from: &mut Decoder<'_>) -> Result<DocId, StoreError> {
    Ok(DocId(from.u32()?))
}

pub(super) fn write_space(to: &mut Encoder, space: &SpaceParts) {
    // `n_terms` is the size of the vocabulary, which is in another section.
    let LsaParts { n_terms: _, terms, right, singular_values } = &space.lsa;
    to.list(terms.iter(), |to, term| to.u32(*term));
    for steps in [&right.exponents, &right.multiples] {
        to.list(steps.iter(), |to, step| to.i8(*step));
    }
    for values in [singular_values, &space.mean, &space.centroids, &space.means] {
        to.list(values.iter(), |to, value| to.f32(*value));
    }
    to.f64(space.closeness);
}

pub(super) fn read_space(from: &mut Decoder<'_>, n_terms: usize) -> Result<SpaceParts, StoreError> {
    let lsa = LsaParts {
        n_terms,
        terms: from.list(Decoder::u32)?,
        right: QuantizedRows {
            exponents: from.list(Decoder::i8)?,
            multiples: from.list(Decoder::i8)?,
        },
        singular_values: from.list(Decoder::f32)?,
    };
    Ok(SpaceParts {
        lsa,
        mean: from.list(Decoder::f32)?,
        centroids: from.list(Decoder::f32)?,
        means: from.list(Decoder::f32)?,
        closeness: from.f64()?,
    })
}
