//! A file of editors' rules.

use std::ops::Range;

use thiserror::Error;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use alsolike::article::{ArticleId, Date};
use alsolike::recommend::{Decision, Origin, Rule, Stance};

/// What is wrong with a file of rules, with its line.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {what}")]
pub struct RuleFileError {
    /// Line in the file, from 1.
    pub line: u64,
    /// What is wrong, and what to write.
    pub what: String,
}

/// The kinds of rules, each with its keys.
const KINDS: [(&str, &[&str]); 6] = [
    ("pin", &["article", "items", "until", "note"]),
    ("block", &["article", "items", "both_ways", "until", "note"]),
    ("legal", &["articles", "until", "note"]),
    ("hide", &["articles", "until", "note"]),
    ("weight", &["section", "weight", "until", "note"]),
    (
        "lists",
        &["same_section", "same_series", "min_score", "min_length", "max_inbound", "until", "note"],
    ),
];

/// Reads a file of rules: TOML with the tables `[[pin]]`, `[[block]]`, `[[legal]]`, `[[hide]]`, `[[weight]]` and
/// `[[lists]]`.
///
/// # Errors
/// Everything that is wrong with the file, in the order of its lines: a rule with a fault is not applied in
/// part, so a file with any is not applied at all.
pub fn parse_rules(text: &str) -> Result<Vec<Rule>, Vec<RuleFileError>> {
    let lines = Lines(text);
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        vec![RuleFileError { line: lines.of(at), what: error.message().to_owned() }]
    })?;
    let (mut rules, mut errors) = (Vec::new(), Vec::new());
    for (kind, value) in table.get_ref() {
        let name = kind.get_ref().as_ref();
        let Some(&(name, keys)) = KINDS.iter().find(|(known, _)| *known == name) else {
            let kinds: Vec<&str> = KINDS.iter().map(|&(kind, _)| kind).collect();
            let what = format!("`{name}` is no kind of rule: write {}", list_of(&kinds));
            errors.push(RuleFileError { line: lines.of(kind.span().start), what });
            continue;
        };
        let DeValue::Array(tables) = value.get_ref() else {
            let what = format!("write each rule of this kind under a line `[[{name}]]`");
            errors.push(RuleFileError { line: lines.of(kind.span().start), what });
            continue;
        };
        for table in tables {
            match rule(name, keys, table, lines) {
                Ok(rule) => rules.push(rule),
                Err(faults) => errors.extend(faults),
            }
        }
    }
    errors.sort_by_key(|error| error.line);
    rules.sort_by(|a, b| a.origin.cmp(&b.origin));
    if errors.is_empty() { Ok(rules) } else { Err(errors) }
}

#[derive(Clone, Copy)]
struct Lines<'a>(&'a str);

impl Lines<'_> {
    fn of(self, at: usize) -> u64 {
        self.0.as_bytes().iter().take(at).filter(|&&b| b == b'\n').count() as u64 + 1
    }
}

