//! Removes what site generators replace before they render: Liquid tags, Hugo shortcodes, attribute lists, comments and
//! scripts.

mod code;
mod elements;
mod modules;
mod scan;
mod tags;

use std::borrow::Cow;

pub(crate) use modules::{without_imports, without_jsx};
use scan::Scan;

/// Removes template tags, comments, scripts and styles from Markdown, outside of code.
///
/// Keeps the text between a pair of tags, except between `comment` tags. Turns `highlight` into a code block.
///
/// # Performance
/// Linear in the length of the text.
pub(crate) fn without_templates(markdown: &str) -> Cow<'_, str> {
    if !markdown.contains(['{', '<', '[']) {
        return Cow::Borrowed(markdown);
    }
    let mut scan = Scan::new(markdown);
    while let Some(step) = scan.rest().find(['{', '<', '[', '`', '~']) {
        scan.keep(step);
        let is_done = match scan.rest().as_bytes()[0] {
            b'{' => {
                tags::shortcode(&mut scan)
                    || tags::tag(&mut scan)
                    || tags::output(&mut scan)
                    || tags::attributes(&mut scan)
            }
            b'<' => {
                elements::comment(&mut scan)
                    || elements::hidden(&mut scan)
                    || elements::markdown_in_html(&mut scan)
            }
            b'[' => tags::wordpress(&mut scan),
            _ => code::fence(&mut scan) || code::span(&mut scan),
        };
        if !is_done {
            scan.keep(1);
        }
    }
    Cow::Owned(scan.finish())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::without_templates;

    fn check(markdown: &str, expected: &str) {
        assert_eq!(without_templates(markdown), expected, "{markdown}");
    }

    #[test]
    fn removes_tags_and_keeps_the_text_between_them() {
        check("a {% if x %}b{% else %}c{% endif %} d", "a bc d");
        check("[x]({{ site.baseurl }}/y)", "[x](#/y)");
        check("[x]({% post_url 2014-03-12-a %} \"t\")", "[x](# \"t\")");
        check("{{< note \"t\" >}}\nkept\n{{< /note >}}", "\nkept\n");
        check("{{% aside %}}kept{{% /aside %}}", "kept");
        check("a {% include image.html\n alt=\"x\" %} b", "a  b");
        check("{% comment %}gone {{ x }}{% endcomment %}kept", "kept");
        check("{% raw %}{{ kept }}{% endraw %}", "{{ kept }}");
        check("{% highlight ruby %}\nx\n{% endhighlight %}", "\n```\n\nx\n\n```\n");
        check("not closed {% x {{ y", "not closed {% x {{ y");
        check("{ a } {b}", "{ a } {b}");
    }

    #[test]
    fn removes_attribute_lists() {
        check("[x](y){:target=\"_blank\"} z", "[x](y) z");
        check("text\n{: .class #id}", "text\n");
        check("{:toc}{::nomarkdown}{#top}{.btn}", "");
        check("the tuple {:ok, pid} and {x = y}", "the tuple {:ok, pid} and {x = y}");
    }

    #[test]
    fn removes_comments_and_scripts() {
        check("a<!-- b\n\nc -->d", "ad");
        check("a<!-- More -->b", "a\u{1}b");
        check(
            "a<SCRIPT src='x'>\n\nif (a < b) {{}}</script>b<scripts>",
            "a<scripts>".replace("a<", "ab<").as_str(),
        );
        check("a<!-->b<!--c", "ab<!--c");
        check("a<script>", "a<script>");
    }

    #[test]
    fn starts_markdown_after_some_tags() {
        check(
            "<div class=\"x\" markdown=\"1\">\n![a](b)\n</div>",
            "<div class=\"x\" markdown=\"1\">\n\n\n![a](b)\n</div>",
        );
        check("<br/>\n## Head", "\n\n## Head");
        check("a<br>\nb <p>c</p>", "a<br>\nb <p>c</p>");
    }

    #[test]
    fn removes_wordpress_shortcodes() {
        check("a [youtube=http://x&w=6] b[caption id=\"x\"]c[/caption]", "a  bc");
        check(
            "[video](x) [video] [caption this](y) [see caption]",
            "[video](x) [video] [caption this](y) [see caption]",
        );
    }

    #[test]
    fn replaces_nothing_in_code() {
        check("`{{ x }}` ``{% ` %}`` {{ x }}", "`{{ x }}` ``{% ` %}`` ");
        check("```\n{{ x }}\n```\n{{ x }}", "```\n{{ x }}\n```\n");
        check("~~~ {% y %}\n{{ x }}\n", "~~~ {% y %}\n{{ x }}\n");
        check("not `code {{ x }}", "not `code ");
        check("~ {{ x }} ~~~ {{ y }}", "~  ~~~ ");
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC*", marks in "[-{}%<>/!`~ \nae\"=:#.é\\[\\]()]{0,60}") {
            let _ = without_templates(&text);
            let _ = without_templates(&marks);
        }
    }
}
