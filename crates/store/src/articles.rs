//! What names the articles that the themes were made of.

use super::StoreError;
use super::bytes::{Reader, Writer};
use alsolike::article::{Article, Date};
use alsolike::engine::Corpus;

pub(super) fn write(to: &mut Writer, corpus: &Corpus) {
    to.list(corpus.articles().iter(), |to, entry| {
        to.text(entry.id.as_str());
        to.text(&entry.title);
        to.option(entry.url.as_deref(), Writer::text);
        to.option(entry.date, |to, date| to.i64(date.unix_seconds()));
    });
}

pub(super) fn read(from: &mut Reader<'_>) -> Result<Vec<Article>, StoreError> {
    from.list(|from| {
        Ok(Article {
            id: from.text()?.into(),
            title: from.text()?.to_owned(),
            url: from.option(Reader::text)?.map(str::to_owned),
            date: from.option(Reader::i64)?.map(Date::from_unix_seconds),
            ..Article::default()
        })
    })
}
