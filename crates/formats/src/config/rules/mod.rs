//! Files of editorial rules.

mod error;
mod fields;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::line::line_at;
use alsolike::recommend::{Decision, Origin, Rule};

pub use error::RuleFileError;
use fields::{RuleFields, any_of, number};

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

/// Parses a file of rules: TOML with the tables `[[pin]]`, `[[block]]`, `[[legal]]`, `[[hide]]`, `[[weight]]` and
/// `[[lists]]`. Returns the rules in the order of their lines.
///
/// # Errors
/// All errors of the file in the order of their lines. A file with any error gives no rules, so that a rule is never
/// applied in part.
pub fn parse_rules(text: &str) -> Result<Vec<Rule>, Vec<RuleFileError>> {
    let error = |offset: usize, what: String| RuleFileError { line: line_at(text, offset), what };
    let table = DeTable::parse(text).map_err(|toml| {
        let offset = toml.span().map_or(0, |span| span.start);
        vec![error(offset, toml.message().to_owned())]
    })?;
    let (mut rules, mut errors) = (Vec::new(), Vec::new());
    for (kind, value) in table.get_ref() {
        let name = kind.get_ref().as_ref();
        let Some(&(name, keys)) = KINDS.iter().find(|(known, _)| *known == name) else {
            let kinds: Vec<&str> = KINDS.iter().map(|&(kind, _)| kind).collect();
            let what = format!("unknown kind of rule `{name}`: write {}", any_of(&kinds));
            errors.push(error(kind.span().start, what));
            continue;
        };
        let DeValue::Array(tables) = value.get_ref() else {
            errors.push(error(kind.span().start, not_a_table(name)));
            continue;
        };
        for table in tables {
            match parse_rule(name, keys, table, text) {
                Ok(rule) => rules.push(rule),
                Err(faults) => errors.extend(faults),
            }
        }
    }
    errors.sort_by_key(|error| error.line);
    rules.sort_by(|a, b| a.origin.cmp(&b.origin));
    if errors.is_empty() { Ok(rules) } else { Err(errors) }
}

fn not_a_table(kind: &str) -> String {
    format!("write each rule of this kind below a line `[[{kind}]]`")
}

fn parse_rule(
    kind: &str,
    keys: &[&str],
    value: &Spanned<DeValue<'_>>,
    text: &str,
) -> Result<Rule, Vec<RuleFileError>> {
    let DeValue::Table(table) = value.get_ref() else {
        let line = line_at(text, value.span().start);
        return Err(vec![RuleFileError { line, what: not_a_table(kind) }]);
    };
    let mut fields = RuleFields::new(table, value.span(), text);
    fields.check_keys(kind, keys);
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
    let line = fields.line();
    let errors = fields.into_errors();
    if errors.is_empty() {
        Ok(Rule { origin: Origin::Line(line), until, decision: what })
    } else {
        Err(errors)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::parse_rules;
    use alsolike::article::Date;
    use alsolike::recommend::{Decision, Origin, Rule, Stance};

    #[test]
    fn reads_every_kind_of_rule() {
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
    fn reports_all_errors_with_their_lines() {
        let check = |text: &str, expected: &[&str]| {
            let errors: Vec<String> =
                parse_rules(text).unwrap_err().iter().map(ToString::to_string).collect();
            assert_eq!(errors, expected, "{text}");
        };
        check(
            "[[pin]]\nartcle = \"a\"\nitems = []\n\n[[block]]\narticle = \"a\"\nitems = [\"b\"]\nboth_ways = 1\n",
            &[
                "line 1: `article` is missing: it must be the id of an article",
                "line 2: unknown key `artcle` of `pin`: write article, items, until or note",
                "line 3: `items` must be a list of article ids, not empty",
                "line 8: `both_ways` must be true or false",
            ],
        );
        check(
            "[[pins]]\n",
            &[
                "line 1: unknown kind of rule `pins`: write pin, block, legal, hide, weight or lists",
            ],
        );
        check(
            "[pin]\narticle = \"a\"",
            &["line 1: write each rule of this kind below a line `[[pin]]`"],
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
        fn no_text_panics(text in any::<String>(), lines in "((\\[\\[(pin|weight)\\]\\]|article = \"a\"|items = \\[[1\"a,]{0,4}\\]|weight = [-0-9a-z.]{1,6})\n){0,6}") {
            let _ = parse_rules(&text);
            let _ = parse_rules(&lines);
        }
    }
}
