//! The words of the frozen model.

use super::StoreError;
use super::bytes::{Reader, Writer};
use crate::vectorize::{VectorizerParams, VectorizerParts};

/// All but the settings, which are a section of their own.
pub(super) fn write(to: &mut Writer, words: &VectorizerParts) {
    let VectorizerParts { params: _, n_docs, stems, phrases, places, df, idf, surfaces, furniture } =
        words;
    to.size(*n_docs);
    to.strings(stems);
    to.list(phrases.iter(), |to, keys| to.list(keys.iter(), |to, key| to.u64(*key)));
    to.list(places.iter(), |to, &(level, number)| {
        to.u32(level);
        to.u32(number);
    });
    to.list(df.iter(), |to, df| to.u32(*df));
    to.list(idf.iter(), |to, idf| to.f32(*idf));
    to.list(surfaces.iter(), Writer::strings);
    to.list(furniture.iter(), |to, line| to.u64(*line));
}

pub(super) fn read(
    from: &mut Reader<'_>,
    params: VectorizerParams,
) -> Result<VectorizerParts, StoreError> {
    Ok(VectorizerParts {
        params,
        n_docs: from.size()?,
        stems: from.strings()?,
        phrases: from.list(|from| from.list(Reader::u64))?,
        places: from.list(|from| Ok((from.u32()?, from.u32()?)))?,
        df: from.list(Reader::u32)?,
        idf: from.list(Reader::f32)?,
        surfaces: from.list(Reader::strings)?,
        furniture: from.list(Reader::u64)?,
    })
}
