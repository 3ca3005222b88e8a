//! An item of an export of WordPress to the fields of an article.

use std::borrow::Cow;

use super::{
    document::{Feed, FieldsAndHtml, absolute, first},
    tree::{Element, Ns, parse_elements},
};
use crate::read::{
    Skip, Unpublished,
    fields::{EditorialFields, Fields},
    state::by_word,
};
use alsolike::article::Date;

/// The type of a post that is read without a choice of the caller.
const POST: &str = "post";

/// Slugs of the category that WordPress gives to posts without one.
const NO_CATEGORY: [&str; 2] = ["uncategorized", "uncategorised"];

/// Returns the fields of an item.
///
/// # Errors
/// [`Skip::Unpublished`] for an item of another type, such as a menu item or a picture.
pub(super) fn fields<'e>(
    item: &'e Element,
    feed: &Feed,
    post_types: &[String],
) -> Result<FieldsAndHtml<'e>, Skip> {
    let post_type = item.text_of(Ns::Wordpress, "post_type");
    let is_wanted = match post_types {
        [] => post_type == POST,
        types => types.iter().any(|wanted| wanted == post_type),
    };
    if !is_wanted {
        return Err(Skip::Unpublished(Unpublished::NoPage));
    }
    let meta = |key: &str| meta(item, key);
    let mut categories = item.all(Ns::None, "category");
    let by_domain = |domain: &'static str| {
        item.all(Ns::None, "category").filter(move |term| term.attribute("domain") == domain)
    };
    let section = categories.find(|term| {
        let is_none = NO_CATEGORY.contains(&term.attribute("nicename"));
        term.attribute("domain") == "category" && !is_none
    });
    let lang = by_domain("language").next().map(|term| term.attribute("nicename"));
    let pair = by_domain("post_translations").next();
    let pair = pair.map(|term| first(&[term.attribute("nicename"), &term.text]));
    let pair =
        pair.or_else(|| Some(meta("_icl_translation_id").to_owned()).filter(|id| !id.is_empty()));
    let id = item.text_of(Ns::Wordpress, "post_id");
    let canonical = first(&[meta("_yoast_wpseo_canonical"), meta("rank_math_canonical_url")]);
    let login = item.text_of(Ns::Dc, "creator");
    let author = feed.authors.get(login).map_or(login, String::as_str);
    let image = feed.pictures.get(meta("_thumbnail_id")).map_or("", String::as_str);
    let html = item.child(Ns::Content, "encoded").map(|content| content.text.as_str());
    let fields = Fields {
        id: first(&[id, item.text_of(Ns::None, "guid"), item.text_of(Ns::None, "link")]).into(),
        title: Cow::Borrowed(item.text_of(Ns::None, "title")),
        summary: Cow::Borrowed(item.text_of(Ns::Excerpt, "encoded")),
        url: absolute(item.text_of(Ns::None, "link"), &feed.base).into(),
        date: date(item, "post_date").into(),
        lang: first(&[lang.unwrap_or_default(), &feed.lang]).into(),
        section: section.map_or(Cow::Borrowed(""), |term| Cow::Borrowed(term.text.trim())),
        tags: by_domain("post_tag").map(|term| Cow::Borrowed(term.text.trim())).collect(),
        image: absolute(image, &feed.base).into(),
        authors: vec![author.to_owned().into()],
        modified: date(item, "post_modified").into(),
        unpublished: state(item),
        editorial: EditorialFields {
            translation_key: pair.unwrap_or_default().into(),
            canonical_url: canonical.into(),
            ..EditorialFields::default()
        },
        ..Fields::default()
    };
    Ok((fields, html))
}

/// Returns the id and the address of a picture; `None` for an item of another type.
pub(super) fn picture(xml: &str, feed: &Feed) -> Option<(String, String)> {
    // Most items are no pictures, and need no parsing.
    if !xml.contains("attachment_url") {
        return None;
    }
    let root = parse_elements(xml, &mut feed.prefixes.clone()).ok()?;
    let item = root.children.first()?;
    let id = item.text_of(Ns::Wordpress, "post_id");
    let address = item.text_of(Ns::Wordpress, "attachment_url");
    (!id.is_empty() && !address.is_empty()).then(|| (id.to_owned(), address.to_owned()))
}

/// Returns the value of a custom field; empty without one.
fn meta<'e>(item: &'e Element, key: &str) -> &'e str {
    let mut fields = item.all(Ns::Wordpress, "postmeta");
    let field = fields.find(|field| field.text_of(Ns::Wordpress, "meta_key") == key);
    field.map_or("", |field| field.text_of(Ns::Wordpress, "meta_value"))
}

/// Returns why an item is not public.
fn state(item: &Element) -> Option<Unpublished> {
    let has_password = !item.text_of(Ns::Wordpress, "post_password").is_empty();
    let is_noindex = meta(item, "_yoast_wpseo_meta-robots-noindex") == "1"
        || meta(item, "rank_math_robots").contains("noindex");
    by_word(item.text_of(Ns::Wordpress, "status"))
        .or(has_password.then_some(Unpublished::Private))
        .or(is_noindex.then_some(Unpublished::Unlisted))
}

