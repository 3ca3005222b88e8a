//! The fields above the text of a page: YAML, TOML or JSON.

mod light;
mod matter;
mod split;

pub(super) use matter::FrontMatter;
pub(super) use split::split;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{FrontMatter, split};

    fn fields(file: &str) -> FrontMatter {
        split(file).unwrap().0
    }

    fn text(file: &str, names: &[&'static str]) -> String {
        fields(file).text(names).into_owned()
    }

    #[test]
    fn splits_at_the_closing_fence() {
        let check = |file: &str, body: &str| assert_eq!(split(file).unwrap().1, body, "{file}");
        check("---\na: 1\n---\nbody\n", "body\n");
        check("\r\n---\r\na: 1\r\n---\r\nbody", "body");
        check("---\na: 1\n...\nbody", "body");
        check("+++\na = 1\n+++\nbody", "body");
        check("---\n---\nbody", "body");
        check("{\"a\": 1}\n\nbody", "\n\nbody");
        check("---json\n{\"a\": 1}\n---\nbody", "body");
        check("---toml\na = 1\n---\nbody", "body");
        check("{{< figure >}} body", "{{< figure >}} body");
        check("---\nWords: below a rule, and more\n---\n", "");
        check("---\n\na: 1\n", "---\n\na: 1\n");
        check("---\nwords and a rule\n", "---\nwords and a rule\n");
        check("---\nwords between rules\n---\nbody", "---\nwords between rules\n---\nbody");
        check("no front matter", "no front matter");
        check("title: X\ndate: 2020-02-03\n---\nbody", "body");
        check("title: X\n\nText\n---\nbody", "title: X\n\nText\n---\nbody");
        assert!(split("---js\nconst draft = true\n---\nbody").is_err());
        check("", "");
    }

    #[test]
    fn yaml_scalars_are_text() {
        let check = |value: &str, expected: &str| {
            assert_eq!(text(&format!("---\nX: {value}\n---\n"), &["x"]), expected, "{value}");
        };
        check("2016-05-12", "2016-05-12");
        check("2016-05-12 10:00:00 -0500", "2016-05-12 10:00:00 -0500");
        check("\"it: quoted\"", "it: quoted");
        check("2016", "2016");
        check("007", "007");
        check("2.0", "2.0");
        check("no", "no");
        check("false", "");
        check("~", "");
        check("True", "True");
        check("[a]", "a");
        check("{a: b}", "");
        check("1.10", "1.10");
        check("12e4", "12e4");
        check("0o17", "0o17");
        check("184467440737095516151", "184467440737095516151");
        check(">\n  folded\n  text", "folded text\n");
        check("&a 1\ny: *a", "1");
        check("1\nx: 2", "2");
    }

    #[test]
    fn toml_times_are_text() {
        let check = |value: &str, expected: &str| {
            assert_eq!(text(&format!("+++\nx = {value}\n+++\n"), &["x"]), expected, "{value}");
        };
        check("2016-05-12", "2016-05-12");
        check("2016-05-12T10:00:00-05:00", "2016-05-12T10:00:00-05:00");
        check("\"a\"", "a");
        check("7", "7");
        check("3.10", "3.10");
        check("[\"b\"]", "b");
    }

    #[test]
    fn the_first_filled_name_counts_and_a_text_is_split() {
        let check = |file: &str, expected: &[&str]| {
            assert_eq!(fields(file).texts(&["tags", "topics"]), expected, "{file}");
        };
        check("---\ntags: a, b c\n---\n", &["a", "b c"]);
        check("---\ntopics: [x]\ntags: [a, 2, null]\n---\n", &["a", "2"]);
        check("---\ntopics:\n- x\ntags: []\n---\n", &["x"]);
        check("+++\n[taxonomies]\ntags = [\"a\"]\n+++\n", &["a"]);
        check("---\nother: x\n---\n", &[]);
    }

    #[test]
    fn reports_repeated_fields_with_their_last_line() {
        let repeated = |file: &str| fields(file).repeated().to_vec();
        let twice = "\n---\ntitle: a\n'Title' : b\nx:\n  title: c\ntitle: d\n---\n";
        assert_eq!(repeated(twice), [("title".to_owned(), 7)]);
        assert_eq!(text(twice, &["title"]), "d");
        assert!(repeated("---\na: {title: b}\ntitle: c\n---\n").is_empty());
        assert_eq!(repeated("+++\nA = 1\na = 2\n+++\n"), [("a".to_owned(), 3)]);
    }

    #[test]
    fn targets_may_be_texts_or_tables() {
        let file = "---\nrelated: [a, 2, [x]]\nlinks:\n- title: B\n  url: /b/\n- title: C\n---\n";
        assert_eq!(fields(file).targets(&["links", "related", "none"]), ["/b/", "a", "2"]);
        assert_eq!(fields("---\nlinks: a, b\n---\n").targets(&["links"]), ["a, b"]);
    }

    #[test]
    fn recognizes_drafts() {
        let check = |matter: &str, expected| {
            let found = fields(&format!("---\n{matter}\n---\n")).unpublished();
            assert_eq!(found.is_some(), expected, "{matter}");
        };
        check("draft: true", true);
        check("draft: false", false);
        check("draft: yes", true);
        check("draft: 1", true);
        check("draft: perhaps", true);
        check("draft: 'no'", false);
        check("draft:", false);
        check("published: 2021-06-16", false);
        check("published: no", true);
        check("published: false", true);
        check("published: \"true\"", false);
        check("Status: Draft", true);
        check("status: breaking", false);
        check("title: draft", false);
    }

    #[test]
    fn errors_name_the_line() {
        let check = |file: &str, start: &str| {
            let message = split(file).unwrap_err().to_string();
            assert!(message.starts_with(start), "{message}");
            assert_eq!(message.lines().count(), 1, "{message}");
        };
        check("---\na: 1\nb: [\n---\n", "front matter, line ");
        check("\n---\na: 1\nbody", "front matter, line 2: not closed: write `---` on a line below");
        check("+++\na = 1\n", "front matter, line 1: not closed: write `+++` on a line below");
        check("---\na: 1\nb: c: d\n---\n", "front matter, line 3: ");
        check("+++\na = 1\nb =\n+++\n", "front matter, line 3: ");
        check(&format!("---\na: {}\n---\n", "[".repeat(10_000)), "front matter, line 2: ");
        check(&format!("+++\na = {}\n+++\n", "[".repeat(10_000)), "front matter, line 2: ");
    }

    #[test]
    fn rejects_exponential_aliases() {
        let mut bomb = "---\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let alias = format!("*a{}, ", level - 1).repeat(10);
            bomb += &format!("a{level}: &a{level} [{alias}]\n");
        }
        assert!(split(&(bomb + "---\n")).is_err());
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC*", lines in "([-a-z0-9:\\[\\]{}&*!|>'\"#,?%@=+. ]{0,8}\n){0,9}") {
            let _ = split(&text);
            for mark in ["---", "+++"] {
                let _ = split(&format!("{mark}\n{lines}\n{mark}\n"));
                let _ = split(&format!("{mark}\n{text}\n{mark}\n"));
            }
        }
    }
}
