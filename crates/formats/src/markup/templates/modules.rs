//! Removes what MDX adds to Markdown: `import` and `export` statements, tags of components and `{expressions}`.

use std::{borrow::Cow, ops::Range};

use super::{
    code,
    scan::{Scan, span_end, span_start, starts_with_letter},
};

/// Words that follow `export` at the start of a statement.
const EXPORTED: [&str; 9] =
    ["abstract", "async", "class", "const", "default", "function", "interface", "let", "type"];

/// Elements within a paragraph, whose tags the reader of Markdown drops.
const INLINE: [&str; 14] = [
    "a", "abbr", "b", "br", "cite", "code", "em", "i", "kbd", "small", "strong", "sub", "sup", "u",
];

/// Removes the `import` statements that Docusaurus, VitePress and Astro accept in Markdown, outside of code.
///
/// # Performance
/// Linear in the length of the text; borrows a text without the word `import`.
pub(crate) fn without_imports(markdown: &str) -> Cow<'_, str> {
    let Some(first) = markdown.find("import") else { return Cow::Borrowed(markdown) };
    let is_statement = |line: &str| line.starts_with("import ") || line.starts_with("import{");
    if !markdown[..first].is_empty() && !markdown.contains("\nimport") {
        return Cow::Borrowed(markdown);
    }
    let mut scan = Scan::new(markdown);
    while !scan.rest().is_empty() {
        let rest = scan.rest();
        let unindented = rest.trim_start_matches([' ', '>', '-', '*']);
        if unindented.starts_with(['`', '~']) {
            scan.keep(rest.len() - unindented.len());
            if code::fence(&mut scan) {
                continue;
            }
        } else if is_statement(rest)
            && let Some(length) = import_length(rest)
        {
            scan.replace(length, "");
        }
        let line = scan.rest().find('\n').map_or(scan.rest().len(), |end| end + 1);
        scan.keep(line);
    }
    Cow::Owned(scan.finish())
}

/// Returns the length of an `import` statement without its line break: `import 'x'`, or up to `from 'x'`, which may
/// be some lines below. `None` for prose that starts with the word.
fn import_length(text: &str) -> Option<usize> {
    let window = span_start(text);
    let paragraph = window.split("\n\n").next().unwrap_or_default();
    let after = paragraph["import".len()..].trim_start();
    let name_at = match after.starts_with(['"', '\'']) {
        true => paragraph.len() - after.len(),
        false => {
            let from = paragraph.find("from ").or_else(|| paragraph.find("from\""))?;
            let clause = &paragraph["import".len()..from];
            let is_clause = |c: char| c.is_alphanumeric() || "_$,*{} \n\r\t".contains(c);
            // A sentence has words side by side; a clause has commas, braces and `as` between them.
            let is_sentence = clause
                .split([',', '{', '}', '*'])
                .any(|part| part.split_whitespace().filter(|&word| word != "type").count() > 1)
                && !clause.contains(" as ");
            if !clause.chars().all(is_clause) || is_sentence {
                return None;
            }
            let name = paragraph[from + "from".len()..].trim_start();
            paragraph.len() - name.len()
        }
    };
    let quote = paragraph[name_at..].chars().next().filter(|c| ['"', '\''].contains(c))?;
    let line = paragraph[name_at + 1..].split('\n').next().unwrap_or_default();
    let end = name_at + 1 + line.find(quote)? + 1;
    let rest = paragraph[end..].split('\n').next().unwrap_or_default();
    let rest = rest.trim_end_matches('\r');
    // `import x from "y" with { type: "json" };`
    let ends = rest.trim_start().is_empty() || rest.trim_start().starts_with([';', 'w', '/']);
    ends.then_some(end + rest.len())
}

