//! An item of RSS or an entry of Atom to the fields of an article.

use std::borrow::Cow;

use super::{
    document::{Feed, FieldsAndHtml, absolute, first},
    tree::{Element, Ns},
};
use crate::read::fields::Fields;

/// Returns the fields of an item.
pub(super) fn fields<'e>(item: &'e Element, feed: &Feed) -> FieldsAndHtml<'e> {
    // Atom elements are those of the document, or an extension of RSS.
    let text = |name| {
        let texts = [item.text_of(Ns::None, name), item.text_of(Ns::Atom, name)];
        texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
    };
    let own_base = item.attribute("xml:base");
    let base = if own_base.is_empty() { feed.base.clone() } else { absolute(own_base, &feed.base) };
    let url = absolute(address(item), &base);
    let ids = [text("guid"), text("id"), item.attribute("rdf:about"), &url];
    let description =
        first(&[text("description"), text("summary"), item.text_of(Ns::Media, "description")]);
    let body = [
        item.child(Ns::Content, "encoded"),
        item.child(Ns::Atom, "content"),
        item.child(Ns::None, "content"),
    ];
    let body = body.into_iter().flatten().find(|body| !body.text.trim().is_empty());
    // Text of Atom is plain unless its type says otherwise; RSS does not say.
    let is_html = |body: &&Element| {
        body.ns == Ns::Content || matches!(body.attribute("type"), "html" | "xhtml" | "text/html")
    };
    let html = body.filter(is_html).map(|body| body.text.as_str());
    let plain = body.map_or("", |body| body.text.trim());
    let (text_of_body, summary): (Cow<'_, str>, String) = match body {
        Some(_) => (Cow::Borrowed(plain), description),
        None => (Cow::Owned(description), String::new()),
    };
    let dates = [
        text("pubdate"),
        text("published"),
        text("issued"),
        item.text_of(Ns::Dc, "date"),
        text("updated"),
        text("modified"),
    ];
    let langs = [item.attribute("xml:lang"), item.text_of(Ns::Dc, "language"), &feed.lang];
    let fields = Fields {
        id: first(&ids).into(),
        title: Cow::Borrowed(text("title")),
        text: if html.is_some() { Cow::Borrowed("") } else { text_of_body },
        summary: summary.into(),
        url: url.into(),
        date: first(&dates).into(),
        lang: first(&langs).into(),
        tags: tags(item),
        image: absolute(picture(item), &base).into(),
        authors: authors(item),
        modified: Cow::Borrowed(text("updated")),
        ..Fields::default()
    };
    (fields, html)
}

/// Returns the address of the page.
fn address(item: &Element) -> &str {
    let original = item.text_of(Ns::Feedburner, "origlink");
    if !original.is_empty() {
        return original;
    }
    let link = item.text_of(Ns::None, "link");
    if !link.is_empty() {
        return link;
    }
    let links = item.all(Ns::Atom, "link").chain(item.all(Ns::None, "link"));
    let mut pages = links.filter(|link| matches!(link.attribute("rel"), "" | "alternate"));
    if let Some(page) = pages.find(|link| !link.attribute("href").is_empty()) {
        return page.attribute("href");
    }
    // RSS: a guid is an address unless it says that it is none.
    let guid = item.child(Ns::None, "guid");
    let guid = guid.filter(|guid| !guid.attribute("ispermalink").eq_ignore_ascii_case("false"));
    let guid = guid.map_or("", |guid| guid.text.trim());
    if guid.contains("://") { guid } else { item.attribute("rdf:about") }
}

fn tags(item: &Element) -> Vec<Cow<'_, str>> {
    let categories = item.all(Ns::None, "category").chain(item.all(Ns::Atom, "category"));
    let name = |category: &'_ Element| -> String {
        first(&[category.attribute("label"), category.attribute("term"), &category.text])
    };
    let subjects = item.all(Ns::Dc, "subject").map(|subject| subject.text.trim().to_owned());
    let mut tags: Vec<String> = Vec::new();
    for tag in categories.map(name).chain(subjects) {
        if !tag.is_empty() && !tags.contains(&tag) && tags.len() < MAX_TAGS {
            tags.push(tag);
        }
    }
    tags.into_iter().map(Cow::Owned).collect()
}

/// Maximal number of tags that are read. More occur only in attacks.
const MAX_TAGS: usize = 200;

fn authors(item: &Element) -> Vec<Cow<'_, str>> {
    let creators = item.all(Ns::Dc, "creator").map(|creator| creator.text.trim());
    let people = item.all(Ns::Atom, "author").chain(item.all(Ns::None, "author"));
    let people = people.map(|author| match author.text_of(Ns::Atom, "name") {
        "" => match author.text_of(Ns::None, "name") {
            // RSS: `mail@example.org (Name)`.
            "" => author
                .text
                .split_once('(')
                .map_or(author.text.trim(), |(_, name)| name.trim_end().trim_end_matches(')')),
            name => name,
        },
        name => name,
    });
    creators
        .chain(people)
        .filter(|name| !name.is_empty() && !name.contains('@'))
        .map(Cow::Borrowed)
        .collect()
}

