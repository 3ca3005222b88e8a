//! MDX to plain text.

use super::{
    render::{Rendered, render, render_without_links},
    templates::without_jsx,
};

/// Renders Markdown with components. Drops `import` and `export` statements, expressions and tags. The children of
/// components stay.
pub(crate) fn render_mdx(mdx: &str) -> Rendered {
    render(&without_jsx(mdx))
}

/// Renders like [`render_mdx`], but leaves out the words of links and returns their targets.
pub(crate) fn render_mdx_without_links(mdx: &str) -> (Rendered, Vec<String>) {
    render_without_links(&without_jsx(mdx))
}

#[cfg(test)]
mod tests {
    use super::{render_mdx, render_mdx_without_links};

    #[test]
    fn keeps_the_children_of_components() {
        let mdx = "import Tabs from '@theme/Tabs';\nexport const meta = {\n  a: 1,\n}\n\n# {frontMatter.title} Title\n\n\
                   <Tabs>\n  <TabItem value=\"a\">\n\nLead with **bold** {x} and `{y}`.\n\n  </TabItem>\n</Tabs>\n\n\
                   <Note>See [docs](/docs).</Note>\n";
        let found = render_mdx(mdx);
        assert_eq!(found.text, "Title\n\nLead with bold and {y}.\n\nSee docs.");
        assert_eq!(&found.text[found.lead..][..4], "Lead");
        assert_eq!(render_mdx_without_links(mdx).1, ["/docs"]);
    }
}
