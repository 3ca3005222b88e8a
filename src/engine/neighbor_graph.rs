//! The neighbor graph of an archive, and the themes computed from it.

use super::{Engine, EngineError, ThemeModel};
use crate::article::Lang;
use crate::index::{Index, Neighbours, Progress, Search};
use crate::sparse::SparseRows;
use crate::themes::{NamedReport, SeedTheme, SeededTheme, ThemeDiff, ThemeParams, Themes, Wording};
use crate::vectorize::{Idf, MAX_NGRAM};

/// Minimum and maximum number of neighbors of an article in the graph; see [`graph_k`].
const GRAPH_K: (usize, usize) = (6, 15);

/// Returns the number of neighbors of an article: half the square root of the number of articles, from 6 to 15.
///
/// In a small archive a theme has about a dozen articles, so fifteen neighbors would include articles of other
/// themes. Measured on archives with known classes: with 132 and 496 articles, 6 and 11 neighbors gained .04 and
/// .01 NMI over 15, and the number of themes was closer to the number of classes. With 220 articles the difference
/// was noise.
fn graph_k(n_docs: usize) -> usize {
    ((n_docs as f64).sqrt() / 2.0).round().clamp(GRAPH_K.0 as f64, GRAPH_K.1 as f64) as usize
}

/// The input of themes: rows weighted for topics, and the nearest neighbors of each row.
#[derive(Clone, Debug)]
pub struct NeighborGraph {
    rows: SparseRows,
    neighbours: Neighbours,
}

impl Engine {
    /// Computes the neighbor graph from which themes are found.
    ///
    /// The rows are those of the archive, phrases included, with the flat idf weights that separate topics. On
    /// seven archives with known classes, phrases gained .01 NMI on average and .03 on BBC news. No selection of
    /// terms gained more.
    ///
    /// # Errors
    /// [`EngineError::Cancelled`] when `progress` cancels the search.
    ///
    /// # Performance
    /// Parallel; `progress` counts rows.
    pub fn neighbor_graph(&self, progress: Progress<'_>) -> Result<NeighborGraph, EngineError> {
        let index =
            Index::build(self.vectorizer().reweigh(self.index().rows(), Idf::Smooth, MAX_NGRAM));
        let neighbours = index.all_pairs(
            Search { k: graph_k(self.corpus().n_docs()), min_score: 0.0 },
            |_, _| true,
            progress,
        )?;
        Ok(NeighborGraph { rows: index.into_rows(), neighbours })
    }

    /// Returns the themes of the archive, from its [`Engine::neighbor_graph`].
    ///
    /// All articles take part, also those that may appear in no list. To exclude these, leave them out of the
    /// archive: see [`Exclusion::by_editor`](crate::recommend::Exclusion::by_editor).
    ///
    /// # Errors
    /// [`EngineError::Themes`] when settings are invalid or request more themes than there are different articles.
    pub fn themes(
        &self,
        graph: &NeighborGraph,
        params: &ThemeParams,
    ) -> Result<Themes, EngineError> {
        let NeighborGraph { rows, neighbours } = graph;
        let (n_repeated, langs) = self.wording_inputs();
        Ok(params.fit(rows, neighbours, self.wording(&n_repeated, &langs))?)
    }

    /// Returns the position of each article on a map of the themes, shape (n_docs,); see [`Themes::map`].
    ///
    /// # Errors
    /// [`EngineError::Themes`] when the themes belong to another archive.
    pub fn map(
        &self,
        graph: &NeighborGraph,
        themes: &Themes,
        params: &ThemeParams,
    ) -> Result<Vec<Option<[f32; 2]>>, EngineError> {
        Ok(themes.map(&graph.rows, &graph.neighbours, params)?)
    }

    /// Returns themes built around seed themes, and a report on each seed.
    ///
    /// `graph` is the archive's [`Engine::neighbor_graph`]. `params.n_themes` counts only the themes found in
    /// addition to the seeds.
    ///
    /// # Errors
    /// As [`Engine::themes`].
    pub fn named_themes(
        &self,
        graph: &NeighborGraph,
        params: &ThemeParams,
        named: &[SeedTheme],
    ) -> Result<(Themes, NamedReport), EngineError> {
        let NeighborGraph { rows, neighbours } = graph;
        let named = self.resolve_seeds(named);
        let (n_repeated, langs) = self.wording_inputs();
        Ok(params.fit_named(rows, neighbours, self.wording(&n_repeated, &langs), &named)?)
    }

    /// Recomputes the themes of an archive that has changed since `earlier`; see [`ThemeParams::refit`].
    ///
    /// # Errors
    /// As [`Engine::themes`].
    pub fn refit_themes(
        &self,
        graph: &NeighborGraph,
        params: &ThemeParams,
        earlier: &ThemeModel,
    ) -> Result<(Themes, ThemeDiff), EngineError> {
        let NeighborGraph { rows, neighbours } = graph;
        let (before, themes) = (earlier.earlier_themes(self), earlier.themes());
        let (n_repeated, langs) = self.wording_inputs();
        Ok(params.refit(rows, neighbours, self.wording(&n_repeated, &langs), themes, &before)?)
    }

    /// Gives themes the ids of the earlier themes that they continue; see [`Themes::match_ids`].
    ///
    /// # Errors
    /// [`EngineError::Themes`] when the themes belong to another archive.
    pub fn continue_themes(
        &self,
        themes: &mut Themes,
        earlier: &ThemeModel,
    ) -> Result<ThemeDiff, EngineError> {
        Ok(themes.match_ids(earlier.themes(), &earlier.earlier_themes(self))?)
    }

    /// Names themes after the articles of a lexicon that match them; themes with given names keep them. See
    /// [`Themes::name_from_lexicon`].
    pub fn name_themes(&self, themes: &mut Themes, lexicon: &[SeedTheme]) {
        themes.name_from_lexicon(&self.resolve_seeds(lexicon), self.index().rows());
    }

    /// Returns what a [`Wording`] borrows: for each term the number of articles that repeat it, and the language
    /// of each article.
    fn wording_inputs(&self) -> (Vec<u32>, Vec<Lang>) {
        (self.vectorizer().n_repeated(self.index().rows()), self.corpus().langs().collect())
    }

    /// Returns the data from which themes are labelled.
    fn wording<'a>(&'a self, n_repeated: &'a [u32], langs: &'a [Lang]) -> Wording<'a> {
        let (rows, vocabulary) = (self.index().rows(), self.vectorizer().vocabulary());
        Wording { rows, vocabulary, n_repeated, langs }
    }

    /// Resolves seeds to terms. A seed without a language gets the most frequent language of the archive.
    fn resolve_seeds(&self, named: &[SeedTheme]) -> Vec<SeededTheme> {
        let lang = self.corpus().main_lang();
        named.iter().map(|theme| theme.resolve(self.vectorizer(), lang)).collect()
    }
}