/// Removes the parts of MDX that are no Markdown, outside of code: `import` and `export` statements, expressions in
/// braces and tags. The children of a component stay.
///
/// # Performance
/// Linear in the length of the text.
pub(crate) fn without_jsx(mdx: &str) -> String {
    let mdx = without_imports(mdx);
    let pairs = Braces::of(&mdx);
    let mut scan = Scan::new(&mdx);
    let mut line_start = true;
    while !scan.rest().is_empty() {
        if line_start && let Some(length) = export_length(&scan, &pairs) {
            scan.replace(length, "");
        }
        let rest = scan.rest();
        let stop = |c: char| matches!(c, '{' | '<' | '`' | '~' | '\\' | '\n');
        let Some(step) = rest.find(stop) else { break };
        scan.keep(step);
        line_start = false;
        match scan.rest().as_bytes()[0] {
            b'\n' => {
                scan.keep(1);
                line_start = true;
            }
            b'\\' => {
                let escaped = scan.rest().chars().nth(1).map_or(0, char::len_utf8);
                scan.keep(1 + escaped);
            }
            b'{' => match pairs.end(scan.before().len()) {
                Some(end) => {
                    scan.replace(end - scan.before().len(), "");
                }
                None => scan.keep(1),
            },
            b'<' => {
                if !tag(&mut scan, &pairs) {
                    scan.keep(1);
                }
            }
            _ => {
                if !code::fence(&mut scan) && !code::span(&mut scan) {
                    scan.keep(1);
                } else {
                    line_start = scan.before().ends_with('\n');
                }
            }
        }
    }
    scan.finish()
}

/// Returns the length of the `export` statement at the start of a line: up to a blank line that is in no braces.
fn export_length(scan: &Scan<'_>, pairs: &Braces) -> Option<usize> {
    let rest = scan.rest();
    let exported = rest.strip_prefix("export ")?.trim_start();
    let word = exported.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    if !EXPORTED.contains(&word) && !exported.starts_with(['{', '*']) {
        return None;
    }
    let start = scan.before().len();
    let mut at = 0;
    while let Some(step) = rest[at..].find(['{', '\n']) {
        at += step;
        if rest.as_bytes()[at] == b'{' {
            at = pairs.end(start + at).map_or(at + 1, |end| end - start);
        } else if rest[at + 1..].trim_start_matches([' ', '\t', '\r']).starts_with('\n') {
            return Some(at);
        } else {
            at += 1;
        }
    }
    Some(rest.len())
}

/// Removes a start or end tag. A tag that stands alone on its line becomes a blank line, so that Markdown goes on.
fn tag(scan: &mut Scan<'_>, pairs: &Braces) -> bool {
    let rest = scan.rest();
    let inside = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
    let is_fragment = inside.starts_with('>');
    if !is_fragment && !starts_with_letter(inside) {
        return false;
    }
    let name = inside.split(|c: char| !c.is_alphanumeric() && c != '.' && c != '-').next();
    let name = name.unwrap_or_default();
    // `<https://example.org>` and `<a@example.org>` are links.
    if inside[name.len()..].starts_with([':', '@']) {
        return false;
    }
    let Some(length) = tag_length(rest, scan.before().len(), pairs) else { return false };
    if INLINE.contains(&name) && !rest[..length].contains('{') {
        scan.keep(length);
        return true;
    }
    let line = span_end(scan.before()).rsplit(|&b| b == b'\n').next().unwrap_or_default();
    let starts_line = line.trim_ascii().is_empty();
    let ends_line = rest[length..].trim_start_matches([' ', '\t', '\r']).starts_with('\n');
    let by = if starts_line && (ends_line || rest.len() == length) { "\n\n" } else { "" };
    scan.replace(length, by)
}

/// Returns the length of a tag. Skips values in quotes and braces; a tag has at most [`span_start`] bytes beside them.
fn tag_length(rest: &str, start: usize, pairs: &Braces) -> Option<usize> {
    let mut at = 1;
    let mut n_steps = 0;
    while let Some(step) = span_start(&rest[at..]).find(['>', '{', '"', '\'']) {
        at += step;
        n_steps += 1;
        if n_steps > 100 {
            return None;
        }
        match rest.as_bytes()[at] {
            b'>' => return Some(at + 1),
            b'{' => at = pairs.end(start + at)? - start,
            quote => {
                let value = span_start(&rest[at + 1..]);
                at += 1 + value.find(char::from(quote))? + 1;
            }
        }
    }
    None
}

/// The pairs of braces of a text, outside of code.
struct Braces {
    /// Range of each pair, by start.
    pairs: Vec<Range<usize>>,
}

