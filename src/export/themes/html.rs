//! Themes as a page.

use crate::engine::Corpus;
use crate::export::html::{FOOT, escape, head, linked};
use crate::themes::Themes;

pub(super) fn themes(themes: &Themes, corpus: &Corpus) -> String {
    let heading = format!("{} themes in {} articles", themes.themes.len(), corpus.n_docs());
    let mut page = head(&heading) + &format!("<h1>{heading}</h1>\n");
    for theme in &themes.themes {
        page +=
            &format!("<article id=\"theme-{}\">\n<h2>{}</h2>\n", theme.id, escape(&theme.label));
        let articles = if theme.size == 1 { "article" } else { "articles" };
        page += &format!(
            "<p class=\"meta\">{} {articles} · {}</p>\n",
            theme.size,
            escape(&theme.keywords.join(", "))
        );
        page += "<h3>Most typical</h3>\n<ul>\n";
        for &doc in &theme.representatives {
            let entry = corpus.entry(doc);
            let title = if entry.title.is_empty() { entry.id.as_str() } else { &entry.title };
            page += &format!(
                "<li><span class=\"title\">{}</span><p class=\"teaser\">{}</p></li>\n",
                linked(title, entry.url.as_deref()),
                escape(&entry.teaser)
            );
        }
        page += "</ul>\n</article>\n";
    }
    page + FOOT
}