/// Returns the address of a picture.
fn picture(item: &Element) -> &str {
    let groups = item.all(Ns::Media, "group");
    let media = groups.chain([item]).flat_map(|group| group.children.iter());
    let media: Vec<&Element> = media.filter(|child| child.ns == Ns::Media).collect();
    let is_picture = |media: &&&Element| {
        media.attribute("medium") == "image" || media.attribute("type").starts_with("image/")
    };
    let content = media.iter().filter(|media| media.name == "content").find(is_picture);
    let found = content.or_else(|| media.iter().find(|media| media.name == "thumbnail"));
    if let Some(media) = found {
        return media.attribute("url");
    }
    let enclosures = item.all(Ns::None, "enclosure");
    let mut pictures = enclosures.filter(|file| file.attribute("type").starts_with("image/"));
    let enclosure = pictures.next().map(|file| file.attribute("url"));
    enclosure.unwrap_or_else(|| {
        item.child(Ns::Itunes, "image").map_or("", |image| image.attribute("href"))
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;
    use crate::read::record::ParseOptions;
    use alsolike::article::Article;

    fn articles(xml: &str) -> Vec<Article> {
        let read = read(xml.as_bytes(), ParseOptions::default());
        read.into_iter().map(|parsed| parsed.unwrap().article).collect()
    }

    #[test]
    fn reads_rss() {
        let found = articles(
            "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:c=\"http://purl.org/rss/1.0/modules/content/\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:media=\"http://search.yahoo.com/mrss/\">\
             <channel><title>Site</title><link>https://x.org/</link><language>de-AT</language>\
             <item><title>A &amp;amp; b&amp;#8217;s</title><link>/a</link><guid isPermaLink=\"false\">g1</guid>\
             <pubDate>Fri, 16 Jun 2021 14:30:00 EST</pubDate><dc:creator><![CDATA[N]]></dc:creator>\
             <category>p</category><category>q</category><category>p</category>\
             <description>Short.</description><c:encoded><![CDATA[<p>One</p><p>two</p>]]></c:encoded>\
             <media:content url=\"/i.png\" medium=\"image\"/></item>\
             <item><guid>https://x.org/b</guid><description>&lt;p&gt;Only &lt;b&gt;this&lt;/b&gt;&lt;/p&gt;</description></item>\
             </channel></rss>",
        );
        let a = &found[0];
        assert_eq!(
            (a.id.as_str(), a.title.as_str(), a.text.as_str()),
            ("g1", "A & b’s", "One\n\ntwo")
        );
        assert_eq!(
            (a.summary.as_deref(), a.url.as_deref()),
            (Some("Short."), Some("https://x.org/a"))
        );
        assert_eq!(
            (a.date.unwrap().to_string(), a.tags.join(" ")),
            ("2021-06-16".into(), "p q".into())
        );
        assert_eq!((a.lang.is_some(), a.presentation.authors.join("")), (true, "N".into()));
        assert_eq!(a.presentation.image.as_deref(), Some("https://x.org/i.png"));
        assert_eq!(
            (found[1].text.as_str(), found[1].url.as_deref()),
            ("Only this", Some("https://x.org/b"))
        );
    }

    #[test]
    fn reads_atom() {
        let found = articles(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"fr\" xml:base=\"https://x.org/b/\">\
             <title>Site</title><link rel=\"self\" href=\"/feed\"/>\
             <entry><title type=\"html\">A &lt;em&gt;b&lt;/em&gt;</title><id>urn:1</id>\
             <link rel=\"edit\" href=\"no\"/><link href=\"a\"/><updated>2021-06-17T00:00:00Z</updated>\
             <published>2021-06-16T23:30:00-05:00</published><category term=\"t\" label=\"T\"/>\
             <author><name>N</name><email>n@x.org</email></author>\
             <content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>One &lt;b&gt; <b>x</b></p><p>two</p></div></content></entry>\
             <entry><id>urn:2</id><title>T</title><content type=\"text\">a &lt;b&gt; c</content></entry>\
             <entry><id>urn:3</id><title>T</title><summary>Sum &amp; more</summary></entry></feed>",
        );
        let a = &found[0];
        assert_eq!(
            (a.id.as_str(), a.title.as_str(), a.text.as_str()),
            ("urn:1", "A b", "One <b> x\n\ntwo")
        );
        assert_eq!((a.url.as_deref(), a.tags.join("")), (Some("https://x.org/b/a"), "T".into()));
        assert_eq!(a.date.unwrap().to_string(), "2021-06-16");
        assert_eq!(a.presentation.modified.unwrap().to_string(), "2021-06-17");
        assert_eq!(a.presentation.authors, ["N"]);
        assert_eq!(found[1].text, "a <b> c");
        assert_eq!(found[2].text, "Sum & more");
    }

    #[test]
    fn reads_rss_1_and_broken_feeds() {
        let rdf = articles(
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel rdf:about=\"x\"><link>https://x.org</link></channel>\
             <item rdf:about=\"https://x.org/a\"><title>T</title><description>d</description><dc:date>2021-06-16</dc:date></item></rdf:RDF>",
        );
        assert_eq!(
            (rdf[0].id.as_str(), rdf[0].text.as_str(), rdf[0].date.is_some()),
            ("https://x.org/a", "d", true)
        );
        // No declarations, bare markup, an undefined entity, and no end.
        let broken = articles(
            "<rss><channel><item><title>A &nbsp; b & c</title><link>https://x.org/a</link>\
             <content:encoded>One <b>two</b> caf&eacute;<br/>three</content:encoded>",
        );
        assert_eq!(
            (broken[0].title.as_str(), broken[0].text.as_str()),
            ("A b & c", "One two café\nthree")
        );
    }
}
