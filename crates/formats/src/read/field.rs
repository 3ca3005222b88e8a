//! The fields of JSON and tables, with the names that other systems give them.

/// A field of a record: first those that readers see, then those for editors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Field {
    Id,
    Title,
    Text,
    Summary,
    Url,
    Date,
    Lang,
    Section,
    Label,
    Tags,
    Image,
    ImageAlt,
    Authors,
    Paywall,
    Modified,
    Hidden,
    Retracted,
    Legal,
    Evergreen,
    Embargo,
    Expires,
    Series,
    TranslationKey,
    CanonicalUrl,
    Pinned,
    Blocked,
    Links,
    Draft,
    Published,
    Status,
    Visibility,
    Password,
}

impl Field {
    /// All fields in the order of their declaration, so that `Field::ALL[field as usize]` is `field`.
    pub(super) const ALL: [Self; 32] = [
        Self::Id,
        Self::Title,
        Self::Text,
        Self::Summary,
        Self::Url,
        Self::Date,
        Self::Lang,
        Self::Section,
        Self::Label,
        Self::Tags,
        Self::Image,
        Self::ImageAlt,
        Self::Authors,
        Self::Paywall,
        Self::Modified,
        Self::Hidden,
        Self::Retracted,
        Self::Legal,
        Self::Evergreen,
        Self::Embargo,
        Self::Expires,
        Self::Series,
        Self::TranslationKey,
        Self::CanonicalUrl,
        Self::Pinned,
        Self::Blocked,
        Self::Links,
        Self::Draft,
        Self::Published,
        Self::Status,
        Self::Visibility,
        Self::Password,
    ];

    /// The name in files.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Title => "title",
            Self::Text => "text",
            Self::Summary => "summary",
            Self::Url => "url",
            Self::Date => "date",
            Self::Lang => "lang",
            Self::Section => "section",
            Self::Label => "label",
            Self::Tags => "tags",
            Self::Image => "image",
            Self::ImageAlt => "image_alt",
            Self::Authors => "authors",
            Self::Paywall => "paywall",
            Self::Modified => "modified",
            Self::Hidden => "hidden",
            Self::Retracted => "retracted",
            Self::Legal => "legal",
            Self::Evergreen => "evergreen",
            Self::Embargo => "embargo",
            Self::Expires => "expires",
            Self::Series => "series",
            Self::TranslationKey => "translation_key",
            Self::CanonicalUrl => "canonical_url",
            Self::Pinned => "pinned",
            Self::Blocked => "blocked",
            Self::Links => "links",
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Status => "status",
            Self::Visibility => "visibility",
            Self::Password => "password",
        }
    }

    /// Other names, the likelier ones first: lower case, without `_`, `-` and spaces.
    pub(super) fn other_names(self) -> &'static [&'static str] {
        match self {
            Self::Id => &[
                "uuid",
                "guid",
                "postid",
                "articleid",
                "nid",
                "contentid",
                "identifier",
                "uri",
                "@id",
                "slug",
                "postname",
                "url",
                "link",
                "permalink",
            ],
            Self::Title => {
                &["headline", "name", "posttitle", "articletitle", "heading", "headlines"]
            }
            Self::Text => &[
                "body",
                "content",
                "html",
                "bodyhtml",
                "contenthtml",
                "plaintext",
                "bodytext",
                "contenttext",
                "contentencoded",
                "articlebody",
                "postcontent",
                "fulltext",
                "articletext",
                "textcontent",
                "bodyxhtml",
                "article",
                "story",
                "bodies",
            ],
            Self::Summary => &[
                "dek",
                "deck",
                "standfirst",
                "customexcerpt",
                "excerpt",
                "postexcerpt",
                "description",
                "abstract",
                "teaser",
                "lead",
                "lede",
                "intro",
                "subtitle",
                "subheadline",
                "metadescription",
                "descriptiontext",
                "descriptions",
            ],
            Self::Url => &[
                "link",
                "permalink",
                "canonical",
                "href",
                "weburl",
                "pageurl",
                "articleurl",
                "externalurl",
            ],
            Self::Date => &[
                "publishedat",
                "pubdate",
                "datepublished",
                "publishdate",
                "publicationdate",
                "publisheddate",
                "publishedon",
                "publishtime",
                "firstpublishedat",
                "postdate",
                "dategmt",
                "postdategmt",
                "webpublicationdate",
                "versioncreated",
                "createdat",
                "created",
                "datecreated",
                "timestamp",
                "time",
                "posted",
            ],
            Self::Lang => &["language", "locale", "langcode", "inlanguage"],
            Self::Section => &[
                "category",
                "primarytag",
                "primarycategory",
                "sectionname",
                "articlesection",
                "desk",
                "channel",
                "categories",
            ],
            Self::Tags => &["keywords", "topics", "taglist", "tagnames", "subjects", "subject"],
            Self::Image => &[
                "featureimage",
                "featuredimage",
                "coverimage",
                "thumbnail",
                "imageurl",
                "cover",
                "picture",
                "bannerimage",
                "jetpackfeaturedmediaurl",
                "ogimage",
            ],
            Self::ImageAlt => &["featureimagealt", "alt", "alttext"],
            Self::Authors => &["author", "byline", "bylines", "creator", "writers", "authorname"],
            Self::Modified => &[
                "modifiedat",
                "updatedat",
                "datemodified",
                "lastmod",
                "lastmodified",
                "updated",
                "postmodified",
            ],
            Self::Embargo => &["embargoed", "embargoeduntil", "embargountil"],
            Self::Expires => &["expiresat", "expirydate", "unpublishdate", "unpublishat"],
            Self::TranslationKey => &["translationof", "translationgroup"],
            Self::CanonicalUrl => &["canonical"],
            Self::Draft => &["isdraft"],
            Self::Published => &["ispublished"],
            Self::Status => &[
                "poststatus",
                "moderationstate",
                "pubstatus",
                "publicationstatus",
                "workflowstate",
                "state",
            ],
            Self::Visibility => &["access"],
            Self::Password => &["postpassword"],
            Self::Label
            | Self::Paywall
            | Self::Hidden
            | Self::Retracted
            | Self::Legal
            | Self::Evergreen
            | Self::Series
            | Self::Pinned
            | Self::Blocked
            | Self::Links => &[],
        }
    }

    /// Whether the field may keep an article out of lists or change them.
    pub(super) fn is_for_editors(self) -> bool {
        self >= Self::Hidden
    }
}

#[cfg(test)]
mod tests {
    use super::Field;

    #[test]
    fn all_fields_stand_at_their_own_index() {
        for (at, field) in Field::ALL.into_iter().enumerate() {
            assert_eq!(field as usize, at, "{}", field.name());
        }
    }
}