/// Returns a time with the offset of the site, as far as the export tells it. Drafts have a time of zeros in UTC.
fn date(item: &Element, name: &str) -> String {
    let local = item.text_of(Ns::Wordpress, name);
    let utc = item.text_of(Ns::Wordpress, &format!("{name}_gmt"));
    let known = |text: &str| !text.starts_with("0000") && !text.is_empty();
    match (Date::parse(local), Date::parse(utc)) {
        (Ok(at), Ok(instant)) => {
            let minutes = (at.unix_seconds() - instant.unix_seconds()) / 60;
            let (sign, minutes) = (if minutes < 0 { '-' } else { '+' }, minutes.unsigned_abs());
            if minutes < 24 * 60 {
                return format!("{local}{sign}{:02}:{:02}", minutes / 60, minutes % 60);
            }
            utc.to_owned()
        }
        _ if known(utc) => utc.to_owned(),
        _ if known(local) => local.to_owned(),
        // Exports of old versions have the date of the feed alone.
        _ => item.text_of(Ns::None, "pubdate").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;
    use crate::read::{Skip, Unpublished, record::ParseOptions};

    /// An export with these items, whose prefix is bound to an address with another scheme than usual.
    fn export(items: &str) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<!-- generator -->\n<rss version=\"2.0\" \
             xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\" \
             xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:w=\"https://wordpress.org/export/1.2/\">\n\
             <channel><title>Site</title><link>https://x.org</link><language>en-US</language>\
             <w:author><w:author_login>n</w:author_login><w:author_display_name><![CDATA[Nina N]]></w:author_display_name></w:author>\
             {items}</channel></rss>"
        )
    }

    fn item(fields: &str) -> String {
        format!(
            "<item><title>T</title><link>https://x.org/t</link><w:post_id>7</w:post_id>{fields}</item>"
        )
    }

    #[test]
    fn reads_a_post() {
        let post = item(
            "<dc:creator><![CDATA[n]]></dc:creator><guid isPermaLink=\"false\">https://x.org/?p=7</guid>\
             <content:encoded><![CDATA[<!-- wp:paragraph --><p>One</p><!-- /wp:paragraph -->[gallery ids=\"1\"]\n\nTwo\n\nthree]]></content:encoded>\
             <excerpt:encoded><![CDATA[Ex &amp; more]]></excerpt:encoded>\
             <w:post_date>2021-06-16 23:30:00</w:post_date><w:post_date_gmt>2021-06-17 04:30:00</w:post_date_gmt>\
             <w:status>publish</w:status><w:post_type>post</w:post_type><w:post_password></w:post_password>\
             <category domain=\"category\" nicename=\"uncategorized\">Uncategorized</category>\
             <category domain=\"category\" nicename=\"news\"><![CDATA[News &amp; more]]></category>\
             <category domain=\"post_tag\" nicename=\"p\">p</category>\
             <category domain=\"language\" nicename=\"de\">Deutsch</category>\
             <category domain=\"post_translations\" nicename=\"pll_1\">pll_1</category>\
             <w:postmeta><w:meta_key>_thumbnail_id</w:meta_key><w:meta_value>9</w:meta_value></w:postmeta>\
             <w:postmeta><w:meta_key>_yoast_wpseo_canonical</w:meta_key><w:meta_value>https://y.org/</w:meta_value></w:postmeta>\
             <w:comment><w:comment_content>spam</w:comment_content></w:comment>",
        );
        let picture = "<item><w:post_id>9</w:post_id><w:post_type>attachment</w:post_type>\
                       <w:attachment_url>https://x.org/i.png</w:attachment_url></item>";
        let found = read(export(&format!("{post}{picture}")).as_bytes(), ParseOptions::default());
        let article = &found[0].as_ref().unwrap().article;
        assert_eq!((article.id.as_str(), article.text.as_str()), ("7", "One\n\nTwo\n\nthree"));
        assert_eq!(
            (article.summary.as_deref(), article.section.as_deref()),
            (Some("Ex & more"), Some("News & more"))
        );
        assert_eq!(
            (article.tags.join(" "), article.date.unwrap().to_string()),
            ("p".into(), "2021-06-16".into())
        );
        assert_eq!(article.lang.unwrap().to_string(), "de");
        assert_eq!(article.editorial.translation_key.as_deref(), Some("pll_1"));
        assert_eq!(article.editorial.canonical_url.as_deref(), Some("https://y.org/"));
        assert_eq!(article.presentation.image.as_deref(), Some("https://x.org/i.png"));
        assert_eq!(article.presentation.authors, ["Nina N"]);
        assert_eq!(found[1], Err(Skip::Unpublished(Unpublished::NoPage)));
    }

    #[test]
    fn knows_the_states_of_posts() {
        let check = |fields: &str, expected: Option<Unpublished>| {
            let post = item(&format!("<w:post_type>post</w:post_type>{fields}"));
            let found = read(export(&post).as_bytes(), ParseOptions::default());
            assert_eq!(found[0].as_ref().unwrap().unpublished, expected, "{fields}");
        };
        check("<w:status>publish</w:status>", None);
        check("<w:status>draft</w:status>", Some(Unpublished::Draft));
        check("<w:status>future</w:status>", Some(Unpublished::Scheduled));
        check("<w:status>private</w:status>", Some(Unpublished::Private));
        check("<w:status>trash</w:status>", Some(Unpublished::Withdrawn));
        check(
            "<w:status>publish</w:status><w:post_password>x</w:post_password>",
            Some(Unpublished::Private),
        );
        check(
            "<w:status>publish</w:status><w:postmeta><w:meta_key>_yoast_wpseo_meta-robots-noindex</w:meta_key>\
             <w:meta_value>1</w:meta_value></w:postmeta>",
            Some(Unpublished::Unlisted),
        );
    }

    #[test]
    fn the_caller_chooses_types() {
        let page = item("<w:post_type>page</w:post_type><w:status>publish</w:status>\u{b}");
        let types = ["page".to_owned()];
        let options = ParseOptions { post_types: &types, ..ParseOptions::default() };
        assert!(read(export(&page).as_bytes(), options)[0].is_ok());
        assert!(read(export(&page).as_bytes(), ParseOptions::default())[0].is_err());
    }
}