impl Braces {
    fn of(text: &str) -> Self {
        let mut scan = Scan::new(text);
        let (mut open, mut pairs) = (Vec::new(), Vec::new());
        while let Some(step) = scan.rest().find(['{', '}', '`', '~']) {
            scan.keep(step);
            let at = scan.before().len();
            match scan.rest().as_bytes()[0] {
                b'{' => open.push(at),
                b'}' => pairs.extend(open.pop().map(|start| start..at + 1)),
                // The back ticks of a template literal in an expression are no code of Markdown.
                _ if !open.is_empty() && !code::is_fence(&scan) => {
                    let rest = scan.rest();
                    scan.keep(rest.len() - rest.trim_start_matches(['`', '~']).len() - 1);
                }
                _ => {
                    if code::fence(&mut scan) || code::span(&mut scan) {
                        continue;
                    }
                }
            }
            scan.keep(1);
        }
        pairs.sort_unstable_by_key(|pair| pair.start);
        Self { pairs }
    }

    /// Returns the end of the pair that starts at an offset.
    fn end(&self, start: usize) -> Option<usize> {
        let found = self.pairs.binary_search_by_key(&start, |pair| pair.start);
        found.ok().map(|at| self.pairs[at].end)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{without_imports, without_jsx};

    #[test]
    fn removes_import_statements() {
        let check = |markdown: &str, expected: &str| {
            assert_eq!(without_imports(markdown), expected, "{markdown}");
        };
        check("import A from \"@site/a\";\n\nText", "\n\nText");
        check("import A, { b as c } from 'a'\nimport './x.css'\nText", "\n\nText");
        check("import {\n  a,\n  b,\n} from 'a';\n\nText", "\n\nText");
        check("import * as a from 'a'\nimport type { B } from 'b'\n", "\n\n");
        check("import data from './d.json' with { type: 'json' };\nText", "\nText");
        check("Import duties from 'China' rose.", "Import duties from 'China' rose.");
        check(
            "import duties on steel from 'China' rose.",
            "import duties on steel from 'China' rose.",
        );
        check("import steel from 'China', they said", "import steel from 'China', they said");
        check("```js\nimport a from 'a'\n```\nx", "```js\nimport a from 'a'\n```\nx");
        check(
            "- ~~~\n  import a from 'a'\n\nimport a from 'a'",
            "- ~~~\n  import a from 'a'\n\nimport a from 'a'",
        );
    }

    #[test]
    fn removes_statements_expressions_and_tags() {
        let check = |mdx: &str, expected: &str| {
            let found = without_jsx(mdx);
            let found: Vec<&str> = found.split_whitespace().collect();
            assert_eq!(found.join(" "), expected, "{mdx}");
        };
        check("export const a = 1;\n\nText", "Text");
        check("export const meta = {\n  a: 1,\n\n  b: `${c}`,\n}\n\nText", "Text");
        check("export function F() {\n  return <b>x</b>\n\n}\n\nText", "Text");
        check("export const X = () => (\n  <div>x</div>\n);\n\nText", "Text");
        check("export controls on chips\n", "export controls on chips");
        check("A {/* note */}b {x + `}`} c", "A b `} c");
        check("<Tabs a={() => x > 1} b=\"}>\">\n<Tab>\n\n**Kept**\n\n</Tab>\n</Tabs>", "**Kept**");
        check("<Card title=\"x\">Kept *words*</Card>", "Kept *words*");
        check(
            "`<T>` and `{x}` ```\n{y}\n```",
            "`<T>` and `{x}` ```\n{y}\n```".replace('\n', " ").as_str(),
        );
        check(
            "<a href=\"/x\">y</a> <https://z> a < b \\{x\\}",
            "<a href=\"/x\">y</a> <https://z> a < b \\{x\\}",
        );
        check("<>kept</> <br/> <Foo.Bar /> <C", "kept <br/> <C");
        check("{ open {x} <A b={ c", "{ open <A b={ c");
        check("<style>{`a { b: c }`}</style>text", "text");
    }

    #[test]
    fn unclosed_marks_take_linear_time() {
        for mark in [
            "{",
            "<A ",
            "<A b='",
            "<A {",
            "export {\n",
            "import {\n",
            "`{",
            "import a from '",
            "{`",
            "\n`",
            "<A {}",
        ] {
            without_jsx(&mark.repeat(20_000));
            without_jsx(&format!("{}}}>", mark.repeat(20_000)));
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC*", marks in "(import|export|const|from|[-{}<>/`~ \n\"'=.aé\\\\*]){0,60}") {
            let _ = without_jsx(&text);
            let _ = without_jsx(&marks);
        }
    }
}
