//! The names of the fields of JSON lines and tables.

/// A field of a record: first those that readers see, then those for editors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
}

impl Field {
    /// All fields in the order of their declaration, so that `Field::ALL[field as usize]` is `field`.
    pub(super) const ALL: [Self; 30] = [
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
