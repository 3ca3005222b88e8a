//! Themes of the archive.

use super::{Engine, EngineError, ThemeModel};
use crate::article::Lang;
use crate::index::{Index, Neighbours, Progress, Search};
use crate::sparse::SparseRows;
use crate::themes::{NamedReport, SeedTheme, SeededTheme, ThemeDiff, ThemeParams, Themes, Wording};
use crate::vectorize::{Idf, MAX_NGRAM};

/// Fewest and most neighbours of an article that themes look at.
const GRAPH_K: (usize, usize) = (6, 15);

/// Half the root of the number of articles, from 6 to 15: where a theme has a dozen articles, the fifteen nearest
/// of each reach beyond it. Of 132 and 496 articles with known classes 6 and 11 neighbours gave .04 and .01 NMI more
/// than 15, and numbers of themes nearer to the known ones; of 220 the same within the noise.
fn graph_k(n_docs: usize) -> usize {
    ((n_docs as f64).sqrt() / 2.0).round().clamp(GRAPH_K.0 as f64, GRAPH_K.1 as f64) as usize
}

/// What themes are made from: rows in weights that find topics, and their nearest neighbours.
#[derive(Clone, Debug)]
pub struct NeighborGraph {
    rows: SparseRows,
    neighbours: Neighbours,
}

impl Engine {
    /// Searches the graph that themes are made from.
    ///
    /// The rows are the archive's own, phrases included, in the flat weights that find topics: on seven
    /// archives with known classes phrases gained .01 NMI in the mean, .03 on BBC news, and nothing that was
    /// left out gained more. Parallel; `progress` counts rows.
    ///
    /// # Errors
    /// [`EngineError::Cancelled`] when `progress` cancelled the search.
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

    /// The themes of the archive, from its [`Engine::neighbor_graph`]: of all its articles, also those that may stand
    /// in no list. Where these are to shape no theme, leave them out of the archive, as
    /// [`Exclusion::by_editor`](crate::recommend::Refusal::by_editor) tells.
    ///
    /// # Errors
    /// [`EngineError::Themes`] when the settings make no sense or ask more themes than there are different
    /// articles.
    pub fn themes(
        &self,
        graph: &NeighborGraph,
        params: &ThemeParams,
    ) -> Result<Themes, EngineError> {
        let NeighborGraph { rows, neighbours } = graph;
        let (n_repeated, langs) = self.of_words();
        Ok(params.fit(rows, neighbours, self.wording(&n_repeated, &langs))?)
    }

    /// Returns the position of each article on a map of the themes, shape (n_docs,): see [`Themes::map`].
    ///
    /// # Errors
    /// [`EngineError::Themes`] when the themes are of another archive.
    pub fn map(
        &self,
        graph: &NeighborGraph,
        themes: &Themes,
        params: &ThemeParams,
    ) -> Result<Vec<Option<[f32; 2]>>, EngineError> {
        Ok(themes.map(&graph.rows, &graph.neighbours, params)?)
    }

    /// The themes of the archive round those that somebody named, from its [`Engine::neighbor_graph`]; and what
    /// became of the names. `params.n_themes` counts the themes found beside them.
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
        let named = self.resolve(named);
        let (n_repeated, langs) = self.of_words();
        Ok(params.fit_named(rows, neighbours, self.wording(&n_repeated, &langs), &named)?)
    }

    /// Makes the themes of an archive again that has changed: see [`ThemeParams::refit`].
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
        let (before, themes) = (earlier.before(self), earlier.themes());
        let (n_repeated, langs) = self.of_words();
        Ok(params.refit(rows, neighbours, self.wording(&n_repeated, &langs), themes, &before)?)
    }

    /// Gives themes the ids of the earlier ones that they continue: see [`Themes::match_ids`].
    ///
    /// # Errors
    /// [`EngineError::Themes`] when the themes are of another archive.
    pub fn continue_themes(
        &self,
        themes: &mut Themes,
        earlier: &ThemeModel,
    ) -> Result<ThemeDiff, EngineError> {
        Ok(themes.match_ids(earlier.themes(), &earlier.before(self))?)
    }

    /// Gives themes that are called by their own words the names of the lexicon entries they are like; see
    /// [`Themes::name_from_lexicon`].
    pub fn name_themes(&self, themes: &mut Themes, lexicon: &[SeedTheme]) {
        themes.name_from_lexicon(&self.resolve(lexicon), self.index().rows());
    }

    /// What a [`Wording`] borrows: in how many articles each term is said again, and the language of each article.
    fn of_words(&self) -> (Vec<u32>, Vec<Lang>) {
        (self.vectorizer().n_repeated(self.index().rows()), self.corpus().langs().collect())
    }

    /// What themes are called by.
    fn wording<'a>(&'a self, n_repeated: &'a [u32], langs: &'a [Lang]) -> Wording<'a> {
        let (rows, vocabulary) = (self.index().rows(), self.vectorizer().vocabulary());
        Wording { rows, vocabulary, n_repeated, langs }
    }

    /// Seeds as terms, those of no stated language in the commonest one of the archive.
    fn resolve(&self, named: &[SeedTheme]) -> Vec<SeededTheme> {
        let lang = self.corpus().main_lang();
        named.iter().map(|theme| theme.resolve(self.vectorizer(), lang)).collect()
    }
}
