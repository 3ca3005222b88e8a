//! A JSON document to the objects that are its records: `[…]`, `{"posts":[…]}`, or objects one after another.

mod ghost;
mod scan;

use std::io;

use super::{FieldNames, Skip, decompress::Bytes, field::Field, lines::Taken, split::Split};

pub(super) use ghost::{GhostTables, is_ghost, parse as parse_ghost};
use scan::{Scanner, Sink};

/// Names of the lists of records in objects of other systems, in lower case.
const LISTS: [&str; 20] = [
    "articles",
    "blogposts",
    "data",
    "docs",
    "documents",
    "edges",
    "entries",
    "hits",
    "items",
    "news",
    "nodes",
    "pages",
    "posts",
    "records",
    "response",
    "results",
    "rows",
    "stories",
    "values",
    "allposts",
];

/// Names of the objects around these lists, in lower case. `db` is a list of one object, as Ghost exports it.
const AROUND: [&str; 14] = [
    "allposts", "articles", "channel", "data", "db", "export", "feed", "hits", "items", "news",
    "posts", "query", "response", "result",
];

/// Maximal number of objects around a list.
const MAX_AROUND: usize = 8;

/// Reads the records of a document one by one.
///
/// Memory: that of one record up to the limit; everything else is skipped as it is read.
pub(super) struct JsonRecords {
    scan: Scanner,
    /// Ends of the objects and lists around the records.
    around: Vec<u8>,
    is_in_list: bool,
    is_at_end: bool,
}

/// What an object at the place of a record is.
enum Found {
    Record(Taken),
    /// A list of records starts here.
    List,
    /// The stream ends inside of it.
    Unclosed,
    Malformed,
}

impl JsonRecords {
    pub(super) fn new(stream: Bytes) -> Self {
        let scan = Scanner::new(stream);
        Self { scan, around: Vec::new(), is_in_list: false, is_at_end: false }
    }

    /// Appends the next record to the buffer. Returns it with its line; `None` after the last one.
    ///
    /// A fault of the document, such as an end inside a record, is the last record.
    ///
    /// # Errors
    /// The error of the stream.
    pub(super) fn next_record(
        &mut self,
        limit: usize,
        bytes: &mut Vec<u8>,
    ) -> io::Result<Option<(u64, Split)>> {
        let fault = |what: &str| Split::Skip(Skip::Malformed(what.to_owned()));
        while !self.is_at_end {
            let next = self.scan.peek()?;
            let line = self.scan.line;
            let start = bytes.len();
            match next {
                None => {
                    self.is_at_end = true;
                    let is_closed = self.around.is_empty() && !self.is_in_list;
                    return Ok((!is_closed).then(|| (line, fault("the file ends inside a list"))));
                }
                Some(b',') => self.scan.take(),
                Some(b']') if self.is_in_list => {
                    self.scan.take();
                    self.is_in_list = false;
                }
                Some(b'[') if self.around.is_empty() && !self.is_in_list => {
                    self.scan.take();
                    self.is_in_list = true;
                }
                Some(b'{') if self.is_in_list || self.around.is_empty() => {
                    match self.object(limit, bytes)? {
                        Found::Record(Taken::TooLong) => {
                            return Ok(Some((line, Split::Skip(Skip::TooLong { limit }))));
                        }
                        Found::Record(_) => {
                            return Ok(Some((line, Split::Whole(start..bytes.len()))));
                        }
                        Found::List => {}
                        Found::Unclosed => {
                            self.is_at_end = true;
                            return Ok(Some((line, fault("the file ends inside a record"))));
                        }
                        Found::Malformed => {
                            self.is_at_end = true;
                            let what = "not valid JSON: expected a name or the end of the object";
                            return Ok(Some((line, fault(what))));
                        }
                    }
                }
                Some(_) if !self.is_in_list && !self.around.is_empty() => {
                    match self.members(&mut Sink::new(&mut Vec::new(), 0), true)? {
                        Found::Record(_) | Found::List => {}
                        Found::Unclosed | Found::Malformed => self.is_at_end = true,
                    }
                }
                Some(_) if self.is_in_list => {
                    let is_whole = self.scan.value(0, &mut Sink::new(bytes, 0))?;
                    self.is_at_end = !is_whole;
                    return Ok(Some((line, fault("an item of the list is not a JSON object"))));
                }
                Some(_) => {
                    self.is_at_end = true;
                    return Ok(Some((line, fault("not valid JSON: expected `{` or `[`"))));
                }
            }
        }
        Ok(None)
    }

