//! The themes of an archive, and what a caller can do with them.

use super::{
    Membership, Naming, SeededTheme, Theme, ThemeDiff, ThemeError, ThemeParams, lexicon, lifecycle,
    map, space::Space,
};
use crate::{
    index::Neighbours,
    sparse::{DocId, Row, SparseRows},
};

/// The themes of an archive.
#[derive(Clone, Debug, PartialEq)]
pub struct Themes {
    /// The themes: size descending, then by first article.
    pub themes: Vec<Theme>,
    /// The theme of each article, shape (n_docs,): `None` for an article without terms.
    pub memberships: Vec<Option<Membership>>,
    /// Articles that fit no theme well, lowest score first: the share [`ThemeParams::outliers`] of those with a
    /// theme.
    pub outliers: Vec<DocId>,
    /// Articles between two themes, lowest margin first: the share [`ThemeParams::ambiguous`] of those with a theme.
    pub ambiguous: Vec<DocId>,
    /// Modularity of the partition on the graph of nearest articles, below 1; 0 for a single theme.
    pub modularity: f64,
    /// The id of the next new theme: above every id used so far.
    pub(super) next_id: usize,
    /// The dense space and the centroids, with which later articles are assigned; `None` without themes.
    pub(super) space: Option<Space>,
}

impl Themes {
    /// Returns an empty set of themes for an archive of `n_docs` articles.
    pub(super) fn none(n_docs: usize) -> Self {
        Self {
            themes: Vec::new(),
            memberships: vec![None; n_docs],
            outliers: Vec::new(),
            ambiguous: Vec::new(),
            modularity: 0.0,
            next_id: 0,
            space: None,
        }
    }

    /// Returns the nearest theme of a later article; `None` if its row has no known terms.
    ///
    /// `row` is a unit row in the weights of the topic rows. It is not smoothed, so its score and margin are lower
    /// than those of the archive's own articles.
    ///
    /// # Performance
    /// O((terms of the row + n_themes) · n_components).
    #[must_use]
    pub fn assign(&self, row: Row<'_>) -> Option<Membership> {
        self.space.as_ref()?.nearest_theme(row)
    }

    /// Returns the cosine of an article with the mean row of the theme at a position, from -1 to 1; 0 for a row
    /// without known terms and for a position that does not exist.
    ///
    /// Both rows are projected into the dense space but not centred. Therefore, unlike the score of
    /// [`Themes::assign`], closeness falls when an article is about something else: the projection of such a row is
    /// nearly zero, and centring would move it close to some theme. `row` is a unit row in the weights of the topic
    /// rows.
    ///
    /// # Performance
    /// O(terms of the row · n_components).
    #[must_use]
    pub fn closeness(&self, row: Row<'_>, theme: usize) -> f32 {
        self.space.as_ref().map_or(0.0, |space| space.closeness(row, theme))
    }

    /// Returns the mean closeness of the archive's articles; 0 without themes.
    ///
    /// The mean row of a theme leaves out the article that it is compared with, so the value is comparable with that
    /// of later articles. An article without a theme, or alone in it, counts as 0.
    #[must_use]
    pub fn mean_closeness(&self) -> f64 {
        self.space.as_ref().map_or(0.0, |space| space.closeness)
    }

    /// Returns the same themes with other articles in them.
    ///
    /// `memberships`, shape (n_docs,), comes from [`Themes::assign`]. Ids, labels and keywords stay. Sizes, cohesion
    /// and representatives describe the new articles. Themes keep their order and may be empty, with cohesion 0. A
    /// theme has at most `n_representatives` representatives; two articles of equal score are copies of one text, so
    /// only one of them represents the theme. Subthemes, outliers and ambiguous articles are empty, and the
    /// modularity is 0.
    ///
    /// # Errors
    /// [`ThemeError::Theme`] for a membership in a theme that does not exist.
    ///
    /// # Performance
    /// O(n_docs · log n_docs).
    pub fn with_articles(
        &self,
        memberships: Vec<Option<Membership>>,
        n_representatives: usize,
    ) -> Result<Self, ThemeError> {
        let n_themes = self.themes.len();
        let mut members: Vec<Vec<(f32, DocId)>> = vec![Vec::new(); n_themes];
        for (row, membership) in memberships.iter().enumerate() {
            if let &Some(Membership { theme, score, .. }) = membership {
                let of_theme =
                    members.get_mut(theme).ok_or(ThemeError::Theme { theme, n_themes })?;
                of_theme.push((score, DocId::from_index(row)));
            }
        }
        let filled = |(theme, mut members): (&Theme, Vec<(f32, DocId)>)| {
            let size = members.len();
            let sum: f64 = members.iter().map(|&(score, _)| f64::from(score)).sum();
            members.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            members.dedup_by_key(|member| member.0.to_bits());
            let nearest = members.iter().take(n_representatives);
            Theme {
                size,
                cohesion: (sum / size.max(1) as f64) as f32,
                representatives: nearest.map(|&(_, doc)| doc).collect(),
                subthemes: Vec::new(),
                ..theme.clone()
            }
        };
        Ok(Self {
            themes: self.themes.iter().zip(members).map(filled).collect(),
            memberships,
            outliers: Vec::new(),
            ambiguous: Vec::new(),
            modularity: 0.0,
            next_id: self.next_id,
            space: self.space.clone(),
        })
    }