fn list_of(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [word] => (*word).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// The fields of one rule while they are read.
struct Fields<'t, 'i> {
    table: &'t DeTable<'i>,
    span: Range<usize>,
    lines: Lines<'t>,
    errors: Vec<RuleFileError>,
}

fn rule(
    kind: &str,
    keys: &[&str],
    value: &Spanned<DeValue<'_>>,
    lines: Lines<'_>,
) -> Result<Rule, Vec<RuleFileError>> {
    let line = lines.of(value.span().start);
    let DeValue::Table(table) = value.get_ref() else {
        let what = format!("write each rule of this kind under a line `[[{kind}]]`");
        return Err(vec![RuleFileError { line, what }]);
    };
    let mut fields = Fields { table, span: value.span(), lines, errors: Vec::new() };
    for key in table.keys().filter(|key| !keys.contains(&key.get_ref().as_ref())) {
        let what = format!("`{}` is no key of `{kind}`: write {}", key.get_ref(), list_of(keys));
        fields.tell(key.span(), what);
    }
    let until = fields.until();
    let _ = fields.optional("note", "a text", |value| value.as_str().map(drop));
    let what = match kind {
        "pin" => Decision::Pin { article: fields.id("article"), items: fields.ids("items") },
        "block" => Decision::Block {
            article: fields.id("article"),
            items: fields.ids("items"),
            both_ways: fields
                .optional("both_ways", "true or false", |value| match value {
                    DeValue::Boolean(flag) => Some(*flag),
                    _ => None,
                })
                .unwrap_or(false),
        },
        "legal" => Decision::Legal(fields.ids("articles")),
        "hide" => Decision::Hide(fields.ids("articles")),
        "weight" => Decision::Weight {
            section: fields
                .required("section", "a text", |value| value.as_str().map(str::to_owned)),
            weight: fields.required("weight", "a number from 0 to 1000000", |value| {
                number(value).filter(|weight| (0.0..=1e6).contains(weight))
            }),
        },
        _ => Decision::Lists {
            same_section: fields.stance("same_section"),
            same_series: fields.stance("same_series"),
            min_score: fields.optional("min_score", "a number from 0 to 1", |value| {
                number(value).filter(|score| (0.0..=1.0).contains(score)).map(|score| score as f32)
            }),
            min_chars: fields.count("min_length", 0),
            max_inbound: fields.count("max_inbound", 1),
        },
    };
    if fields.errors.is_empty() {
        Ok(Rule { origin: Origin::Line(line), until, decision: what })
    } else {
        Err(fields.errors)
    }
}

impl Fields<'_, '_> {
    fn tell(&mut self, span: Range<usize>, what: String) {
        let line = self.lines.of(span.start);
        self.errors.push(RuleFileError { line, what });
    }

    fn optional<T>(
        &mut self,
        key: &str,
        expected: &str,
        read: impl Fn(&DeValue<'_>) -> Option<T>,
    ) -> Option<T> {
        let value = self.table.get(key)?;
        let found = read(value.get_ref());
        if found.is_none() {
            self.tell(value.span(), format!("`{key}` must be {expected}"));
        }
        found
    }

    fn required<T: Default>(
        &mut self,
        key: &str,
        expected: &str,
        read: impl Fn(&DeValue<'_>) -> Option<T>,
    ) -> T {
        if !self.table.contains_key(key) {
            self.tell(self.span.clone(), format!("`{key}` is missing: it must be {expected}"));
        }
        self.optional(key, expected, read).unwrap_or_default()
    }

    fn id(&mut self, key: &str) -> ArticleId {
        self.required(key, "the id of an article", |value| {
            value.as_str().filter(|id| !id.is_empty()).map(ArticleId::from)
        })
    }

    fn ids(&mut self, key: &str) -> Vec<ArticleId> {
        self.required(key, "a list of ids of articles, not empty", |value| {
            let DeValue::Array(items) = value else { return None };
            let id = |item: &Spanned<DeValue<'_>>| item.get_ref().as_str().map(ArticleId::from);
            items.iter().map(id).collect::<Option<Vec<_>>>().filter(|ids| !ids.is_empty())
        })
    }

    fn until(&mut self) -> Option<Date> {
        self.optional("until", "a day or an instant, such as 2026-12-31", |value| match value {
            DeValue::Datetime(at) => Date::parse(&at.to_string()).ok(),
            DeValue::String(at) => Date::parse(at).ok(),
            _ => None,
        })
    }

    fn stance(&mut self, key: &str) -> Option<Stance> {
        self.optional(key, "\"ignore\", \"prefer\" or \"exclude\"", |value| {
            match value.as_str()? {
                "ignore" => Some(Stance::Ignore),
                "prefer" => Some(Stance::Prefer),
                "exclude" => Some(Stance::Exclude),
                _ => None,
            }
        })
    }

    fn count(&mut self, key: &str, least: u32) -> Option<u32> {
        self.optional(key, &format!("a whole number from {least}"), |value| match value {
            DeValue::Integer(digits) => {
                let digits = digits.as_str().replace('_', "");
                digits.parse().ok().filter(|&count| count >= least)
            }
            _ => None,
        })
    }
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    let digits = match value {
        DeValue::Integer(digits) if digits.radix() == 10 => digits.as_str(),
        DeValue::Float(digits) => digits.as_str(),
        _ => return None,
    };
    digits.replace('_', "").parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::parse_rules;
    use alsolike::article::Date;
    use alsolike::recommend::{Decision, Origin, Rule, Stance};

    #[test]
    fn every_kind_of_rule_is_read() {
        let text = r#"
[[lists]]
same_section = "prefer"
same_series = "exclude"
min_score = 0.05
min_length = 1_000
max_inbound = 20
note = "agreed in March"

[[pin]]
article = "a"
items = ["b", "c"]
until = 1970-01-02

[[block]]
article = "a"
items = ["d"]
both_ways = true
until = "1970-01-02T00:00:01Z"

[[legal]]
articles = ["e"]

[[hide]]
articles = ["f"]

[[weight]]
section = "Opinion"
weight = 1
"#;
        let rule = |line, until: Option<i64>, what| Rule {
            origin: Origin::Line(line),
            until: until.map(Date::from_unix_seconds),
            decision: what,
        };
        let expected = [
            rule(
                2,
                None,
                Decision::Lists {
                    same_section: Some(Stance::Prefer),
                    same_series: Some(Stance::Exclude),
                    min_score: Some(0.05),
                    min_chars: Some(1_000),
                    max_inbound: Some(20),
                },
            ),
            rule(
                10,
                Some(86_400),
                Decision::Pin { article: "a".into(), items: vec!["b".into(), "c".into()] },
            ),
            rule(
                15,
                Some(86_401),
                Decision::Block { article: "a".into(), items: vec!["d".into()], both_ways: true },
            ),
            rule(21, None, Decision::Legal(vec!["e".into()])),
            rule(24, None, Decision::Hide(vec!["f".into()])),
            rule(27, None, Decision::Weight { section: "Opinion".into(), weight: 1.0 }),
        ];
        assert_eq!(parse_rules(text).unwrap(), expected);
        assert_eq!(parse_rules("").unwrap(), []);
    }

    #[test]
    fn everything_that_is_wrong_is_told_with_its_line() {
        let check = |text: &str, expected: &[&str]| {
            let told: Vec<String> =
                parse_rules(text).unwrap_err().iter().map(ToString::to_string).collect();
            assert_eq!(told, expected, "{text}");
        };
        check(
            "[[pin]]\nartcle = \"a\"\nitems = []\n\n[[block]]\narticle = \"a\"\nitems = [\"b\"]\nboth_ways = 1\n",
            &[
                "line 1: `article` is missing: it must be the id of an article",
                "line 2: `artcle` is no key of `pin`: write article, items, until or note",
                "line 3: `items` must be a list of ids of articles, not empty",
                "line 8: `both_ways` must be true or false",
            ],
        );
        check(
            "[[pins]]\n",
            &["line 1: `pins` is no kind of rule: write pin, block, legal, hide, weight or lists"],
        );
        check(
            "[pin]\narticle = \"a\"",
            &["line 1: write each rule of this kind under a line `[[pin]]`"],
        );
        check(
            "[[lists]]\nsame_section = \"maybe\"\nmax_inbound = 0\nmin_score = 2\nuntil = \"soon\"\n",
            &[
                "line 2: `same_section` must be \"ignore\", \"prefer\" or \"exclude\"",
                "line 3: `max_inbound` must be a whole number from 1",
                "line 4: `min_score` must be a number from 0 to 1",
                "line 5: `until` must be a day or an instant, such as 2026-12-31",
            ],
        );
        let broken = parse_rules("[[pin]]\narticle =\n").unwrap_err();
        assert_eq!((broken.len(), broken[0].line), (1, 2));
    }

    proptest! {
        #[test]
        fn any_text_is_rules_or_reasons(text in any::<String>(), lines in "((\\[\\[(pin|weight)\\]\\]|article = \"a\"|items = \\[[1\"a,]{0,4}\\]|weight = [-0-9a-z.]{1,6})\n){0,6}") {
            let _ = parse_rules(&text);
            let _ = parse_rules(&lines);
        }
    }
}
