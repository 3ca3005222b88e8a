//! The section of the ids, titles, addresses and dates of the articles.

use super::StoreError;
use super::bytes::{Decoder, Encoder};
use alsolike::article::{Article, Date};
use alsolike::engine::Corpus;

pub(super) fn write(to: &mut Encoder, corpus: &Corpus) {
    to.list(corpus.articles().iter(), |to, entry| {
        to.text(entry.id.as_str());
        to.text(&entry.title);
        to.option(entry.url.as_deref(), Encoder::text);
        to.option(entry.date, |to, date| {
            to.i64(date.unix_seconds());
            to.i64(i64::from(date.offset_minutes()));
        });
    });
}

pub(super) fn read(from: &mut Decoder<'_>) -> Result<Vec<Article>, StoreError> {
    from.list(|from| {
        Ok(Article {
            id: from.text()?.into(),
            title: from.text()?.to_owned(),
            url: from.option(Decoder::text)?.map(str::to_owned),
            date: from.option(|from| {
                let (seconds, offset) = (from.i64()?, from.i64()?);
                let offset = i16::try_from(offset).unwrap_or_default();
                Ok(Date::from_unix_seconds(seconds).with_offset_minutes(offset))
            })?,
            ..Article::default()
        })
    })
}
