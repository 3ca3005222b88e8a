//! What site generators replace before they render: Liquid tags, Hugo shortcodes, attribute
//! lists, comments and scripts.

use std::borrow::Cow;

/// How far an attribute list or an inline code span may reach. Longer ones exist in attacks alone.
const NEAR: usize = 1000;

/// Removes template tags, comments, scripts and styles from Markdown, outside of code.
///
/// What a pair of tags encloses stays, except for comments; `highlight` becomes a code block. Linear in
/// the length: a kind of mark whose end was not found once is not looked for again.
pub(crate) fn without_templates(markdown: &str) -> Cow<'_, str> {
    if !markdown.contains(['{', '<', '[']) {
        return Cow::Borrowed(markdown);
    }
    let mut scan = Scan { text: markdown, at: 0, kept: 0, out: String::new(), missing: Vec::new() };
    scan.run();
    Cow::Owned(scan.out)
}

struct Scan<'a> {
    text: &'a str,
    /// Everything before is decided.
    at: usize,
    /// Everything before is in `out` or dropped.
    kept: usize,
    out: String,
    /// Ends that do not occur in the rest of the text.
    missing: Vec<&'static str>,
}

/// Elements that are dropped with what they enclose.
const HIDDEN: [(&str, &str); 4] = [
    ("<script", "</script>"),
    ("<style", "</style>"),
    ("<iframe", "</iframe>"),
    ("<svg", "</svg>"),
];

/// Shortcodes of WordPress that show pictures, films and sounds.
const WORDPRESS: [&str; 9] =
    ["audio", "caption", "embed", "gallery", "playlist", "slideshare", "video", "vimeo", "youtube"];