    /// Takes an object: a record, or one that holds a list of records.
    fn object(&mut self, limit: usize, bytes: &mut Vec<u8>) -> io::Result<Found> {
        let mut sink = Sink::new(bytes, limit);
        self.scan.take();
        sink.push(b"{");
        // Items of a list are records, whatever they hold.
        if self.is_in_list {
            let is_whole = self.scan.value(1, &mut sink)?;
            return Ok(if is_whole { Found::Record(sink.taken()) } else { Found::Unclosed });
        }
        self.around.push(b'}');
        let found = self.members(&mut sink, false)?;
        if !matches!(found, Found::Record(_)) {
            sink.clear();
        }
        Ok(found)
    }

    /// Takes the members of the objects in `around` up to a list of records, or to the end of the outermost object.
    /// `has_list` tells that such a list was found before, so that the object is no record.
    fn members(&mut self, sink: &mut Sink<'_>, has_list: bool) -> io::Result<Found> {
        let mut n_own = 0;
        while let Some(&end) = self.around.last() {
            match self.scan.peek()? {
                None => return Ok(Found::Unclosed),
                Some(b',') => {
                    self.scan.take();
                    sink.push(b",");
                }
                Some(b) if b == end => {
                    self.scan.take();
                    sink.push(&[end]);
                    self.around.pop();
                }
                Some(b'{') if end == b']' => {
                    self.scan.take();
                    sink.push(b"{");
                    self.around.push(b'}');
                }
                Some(b'"') if end == b'}' => {
                    let Some(name) = self.scan.name(sink)? else { return Ok(Found::Unclosed) };
                    if self.scan.peek()? != Some(b':') {
                        return Ok(Found::Malformed);
                    }
                    self.scan.take();
                    sink.push(b":");
                    let name = name.to_ascii_lowercase();
                    let own: [&[u8]; 4] = [b"id", b"_id", b"text", b"body"];
                    n_own += usize::from(own.contains(&name.as_slice()));
                    let may_hold = has_list || n_own == 0 || self.around.len() > 1;
                    if !may_hold {
                        self.scan.value(0, sink)?;
                    } else if self.enter(&name, sink)? {
                        return Ok(Found::List);
                    }
                }
                Some(_) if end == b']' => {
                    if !self.scan.value(0, sink)? {
                        return Ok(Found::Unclosed);
                    }
                }
                Some(_) => return Ok(Found::Malformed),
            }
        }
        Ok(Found::Record(sink.taken()))
    }

    /// Takes the value of a member. Enters it and returns `true` when it is a list of records; enters it when it may
    /// hold one.
    fn enter(&mut self, name: &[u8], sink: &mut Sink<'_>) -> io::Result<bool> {
        let is_one_of = |names: &[&str]| names.iter().any(|known| known.as_bytes() == name);
        let may_enter = is_one_of(&AROUND) && self.around.len() < MAX_AROUND;
        match self.scan.peek()? {
            Some(b'{') if may_enter => {
                self.scan.take();
                sink.push(b"{");
                self.around.push(b'}');
            }
            Some(b'[') if is_one_of(&LISTS) || may_enter => {
                self.scan.take();
                sink.push(b"[");
                match self.scan.peek()? {
                    Some(b'{') if is_one_of(&LISTS) => {
                        self.is_in_list = true;
                        return Ok(true);
                    }
                    Some(b'{') => self.around.push(b']'),
                    _ => {
                        self.scan.value(1, sink)?;
                    }
                }
            }
            _ => {
                self.scan.value(0, sink)?;
            }
        }
        Ok(false)
    }
}

/// Whether the first bytes of a file show a JSON document, not a line of JSON for each record.
pub(super) fn is_document(head: &[u8]) -> bool {
    let text = head.trim_ascii_start();
    if text.starts_with(b"[") {
        let inside = text[1..].trim_ascii_start();
        return inside.is_empty() || inside.starts_with(b"{") || inside.starts_with(b"]");
    }
    let line = text.split(|&b| b == b'\n').next().unwrap_or_default();
    text.starts_with(b"{") && (line.trim_ascii() == b"{" || holds_list(head))
}

/// Whether the first bytes lead to a list of records in an object.
fn holds_list(head: &[u8]) -> bool {
    let mut records = JsonRecords::new(Box::new(io::Cursor::new(head.to_vec())));
    let is_object = matches!(records.scan.peek(), Ok(Some(b'{')));
    is_object && matches!(records.object(head.len(), &mut Vec::new()), Ok(Found::List))
}

