//! The block under an article: one fragment of HTML that a page can show as it is.

use std::fmt::Write;

use super::{
    heading::{heading, is_right_to_left},
    page::{Links, Page, PageItem},
};
use crate::write::html::{address, escape};
use crate::write::title::title_or_id;
use alsolike::article::Lang;

/// Id of the heading. A page has one block.
const HEADING_ID: &str = "also-like-heading";

/// Returns the block of a page, or an empty text for a page without items that have an address.
///
/// The block has no style, no script and loads nothing but the pictures of the items. A picture is decoration beside
/// the title that links to the same page, so without `image_alt` its `alt` is empty.
pub(super) fn block(page: &Page<'_>, links: &Links) -> String {
    let items: Vec<String> =
        page.items.iter().filter_map(|item| list_item(item, page.article.lang, links)).collect();
    if items.is_empty() {
        return String::new();
    }
    let (text, lang) = heading(page.article.lang);
    let mut html = format!("<aside class=\"also-like\" aria-labelledby=\"{HEADING_ID}\"");
    add_language(&mut html, page.article.lang);
    html += ">\n";
    html += &format!("<h2 id=\"{HEADING_ID}\"");
    if lang != page.article.lang {
        add_language(&mut html, lang);
    }
    html += &format!(">{text}</h2>\n<ul>\n{}</ul>\n</aside>\n", items.concat());
    html
}

/// Returns an item; `None` for an article without an address that is safe in a link.
fn list_item(item: &PageItem<'_>, lang_of_page: Lang, links: &Links) -> Option<String> {
    let article = item.article;
    let url = links.of(article)?;
    let url = escape(address(Some(&url))?);
    let mut html = String::from("<li");
    if article.lang != lang_of_page {
        add_language(&mut html, article.lang);
    }
    html += &format!(">\n<a href=\"{url}\">");
    let presentation = article.presentation();
    let image = presentation.and_then(|shown| address(shown.image.as_deref()));
    if let Some(image) = image {
        let alt = presentation.and_then(|shown| shown.image_alt.as_deref()).unwrap_or_default();
        // The size is a ratio. With it a browser keeps the place of the picture while it loads.
        html += &format!(
            "<img src=\"{}\" alt=\"{}\" width=\"320\" height=\"180\" loading=\"lazy\" decoding=\"async\">",
            escape(&links.written(image)),
            escape(alt)
        );
    }
    html +=
        &format!("<span class=\"also-like-title\">{}</span></a>\n", escape(title_or_id(article)));
    if !article.teaser.is_empty() {
        html += &format!("<p class=\"also-like-teaser\">{}</p>\n", escape(&article.teaser));
    }
    if let Some(date) = article.date {
        html += &format!("<time class=\"also-like-date\" datetime=\"{date}\">{date}</time>\n");
    }
    html += "</li>\n";
    Some(html)
}

/// Adds `lang` and `dir` to a tag.
fn add_language(tag: &mut String, lang: Lang) {
    let direction = if is_right_to_left(lang) { "rtl" } else { "ltr" };
    // Writing to a string cannot fail.
    let _ = write!(tag, " lang=\"{lang}\" dir=\"{direction}\"");
}
