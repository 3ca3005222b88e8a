//! Archives of invented news, for benches and trials at sizes that no free archive has.
//!
//! The words are invented but behave like English: their frequencies follow Zipf's law with Mandelbrot's
//! correction, stand among real function words, take endings that a stemmer removes, and come in fixed
//! pairs. The articles form topics, running stories and events, so that every article has near, less
//! near and far neighbours as in a newspaper. `benches` compares the resulting workload with that of
//! real archives.
//!
//! Equal parameters give equal bytes: each article comes from a generator of its own, made from the seed
//! and its number, and numbers are drawn with operations that IEEE 754 rounds exactly.

mod draw;
mod prose;
mod stories;
mod words;

use std::collections::HashSet;

use rand::Rng;

use self::{
    draw::{Purpose, Ranks, generator_for},
    stories::{Stories, Story},
};
use crate::article::{Article, ArticleId, Date};

/// What an archive shall be like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GeneratorParams {
    /// Number of articles.
    pub n_articles: u32,
    /// Mean number of different words of an article, function words not counted and endings removed.
    pub mean_terms: u32,
    /// Every choice depends on it.
    pub seed: u64,
}

impl Default for GeneratorParams {
    /// Ten thousand articles of newspaper length.
    fn default() -> Self {
        Self { n_articles: 10_000, mean_terms: 200, seed: 0 }
    }
}

/// An archive of invented news, made article by article.
///
/// Memory: about 9 bytes an article for who tells which story, and 1 MiB.
#[derive(Clone, Debug)]
pub struct Generator {
    params: GeneratorParams,
    ranks: Ranks,
    stories: Stories,
}

/// One content word of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Token {
    term: u32,
    /// Stands right behind the word before it, as the second part of a fixed pair.
    joined: bool,
    /// Belongs to the story, not to the language or the topic.
    of_story: bool,
}

/// Share of tokens that repeat an earlier token of their article.
const REPEATED: f64 = 0.28;

/// Share of drawn tokens that come from the language as a whole, the topic, the saga and the event; an
/// event outside any saga takes the saga's share for its topic. Fitted to real archives' workloads.
const FROM_LANGUAGE: f64 = 0.52;
const FROM_TOPIC: f64 = 0.20;
const FROM_SAGA: f64 = 0.14;

/// How often the second part of a fixed pair follows the first.
const PAIRED: f64 = 0.7;

/// The first day of every archive, and the time it covers: fifteen years from 2008-01-01.
const FIRST_SECOND: i64 = 1_199_145_600;
const N_SECONDS: u64 = 15 * 365 * 86_400;

impl Generator {
    /// Plans the stories of an archive. O(n_articles).
    #[must_use]
    pub fn new(params: GeneratorParams) -> Self {
        let ranks = Ranks::new();
        let stories = Stories::new(params, &ranks);
        Self { params, ranks, stories }
    }

    /// Number of articles.
    #[must_use]
    pub fn n_articles(&self) -> u32 {
        self.params.n_articles
    }

    /// Writes one article; a higher number means a later date. O(length), from any thread.
    ///
    /// # Panics
    /// When `number` is not below `n_articles`.
    #[must_use]
    pub fn article(&self, number: u32) -> Article {
        assert!(number < self.params.n_articles, "article {number} of {}", self.params.n_articles);
        let mut random = generator_for(self.params.seed, Purpose::Article, number);
        let story = self.stories.story_of(number, &self.ranks);
        let tokens = self.tokens(&story, &mut random);
        let title = prose::title(&tokens, &mut random);
        let date = self.date(number, &mut random);
        let slug: String = title.to_ascii_lowercase().replace(' ', "-");
        Article {
            id: ArticleId::from(format!("n{number:07}")),
            url: Some(format!(
                "https://news.example/{}/{slug}-{number}",
                date.to_string().replace('-', "/")
            )),
            text: prose::text(&tokens, &mut random),
            title,
            date: Some(date),
            label: Some(words::topic_name(story.topic)),
            ..Article::default()
        }
    }

    /// All articles, oldest first, one at a time.
    pub fn articles(&self) -> impl ExactSizeIterator<Item = Article> {
        (0..self.params.n_articles).map(|number| self.article(number))
    }

    /// Draws words until as many different ones are there as the article shall have.
    fn tokens(&self, story: &Story, random: &mut impl Rng) -> Vec<Token> {
        let n_terms = draw::length(self.params.mean_terms, random);
        let mut tokens: Vec<Token> = Vec::with_capacity(2 * n_terms);
        let mut seen = HashSet::with_capacity(n_terms);
        while seen.len() < n_terms {
            let token = if !tokens.is_empty() && random.r#gen::<f64>() < REPEATED {
                tokens[random.gen_range(0..tokens.len())]
            } else {
                self.new_token(story, random)
            };
            seen.insert(token.term);
            tokens.push(Token { joined: false, ..token });
            if let Some(partner) = words::partner(token.term, &self.ranks)
                && random.r#gen::<f64>() < PAIRED
            {
                seen.insert(partner);
                tokens.push(Token { term: partner, joined: true, ..token });
            }
        }
        tokens
    }

    fn new_token(&self, story: &Story, random: &mut impl Rng) -> Token {
        let source: f64 = random.r#gen();
        let place: f64 = random.r#gen();
        let (term, of_story) = if source < FROM_LANGUAGE {
            (self.ranks.draw(place), false)
        } else if source < FROM_LANGUAGE + FROM_TOPIC {
            (self.stories.topic_term(story.topic, place), false)
        } else if source < FROM_LANGUAGE + FROM_TOPIC + FROM_SAGA {
            match &story.saga_terms {
                Some(terms) => (draw::pick(terms, place), true),
                None => (self.stories.topic_term(story.topic, place), false),
            }
        } else {
            (draw::pick(&story.event_terms, place), true)
        };
        Token { term, joined: false, of_story }
    }

    fn date(&self, number: u32, random: &mut impl Rng) -> Date {
        let n_articles = u64::from(self.params.n_articles);
        let step = (N_SECONDS / n_articles).max(1);
        let second = u64::from(number) * N_SECONDS / n_articles + random.gen_range(0..step);
        Date::from_unix_seconds(FIRST_SECOND + second as i64)
    }
}
