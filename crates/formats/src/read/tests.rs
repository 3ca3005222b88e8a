//! Tests of the reader on whole files.

use std::{fs, path::Path};

use super::{
    ReadOptions, ReadReport, Reader, Skip, SkipReason, Source, SourceFormat, Unpublished,
    decompress::gzip,
};
use crate::ReadError;
use alsolike::article::Article;

/// Reads everything below a path in batches of three.
fn read_with(path: &Path, options: ReadOptions) -> Result<(Vec<Article>, ReadReport), ReadError> {
    let mut reader = Reader::open(&[Source::Path(path.into())], options)?;
    let mut articles = Vec::new();
    loop {
        let batch = reader.next_batch(3)?;
        if batch.is_empty() {
            return Ok((articles, reader.report().clone()));
        }
        assert!(batch.len() <= 3);
        articles.extend(batch);
    }
}

/// Writes files into a folder and reads it.
fn read(files: &[(&str, &[u8])]) -> Result<(Vec<Article>, ReadReport), ReadError> {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let (articles, mut report) = read_with(folder.path(), ReadOptions::default())?;
    // The name of the temporary folder is random.
    let root = format!("{}/", folder.path().display());
    for skipped in &mut report.first_skipped {
        skipped.place.file = skipped.place.file.replace(&root, "").into();
        if let Skip::DuplicateId { first, .. } = &mut skipped.why {
            first.file = first.file.replace(&root, "").into();
        }
    }
    Ok((articles, report))
}

fn ids(articles: &[Article]) -> Vec<&str> {
    articles.iter().map(|article| article.id.as_str()).collect()
}

fn skips(report: &ReadReport) -> Vec<String> {
    report.first_skipped.iter().map(ToString::to_string).collect()
}

#[test]
fn reads_every_format_compressed_or_not() {
    let lines = "{\"id\":\"j1\",\"title\":\"T\"}\r\n\n{\"id\":\"j2\",\"title\":\"T\"}".as_bytes();
    let (articles, report) = read(&[
        ("a.jsonl", &[b"\xef\xbb\xbf", lines].concat()),
        ("b.ndjson.gz", &gzip(&String::from_utf8_lossy(lines).replace('j', "g").into_bytes())),
        ("c.csv.zst", &zstd::encode_all(&b"id,title\nc1,T\n"[..], 3).unwrap()),
        ("d.tsv", b"id\ttitle\nd1\tT\n"),
        ("e/f.md.gz", &gzip(b"---\ntitle: T\n---\nText")),
        ("e/g.txt", b"Text"),
        ("e/h.png", b"x"),
    ])
    .unwrap();
    assert_eq!(ids(&articles), ["j1", "j2", "g1", "g2", "c1", "d1", "e/f", "e/g"]);
    assert_eq!((report.articles, report.bytes, report.n_skipped()), (8, 8, 0));
    assert_eq!(report.passed_over.kinds.into_iter().collect::<Vec<_>>(), [("png".to_owned(), 1)]);
}

#[test]
fn reports_skipped_records_with_their_place() {
    let (articles, report) = read(&[
        ("a.jsonl", b"{\"id\":1,\"title\":\"T\"}\n{\"id\":\"1\",\"title\":\"U\"}\n{}\nx\n{\"id\":2,\"text\":\"\xff\"}\n"),
        ("b/1.md", b"---\nid: 1\n---\nText"),
        ("b/2.md", b"---\ndraft: true\n---\nText"),
        ("c.csv", b"a,b\n1,2\n"),
    ])
    .unwrap();
    // A file has its path as another id, a record has not.
    assert_eq!(ids(&articles), ["1", "b/1"]);
    assert_eq!(articles[0].title, "T");
    assert_eq!(
        skips(&report),
        [
            "a.jsonl:2: duplicate id `1`: the record at a.jsonl:1 has it and is kept",
            "a.jsonl:3: `id` is missing: every record needs a unique id",
            "a.jsonl:4: the line is not a JSON object: expected `{`",
            "a.jsonl:5: not valid UTF-8 (byte 16 of the record): convert the file to UTF-8",
            "c.csv:1: the header has no column `id`, only `a`, `b`: the first row must name the columns, or `--field` \
             states what they hold, as in `--field title=NAME,text=NAME`",
        ]
    );
    assert_eq!(report.skipped[&SkipReason::DuplicateId], 1);
    assert_eq!((report.n_skipped(), report.n_faults()), (6, 5));
    assert_eq!(report.unpublished().collect::<Vec<_>>(), [(Unpublished::Draft, 1)]);
}