/// Whether the first bytes of a document show articles: the first record names a text, and a title or an address.
/// A record outside of a list needs both.
pub(super) fn holds_articles(head: &[u8], names: &FieldNames) -> bool {
    let mut records = JsonRecords::new(Box::new(io::Cursor::new(head.to_vec())));
    let mut bytes = Vec::new();
    let mut is_in_list = false;
    let fields = loop {
        match records.scan.peek() {
            Ok(Some(b'[')) if !records.is_in_list => {
                records.scan.take();
                (records.is_in_list, is_in_list) = (true, true);
            }
            Ok(Some(b'{')) if is_in_list => break fields_of_object(&mut records.scan, names),
            Ok(Some(b'{')) => match records.object(head.len(), &mut bytes) {
                Ok(Found::List) => is_in_list = true,
                Ok(Found::Record(_) | Found::Unclosed) => {
                    let head = head.trim_ascii_start().to_vec();
                    let mut scan = Scanner::new(Box::new(io::Cursor::new(head)));
                    break fields_of_object(&mut scan, names);
                }
                _ => return false,
            },
            _ => return false,
        }
    };
    let has = |field: Field| fields.contains(&field);
    let (is_titled, is_addressed) = (has(Field::Title), has(Field::Id) || has(Field::Url));
    has(Field::Text)
        && if is_in_list { is_titled || is_addressed } else { is_titled && is_addressed }
}