    /// Gives a theme a name. The theme keeps it in a refit.
    ///
    /// # Errors
    /// [`ThemeError::UnknownTheme`] when no theme has the id, [`ThemeError::NameTaken`] when another theme has
    /// the name.
    pub fn give_name(&mut self, id: usize, name: &str) -> Result<(), ThemeError> {
        if let Some(other) = self.themes.iter().find(|theme| theme.label == name && theme.id != id)
        {
            return Err(ThemeError::NameTaken { name: name.to_owned(), id: other.id });
        }
        let theme = self.themes.iter_mut().find(|theme| theme.id == id);
        let theme = theme.ok_or(ThemeError::UnknownTheme { id })?;
        (theme.label, theme.naming) = (name.to_owned(), Naming::Given);
        Ok(())
    }

    /// Names themes after the lexicon entries that match their terms. Only themes whose label comes from their own
    /// keywords are renamed.
    ///
    /// `rows`, shape (n_docs, n_terms), holds the terms of each article; the entries are resolved with the same
    /// vocabulary. The profile of a theme is its 60 terms of greatest p_in · ln(p_in / (p_out + .01)), where p is
    /// the share of articles with the term inside or outside the theme. An entry names a theme when all of these
    /// hold:
    ///
    /// - the cosine between profile and seeds reaches .22, and exceeds that of the next entry by a quarter of itself;
    /// - three seeds are in the profile;
    /// - half of the theme's articles have a seed of the entry;
    /// - the entry is the best one for at least twice as many articles as any other entry is.
    ///
    /// The bounds are strict, because a wrong name is worse than none. They were picked by reading the names of five
    /// archives. An entry names one theme only: that of the greatest cosine.
    ///
    /// # Performance
    /// O(nnz + number of entries), themes in parallel.
    pub fn name_from_lexicon(&mut self, lexicon: &[SeededTheme], rows: &SparseRows) {
        for (theme, name) in lexicon::matching_names(&self.themes, &self.memberships, lexicon, rows)
        {
            self.themes[theme].label.clone_from(name);
            self.themes[theme].naming = Naming::Lexicon;
        }
    }

    /// Gives these themes the ids of the earlier themes that they continue, with the names that editors gave, and
    /// gives new ids to the others.
    ///
    /// `before`, shape (n_docs,), holds for each article its position among the earlier themes, if it had one. Only
    /// articles that have a theme in both fits count. A theme continues an earlier one when more than half of the
    /// articles in either theme are in both. At most one pair can satisfy that, so the match is unique. A given name
    /// in these themes stays, and no other theme gets the same name.
    ///
    /// # Errors
    /// [`ThemeError::Articles`] when `before` has another number of articles.
    ///
    /// # Performance
    /// O(n_docs + n_themes · number of earlier themes).
    pub fn match_ids(
        &mut self,
        earlier: &Self,
        before: &[Option<usize>],
    ) -> Result<ThemeDiff, ThemeError> {
        lifecycle::check_before(self.memberships.len(), before)?;
        self.next_id = earlier.next_id;
        Ok(lifecycle::match_ids(
            &mut self.themes,
            &self.memberships,
            &earlier.themes,
            before,
            &mut self.next_id,
        ))
    }

    /// Returns the position of each article on a flat map, shape (n_docs,): x to the right and y down, both from 0
    /// to 1; `None` for an article without a theme.
    ///
    /// Themes form islands, and similar themes are near each other. Inside an island similar articles are near each
    /// other, and an article between two themes lies towards the other one. `topic_rows`, `graph` and `params` are
    /// those of the fit; `params` gives the smoothing. Distances on the map show distances between articles only
    /// roughly. The same input gives the same bits on any number of threads.
    ///
    /// # Errors
    /// [`ThemeError::Articles`] when the rows or the graph have another number of articles than the themes.
    ///
    /// # Performance
    /// 250 iterations of O(n_docs), in parallel. Memory: the dense rows twice.
    pub fn map(
        &self,
        topic_rows: &SparseRows,
        graph: &Neighbours,
        params: &ThemeParams,
    ) -> Result<Vec<Option<[f32; 2]>>, ThemeError> {
        let expected = self.memberships.len();
        for (input, found) in
            [("the topic matrix", topic_rows.n_docs()), ("the graph", graph.n_docs())]
        {
            if found != expected {
                return Err(ThemeError::Articles { input, expected, found });
            }
        }
        let Some(space) = &self.space else {
            return Ok(vec![None; expected]);
        };
        Ok(map::positions(space, &self.memberships, topic_rows, graph, params))
    }
}