impl<'a> Scan<'a> {
    fn run(&mut self) {
        while let Some(step) = self.rest().find(['{', '<', '[', '`', '~']) {
            self.at += step;
            let rest = self.rest();
            let dealt_with = match rest.as_bytes()[0] {
                b'{' => self.shortcode() || self.tag() || self.output() || self.attributes(),
                b'<' => self.comment() || self.hidden() || self.markdown_in_html(),
                b'[' => self.wordpress(),
                _ => self.fence() || self.code_span(),
            };
            if !dealt_with {
                self.at += 1;
            }
        }
        self.out.push_str(&self.text[self.kept..]);
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Replaces the next `length` bytes.
    fn replace(&mut self, length: usize, by: &str) -> bool {
        self.out.push_str(&self.text[self.kept..self.at]);
        self.out.push_str(by);
        // `[words]( "title")`, without a target, would be no link.
        if by.is_empty() && self.out.ends_with("](") {
            self.out.push('#');
        }
        self.at += length;
        self.kept = self.at;
        true
    }

    /// Offset behind the next `end`.
    fn end(&mut self, end: &'static str) -> Option<usize> {
        if self.missing.contains(&end) {
            return None;
        }
        let found = self.rest().find(end).map(|at| at + end.len());
        if found.is_none() {
            self.missing.push(end);
        }
        found
    }

    /// `{{< name … >}}` and `{{% name … %}}`.
    fn shortcode(&mut self) -> bool {
        let rest = self.rest();
        let end = match rest.as_bytes() {
            [b'{', b'{', b'<', ..] => self.end(">}}"),
            [b'{', b'{', b'%', ..] => self.end("%}}"),
            _ => None,
        };
        end.is_some_and(|length| self.replace(length, fence_for(&rest[3..length])))
    }

    /// `{% name … %}`.
    fn tag(&mut self) -> bool {
        let rest = self.rest();
        if !rest.starts_with("{%") {
            return false;
        }
        let Some(length) = self.end("%}") else { return false };
        let inside = &rest[2..length];
        match first_word(inside) {
            "comment" => {
                let whole = self
                    .end("endcomment")
                    .map(|at| at + rest[at..].find("%}").map_or(0, |end| end + 2));
                self.replace(whole.unwrap_or(length), "")
            }
            "raw" | "verbatim" => {
                self.replace(length, "");
                if let Some(end) = self.end("{% end") {
                    self.at += end - "{% end".len();
                }
                true
            }
            _ => self.replace(length, fence_for(inside)),
        }
    }

    /// `{{ … }}`.
    fn output(&mut self) -> bool {
        if !self.rest().starts_with("{{") {
            return false;
        }
        self.end("}}").is_some_and(|length| self.replace(length, ""))
    }

    /// `{: .class}`, `{:toc}`, `{#id}`, `{target="_blank"}`: on one line.
    fn attributes(&mut self) -> bool {
        let line = near(self.rest()).split('\n').next().unwrap_or_default();
        let Some(length) = line.find('}') else { return false };
        let inside = &line[1..length];
        let (inside, has_colon) =
            inside.strip_prefix(':').map_or((inside, false), |rest| (rest, true));
        let inside = inside.trim();
        let named = |mark| inside.strip_prefix(mark).is_some_and(starts_with_letter);
        let is_list = named('.') || named('#') || inside.contains("=\"");
        let is_kramdown =
            has_colon && (inside == "toc" || inside.starts_with(':') || inside.contains('='));
        (is_list || is_kramdown) && self.replace(length + 1, "")
    }

    fn comment(&mut self) -> bool {
        let rest = self.rest();
        if !rest.starts_with("<!--") {
            return false;
        }
        let Some(length) = self.end("-->") else { return false };
        let inside = rest.get(4..length - 3).unwrap_or_default();
        let more = inside.trim().eq_ignore_ascii_case("more");
        self.replace(length, if more { "\u{1}" } else { "" })
    }

    fn hidden(&mut self) -> bool {
        let rest = self.rest();
        let starts = |start: &str| {
            rest.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
                && !starts_with_letter(&rest[start.len()..])
        };
        let Some((_, end)) = HIDDEN.iter().find(|(start, _)| starts(start)) else { return false };
        self.end(end).is_some_and(|length| self.replace(length, ""))
    }

    /// Lets Markdown begin behind `<div markdown="1">` and a lone `<br>`, where CommonMark has HTML
    /// up to the next blank line.
    fn markdown_in_html(&mut self) -> bool {
        let rest = self.rest();
        let Some(end) = near(rest).find('>') else { return false };
        let tag = &rest[1..end];
        let starts_line = self.at == 0 || self.text[..self.at].ends_with('\n');
        let ends_line = rest[end + 1..].starts_with(['\n', '\r']);
        if starts_line && ends_line && matches!(tag, "br" | "br/" | "br /") {
            return self.replace(end + 1, "\n");
        }
        if !starts_with_letter(tag) || !tag.contains(" markdown=") {
            return false;
        }
        self.at += end + 1;
        self.replace(0, "\n\n")
    }

    /// `[caption …]`, `[/caption]`, `[youtube=…]`, as exports from WordPress have them.
    fn wordpress(&mut self) -> bool {
        let rest = near(self.rest());
        let Some(end) = rest.find(']') else { return false };
        let (inside, behind) = (&rest[1..end], &rest[end + 1..]);
        let name = inside.trim_start_matches('/').split([' ', '=']).next().unwrap_or_default();
        let has_arguments = inside.len() > name.len();
        let is_link = behind.starts_with(['(', '[', ':']);
        WORDPRESS.contains(&name) && has_arguments && !is_link && self.replace(end + 1, "")
    }

    /// A fenced code block, which stays as it is.
    fn fence(&mut self) -> bool {
        let rest = self.rest();
        let mark = &rest[..rest.len() - rest.trim_start_matches(['`', '~']).len()];
        let before = &self.text.as_bytes()[self.at.saturating_sub(NEAR)..self.at];
        let indent = before.rsplit(|&b| b == b'\n').next().unwrap_or_default();
        let opens = mark.len() >= 3
            && mark.bytes().all(|b| b == mark.as_bytes()[0])
            && indent.iter().all(|b| b" \t>-*".contains(b));
        if !opens {
            return false;
        }
        let info = rest[mark.len()..].split('\n').next().unwrap_or_default();
        if info.contains('`') {
            return false;
        }
        let mut length = mark.len() + info.len();
        for line in rest[length..].split_inclusive('\n') {
            length += line.len();
            let line = line.trim_matches([' ', '\t', '>', '\n', '\r']);
            if line.len() >= mark.len() && line.bytes().all(|b| b == mark.as_bytes()[0]) {
                break;
            }
        }
        self.at += length;
        true
    }

    /// A code span, which stays as it is; marks that open none are passed over.
    fn code_span(&mut self) -> bool {
        let rest = self.rest();
        let n_marks = rest.len() - rest.trim_start_matches('`').len();
        if n_marks == 0 {
            return false;
        }
        let paragraph = near(&rest[n_marks..]).split("\n\n").next().unwrap_or_default();
        let mut at = 0;
        while let Some(step) = paragraph[at..].find('`') {
            at += step;
            let run = paragraph.len() - at - paragraph[at..].trim_start_matches('`').len();
            at += run;
            if run == n_marks {
                self.at += n_marks + at;
                return true;
            }
        }
        self.at += n_marks;
        true
    }
}

/// The start of a text, at most [`NEAR`] bytes.
fn near(text: &str) -> &str {
    let mut ends = (0..=NEAR.min(text.len())).rev();
    &text[..ends.find(|&end| text.is_char_boundary(end)).unwrap_or(0)]
}

fn first_word(inside: &str) -> &str {
    inside
        .trim_start_matches(['-', ' ', '\n', '\t'])
        .split([' ', '-', '\n', '\t'])
        .next()
        .unwrap_or_default()
}

fn starts_with_letter(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// What stands for a tag: a code fence for the tags that enclose code.
fn fence_for(inside: &str) -> &'static str {
    match first_word(inside).trim_start_matches('/') {
        "highlight" | "endhighlight" | "codeblock" | "endcodeblock" => "\n```\n",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::without_templates;

    fn check(markdown: &str, expected: &str) {
        assert_eq!(without_templates(markdown), expected, "{markdown}");
    }

    #[test]
    fn tags_go_and_what_they_enclose_stays() {
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
    fn attribute_lists_go() {
        check("[x](y){:target=\"_blank\"} z", "[x](y) z");
        check("text\n{: .class #id}", "text\n");
        check("{:toc}{::nomarkdown}{#top}{.btn}", "");
        check("the tuple {:ok, pid} and {x = y}", "the tuple {:ok, pid} and {x = y}");
    }

    #[test]
    fn comments_and_scripts_go() {
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
    fn markdown_begins_behind_some_tags() {
        check(
            "<div class=\"x\" markdown=\"1\">\n![a](b)\n</div>",
            "<div class=\"x\" markdown=\"1\">\n\n\n![a](b)\n</div>",
        );
        check("<br/>\n## Head", "\n\n## Head");
        check("a<br>\nb <p>c</p>", "a<br>\nb <p>c</p>");
    }

    #[test]
    fn wordpress_shortcodes_go() {
        check("a [youtube=http://x&w=6] b[caption id=\"x\"]c[/caption]", "a  bc");
        check(
            "[video](x) [video] [caption this](y) [see caption]",
            "[video](x) [video] [caption this](y) [see caption]",
        );
    }

    #[test]
    fn code_stays_as_it_is() {
        check("`{{ x }}` ``{% ` %}`` {{ x }}", "`{{ x }}` ``{% ` %}`` ");
        check("```\n{{ x }}\n```\n{{ x }}", "```\n{{ x }}\n```\n");
        check("~~~ {% y %}\n{{ x }}\n", "~~~ {% y %}\n{{ x }}\n");
        check("not `code {{ x }}", "not `code ");
        check("~ {{ x }} ~~~ {{ y }}", "~  ~~~ ");
    }

    proptest! {
        #[test]
        fn any_text_is_scanned(text in "\\PC*", marks in "[-{}%<>/!`~ \nae\"=:#.é\\[\\]()]{0,60}") {
            let _ = without_templates(&text);
            let _ = without_templates(&marks);
        }
    }
}