/// Returns the fields that the names of an object stand for, up to the end of the stream.
fn fields_of_object(scan: &mut Scanner, names: &FieldNames) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut rest = Vec::new();
    scan.take();
    loop {
        let sink = &mut Sink::new(&mut rest, 0);
        match scan.peek() {
            Ok(Some(b',')) => scan.take(),
            Ok(Some(b'"')) => {
                let Ok(Some(name)) = scan.name(sink) else { return fields };
                let name = String::from_utf8_lossy(&name).into_owned();
                fields.extend(names.matches(&name).into_iter().map(|found| found.field));
                if !matches!(scan.peek(), Ok(Some(b':'))) {
                    return fields;
                }
                scan.take();
                // Strapi, Contentful and their like.
                let is_wrapper =
                    ["attributes", "fields", "_source", "node"].contains(&name.as_str());
                if is_wrapper && matches!(scan.peek(), Ok(Some(b'{'))) {
                    fields.extend(fields_of_object(scan, names));
                } else if !matches!(scan.value(0, sink), Ok(true)) {
                    return fields;
                }
            }
            Ok(Some(b'}')) => {
                scan.take();
                return fields;
            }
            _ => return fields,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor};

    use proptest::prelude::*;

    use super::{JsonRecords, holds_articles, is_document};
    use crate::read::{FieldNames, split::Split};

    fn records(json: &str, limit: usize) -> Vec<String> {
        let stream = BufReader::with_capacity(3, Cursor::new(json.as_bytes().to_vec()));
        let (mut records, mut bytes) = (JsonRecords::new(Box::new(stream)), Vec::new());
        let mut found = Vec::new();
        while let Some((line, body)) = records.next_record(limit, &mut bytes).unwrap() {
            found.push(match body {
                Split::Whole(range) => format!("{line} {}", String::from_utf8_lossy(&bytes[range])),
                Split::Skip(skip) => format!("{line} {skip}"),
            });
        }
        found
    }

    fn check(json: &str, expected: &[&str]) {
        assert_eq!(records(json, 1000), expected, "{json}");
    }

    #[test]
    fn finds_the_records_of_lists_and_objects() {
        check("[\n{\"a\":1},\n {\"a\":\"]}\\\"\"} ]", &["2 {\"a\":1}", "3 {\"a\":\"]}\\\"\"}"]);
        check("[]", &[]);
        check("", &[]);
        check("{\"a\":1}\n{\"a\":{\"b\":[2]}}", &["1 {\"a\":1}", "2 {\"a\":{\"b\":[2]}}"]);
        check(
            "{\"v\":[1],\"posts\":[{\"a\":1},{\"a\":2}],\"meta\":{}}",
            &["1 {\"a\":1}", "1 {\"a\":2}"],
        );
        check(
            "{\"data\":{\"n\":2,\"Posts\":[{\"a\":1}],\"pages\":[{\"a\":2}]}}",
            &["1 {\"a\":1}", "1 {\"a\":2}"],
        );
        check(
            "{\"db\":[{\"meta\":{\"on\":1},\"data\":{\"tags\":[{\"b\":1}],\"posts\":[{\"a\":1}],\"x\":[{}]}}]}",
            &["1 {\"a\":1}"],
        );
        check("{\"hits\":{\"total\":1,\"hits\":[{\"a\":1}]}}", &["1 {\"a\":1}"]);
        check("{\"id\":1,\"items\":[{\"a\":1}]}", &["1 {\"id\":1,\"items\":[{\"a\":1}]}"]);
        check(
            "{\"title\":\"t\",\"data\":{\"b\":[1]}}",
            &["1 {\"title\":\"t\",\"data\":{\"b\":[1]}}"],
        );
        check("{\"items\":[]}", &["1 {\"items\":[]}"]);
        check("{ \"a\" : [ 1 ] , \"b\" : null }", &["1 {\"a\":[ 1 ],\"b\":null}"]);
    }

    #[test]
    fn names_what_is_no_record() {
        check(
            "[{\"a\":1}, 2, {\"a\":3}]",
            &["1 {\"a\":1}", "1 an item of the list is not a JSON object", "1 {\"a\":3}"],
        );
        check("[{\"a\":1},\n{\"a\":", &["1 {\"a\":1}", "2 the file ends inside a record"]);
        check("[{\"a\":1}", &["1 {\"a\":1}", "1 the file ends inside a list"]);
        check("{a:1}", &["1 not valid JSON: expected a name or the end of the object"]);
        check("5", &["1 not valid JSON: expected `{` or `[`"]);
        assert!(
            records("[{\"a\":\"0123456789\"},{\"a\":1}]", 10)[0].contains("longer than 10 bytes")
        );
        assert_eq!(records("[{\"a\":\"0123456789\"},{\"a\":1}]", 10)[1], "1 {\"a\":1}");
    }

    #[test]
    fn the_first_bytes_show_documents_and_articles() {
        assert!(
            is_document(b" [\n{\"a\"")
                && is_document(b"{\n \"a\":1")
                && is_document(b"{\"posts\":[{\"a\"")
        );
        assert!(
            !is_document(b"{\"a\":1}\n{\"a\":2}")
                && !is_document(b"[not json]")
                && !is_document(b"")
        );
        let articles = |head: &str| holds_articles(head.as_bytes(), &FieldNames::default());
        assert!(articles("[{\"title\":\"t\",\"body\":\"b"));
        assert!(articles("{\"items\":[{\"url\":\"u\",\"content_html\":\"b\"}]}"));
        assert!(articles("{\n\"id\":1,\"title\":\"t\",\"text\":\"x\"}"));
        assert!(articles("{\"data\":[{\"id\":1,\"attributes\":{\"content\":\"x\"}}]}"));
        for other in [
            "{\"name\":\"p\",\"version\":\"1.0.0\",\"description\":\"d\",\"scripts\":{\"html\":\"x\"}}",
            "[{\"title\":\"Home\",\"url\":\"/\"}]",
            "{\"title\":\"t\",\"content\":\"a label\"}",
            "{\"a\":{\"related\":[{\"id\":\"b\"}]}}",
            "[1,2]",
            "\"x\"",
            "",
        ] {
            assert!(!articles(other), "{other}");
        }
    }

    #[test]
    fn deep_and_unclosed_documents_take_linear_time_and_no_stack() {
        for part in [
            "[",
            "{\"data\":",
            "{\"db\":[",
            "{\"a\":",
            "\"",
            "{\"items\":[{\"id\":1}]",
            "[{}]",
            "{\"a\\",
        ] {
            let json = part.repeat(100_000);
            let _ = records(&json, 1000);
            is_document(&json.as_bytes()[..json.len().min(8192)]);
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic(json in "[\\[\\]{}:,\"\\\\a1 \n]{0,60}", tail in prop::collection::vec(any::<u8>(), 0..20)) {
            let bytes = [json.as_bytes(), &tail].concat();
            let json = String::from_utf8_lossy(&bytes);
            let _ = records(&json, 30);
            let _ = records(&format!("{{\"db\":[{{\"data\":{{\"posts\":[{json}"), 30);
            let _ = is_document(&bytes);
            let _ = holds_articles(&bytes, &FieldNames::default());
        }
    }
}