#[test]
fn counts_all_skipped_records_and_lists_the_first() {
    let file = tempfile::Builder::new().suffix(".jsonl").tempfile().unwrap();
    fs::write(&file, "{}\n".repeat(100) + &"{\"id\":1,\"title\":\"T\",\"lang\":\"?\"}\n".repeat(2))
        .unwrap();
    let options = ReadOptions { max_details: 3, ..ReadOptions::default() };
    let (articles, report) = read_with(file.path(), options).unwrap();
    assert_eq!((articles.len(), report.n_skipped(), report.first_skipped.len()), (1, 101, 3));
    assert_eq!((report.n_warnings(), report.first_warned.len()), (1, 1));
}

#[test]
fn skips_a_record_beyond_the_limit() {
    let folder = tempfile::tempdir().unwrap();
    let long = "x".repeat(100);
    fs::write(folder.path().join("a.jsonl"), format!("{long}\n{{\"id\":1,\"title\":\"T\"}}"))
        .unwrap();
    fs::write(folder.path().join("b.md"), &long).unwrap();
    let options = ReadOptions { max_record_bytes: 50, ..ReadOptions::default() };
    let (articles, report) = read_with(folder.path(), options).unwrap();
    assert_eq!(ids(&articles), ["1"]);
    assert_eq!(report.skipped[&SkipReason::TooLong], 2);
}

#[test]
fn a_truncated_file_is_an_error_that_names_it() {
    let lines: String = (0..1000).map(|id| format!("{{\"id\":{id},\"title\":\"T\"}}\n")).collect();
    let packed = gzip(lines.as_bytes());
    let file = tempfile::Builder::new().suffix(".jsonl.gz").tempfile().unwrap();
    fs::write(&file, &packed[..packed.len() - 5]).unwrap();
    let error = read_with(file.path(), ReadOptions::default()).unwrap_err();
    let expected = format!(
        "`{}` is truncated or damaged (gzip): download or compress it again",
        file.path().display()
    );
    assert_eq!(error.to_string(), expected);
    let mut reader =
        Reader::open(&[Source::Path(file.path().into())], ReadOptions::default()).unwrap();
    assert!(reader.next_batch(2000).is_err());
    assert!(reader.next_batch(2000).unwrap().is_empty());
}

#[test]
fn first_bytes_decide_the_format_of_a_file_without_known_extension() {
    let read = |suffix: &str, bytes: &[u8]| {
        let file = tempfile::Builder::new().prefix("x").suffix(suffix).tempfile().unwrap();
        fs::write(&file, bytes).unwrap();
        read_with(file.path(), ReadOptions::default()).map(|(articles, _)| articles.len())
    };
    for (suffix, bytes, n_articles) in [
        (".json", "\n{\"id\":1,\"title\":\"T\"}\n{\"id\":2,\"title\":\"T\"}".as_bytes(), 2),
        (".json", b"[\n{\"id\":1,\"title\":\"T\"}]", 1),
        (".jsonl", b"[{\"id\":1,\"title\":\"T\"}]", 1),
        ("", b"{\"items\":[{\"id\":1,\"title\":\"T\"},{\"id\":2,\"title\":\"T\"}]}", 2),
        (".json", b"{\n\"id\":1,\n\"title\":\"T\"}", 1),
        ("", b"slug,title,body\n1,T,x\n2,T,x\n", 2),
        ("", b"id\ttitle\n1\tT, x\n", 1),
        (".csv", b"id;title\n1;F\xe4hre \xfcber den Fluss\n", 1),
        (".bak", b"---\ntitle: T\n---\n", 1),
        (".html", b"<p>Text", 1),
        ("", b"Some words", 1),
        ("", b"", 0),
    ] {
        assert_eq!(read(suffix, bytes).unwrap(), n_articles, "{suffix}: {bytes:?}");
    }
    let image = read(".png", b"x");
    assert!(matches!(image, Err(ReadError::UnknownFormat { .. })), "{image:?}");
}

#[test]
fn folders_pass_over_json_without_articles() {
    let (articles, report) = read(&[
        ("a.json", b"[{\"id\":1,\"title\":\"T\",\"body\":\"x\"}]"),
        ("package.json", b"{\"name\":\"p\",\"version\":\"1.0.0\",\"description\":\"d\"}"),
        ("lists.json", b"{\"b\":[{\"id\":\"c\",\"title\":\"T\"}]}"),
    ])
    .unwrap();
    assert_eq!((ids(&articles), report.n_skipped()), (vec!["1"], 0));
    assert_eq!(report.passed_over.kinds.into_iter().collect::<Vec<_>>(), [("json".to_owned(), 2)]);
}

#[test]
fn a_chosen_format_overrides_the_extension_of_named_files() {
    let file = tempfile::Builder::new().suffix(".txt").tempfile().unwrap();
    fs::write(&file, "id;title\n1;T\n2;T\n").unwrap();
    let options = ReadOptions { format: Some(SourceFormat::Csv), ..ReadOptions::default() };
    assert_eq!(read_with(file.path(), options).unwrap().0.len(), 2);
}
