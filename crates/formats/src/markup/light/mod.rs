//! Light readers of the markup of static sites: title, metadata and plain paragraphs.
//!
//! A reader takes one pass over the lines. It drops code, images and directives, and keeps words. None of them
//! implements its format in full.

mod asciidoc;
mod inline;
mod org;
mod pelican;
mod rst;
mod textile;
mod writer;

pub(crate) use self::{
    asciidoc::{asciidoc_fields, render_asciidoc, render_asciidoc_without_links},
    org::{org_fields, render_org, render_org_without_links},
    pelican::pelican_fields,
    rst::{render_rst, render_rst_without_links, rst_fields},
    textile::{render_textile, render_textile_without_links},
};

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use proptest::prelude::*;

    use super::*;
    use crate::markup::plain::Rendered;

    fn render_all(text: &str) -> Vec<Rendered> {
        let (_, org) = org_fields(text);
        let (_, asciidoc) = asciidoc_fields(text);
        let (_, rst) = rst_fields(text);
        pelican_fields(text);
        vec![
            render_org(org),
            render_asciidoc(asciidoc),
            render_rst(rst),
            render_textile(text),
            render_org_without_links(text).0,
            render_asciidoc_without_links(text).0,
            render_rst_without_links(text).0,
            render_textile_without_links(text).0,
        ]
    }

    /// Starts of constructs that a reader must not search the rest of the text for.
    const MARKS: [&str; 50] = [
        "[[",
        "[[a][",
        "[fn::",
        "#+begin_src\n",
        ":a:\n",
        "* ",
        "*a ",
        " /a",
        "=a= ",
        "~~",
        "|a",
        "\n|===\n",
        "link:a[",
        "https://a[",
        "<<",
        "<<a,",
        "{a",
        "image:a[",
        "((",
        "(((",
        "+",
        "``",
        "footnote:[",
        "\n----\n",
        "\n====\n",
        "\n****\n",
        "`a <",
        "`",
        ":a:`",
        "|",
        "a_ ",
        "\n.. a::\n   b\n",
        "::\n\n",
        "\n.. [",
        "\\",
        "\na\n=\n",
        "\"a\":",
        "\"",
        "!a",
        "\nbc.. ",
        "<pre>",
        "<",
        "==",
        "@",
        "%{",
        "\nh1. ",
        "&",
        "\na:: b",
        "\n:a: b",
        "\n  a\n b",
    ];

    #[test]
    fn unclosed_marks_take_linear_time() {
        let work = |text: &str| {
            let start = Instant::now();
            render_all(text);
            start.elapsed()
        };
        for mark in MARKS {
            let (once, twice) = (work(&mark.repeat(4_000)), work(&mark.repeat(8_000)));
            // Quadratic work takes four times as long. Short times are noise.
            let is_linear = twice < 3 * once || twice < Duration::from_millis(300);
            assert!(is_linear, "{mark:?}: {once:?}, {twice:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(
            text in "\\PC*",
            marks in "([-#+*/_=~:|.\\[\\]<>{}()`!\"'@%^&\\\\ \n\t,;aé0日]|begin|end|src|\n\n){0,60}",
        ) {
            for text in [text, marks] {
                for found in render_all(&text) {
                    prop_assert_eq!(found.text.trim(), &found.text);
                    prop_assert!(found.text.is_char_boundary(found.lead));
                }
            }
        }
    }
}
