//! Synthetic news archives, for benches at sizes that no free archive has.
//!
//! The words are invented but behave like English. Their frequencies follow Zipf's law with Mandelbrot's correction.
//! They stand among real function words, take endings that a stemmer removes, and form fixed pairs. The articles form
//! topics, running stories (sagas) and events, so that every article has closer and more distant neighbours, as in a
//! newspaper. `docs/lab/generator.md` compares the resulting workload with that of real archives.
//!
//! Equal parameters give equal bytes. Each article has its own random generator, seeded by the seed and its number, and
//! all numbers are drawn with operations that IEEE 754 rounds exactly.

mod draw;
mod params;
mod prose;
mod stories;
mod token;
mod words;

pub use params::GeneratorParams;

use std::collections::HashSet;

use rand::Rng;

use self::{
    draw::{Purpose, Ranks, generator_for},
    stories::{Stories, Story},
    token::Token,
};
use alsolike::article::{Article, ArticleId, Date};

/// A synthetic news archive, generated one article at a time.
///
/// Memory: about 9 bytes for each article, which hold its event, and 1 MiB.
#[derive(Clone, Debug)]
pub struct Generator {
    params: GeneratorParams,
    ranks: Ranks,
    stories: Stories,
}

/// Share of tokens that repeat an earlier token of the article.
const REPEATED: f64 = 0.30;

/// Shares of new tokens that come from the language as a whole, the topic and the saga; the others come from the event.
/// An event outside any saga draws the saga's share from its topic. Fitted, with the constants of `stories`, to the
/// workloads of real archives: the tables are in `docs/lab/generator.md`.
const FROM_LANGUAGE: f64 = 0.43;
const FROM_TOPIC: f64 = 0.17;
const FROM_SAGA: f64 = 0.16;

/// Probability that the second word of a fixed pair follows the first.
const PAIRED: f64 = 0.6;

/// First second and length of every archive: fifteen years from 2008-01-01.
const FIRST_SECOND: i64 = 1_199_145_600;
const N_SECONDS: u64 = 15 * 365 * 86_400;

impl Generator {
    /// Plans the events of an archive. O(n_articles).
    #[must_use]
    pub fn new(params: GeneratorParams) -> Self {
        let ranks = Ranks::new();
        let stories = Stories::new(params, &ranks);
        Self { params, ranks, stories }
    }

    /// Returns the number of articles.
    #[must_use]
    pub fn n_articles(&self) -> u32 {
        self.params.n_articles
    }

    /// Generates one article. Dates ascend with the number. O(length).
    ///
    /// # Panics
    /// When `number` is not below `n_articles`.
    #[must_use]
    pub fn article(&self, number: u32) -> Article {
        assert!(
            number < self.params.n_articles,
            "article {number} is out of range: the archive has {} articles",
            self.params.n_articles
        );
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

    /// Iterates over all articles, oldest first.
    pub fn articles(&self) -> impl ExactSizeIterator<Item = Article> {
        (0..self.params.n_articles).map(|number| self.article(number))
    }

    /// Draws tokens until the article has as many distinct words as its length requires.
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
        let quantile: f64 = random.r#gen();
        let (term, of_story) = if source < FROM_LANGUAGE {
            (self.ranks.draw(quantile), false)
        } else if source < FROM_LANGUAGE + FROM_TOPIC {
            (self.stories.topic_term(story.topic, quantile), false)
        } else if source < FROM_LANGUAGE + FROM_TOPIC + FROM_SAGA {
            match &story.saga_terms {
                Some(terms) => (draw::choose_term(terms, quantile), true),
                None => (self.stories.topic_term(story.topic, quantile), false),
            }
        } else {
            (draw::choose_term(&story.event_terms, quantile), true)
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

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use rayon::prelude::*;

    use super::{Generator, GeneratorParams, Token, draw::Purpose, generator_for};
    use alsolike::article::Article;

    fn generator(n_articles: u32, seed: u64) -> Generator {
        Generator::new(GeneratorParams { n_articles, seed, ..GeneratorParams::default() })
    }

    fn terms(generator: &Generator, number: u32) -> HashSet<u32> {
        let mut random = generator_for(generator.params.seed, Purpose::Article, number);
        let story = generator.stories.story_of(number, &generator.ranks);
        let tokens: Vec<Token> = generator.tokens(&story, &mut random);
        tokens.into_iter().map(|token| token.term).collect()
    }

    #[test]
    fn articles_depend_on_the_parameters_alone() {
        let in_order: Vec<Article> = generator(300, 7).articles().collect();
        let again = generator(300, 7);
        let backwards: Vec<Article> =
            (0..300u32).into_par_iter().rev().map(|number| again.article(number)).collect();
        assert!(in_order.iter().eq(backwards.iter().rev()));
        let other = generator(300, 8);
        assert!(
            in_order
                .iter()
                .zip(other.articles())
                .all(|(article, other)| article.text != other.text)
        );
    }

    /// The bytes are the same on every machine. An intended change of the generator changes them here.
    #[test]
    fn the_first_title_is_fixed() {
        assert_eq!(
            generator(1_000, 0).article(0).title,
            "Golahon Midon miplamp bokask lucask stelalk heholf to Renen"
        );
    }

    #[test]
    fn articles_have_distinct_ids_dates_and_english_text() {
        let articles: Vec<Article> = generator(500, 1).articles().collect();
        let ids: HashSet<&str> = articles.iter().map(|article| article.id.as_str()).collect();
        let urls: HashSet<&str> =
            articles.iter().filter_map(|article| article.url.as_deref()).collect();
        assert_eq!((ids.len(), urls.len()), (500, 500));
        assert!(articles.is_sorted_by_key(|article| article.date));
        for article in &articles {
            assert!(article.title.split(' ').count() >= 4, "{}", article.title);
            assert!(article.label.is_some());
            assert!(article.text.contains("\n\n") && article.text.ends_with('.'));
            assert!(!article.text.contains("  "), "{}", article.text);
            assert!(
                article.text.split(". ").all(|sentence| !sentence.starts_with(char::is_lowercase))
            );
            assert_eq!(whichlang::detect_language(&article.text), whichlang::Lang::Eng);
        }
    }

    #[test]
    fn generates_the_smallest_archives() {
        assert_eq!(generator(0, 0).articles().count(), 0);
        assert_eq!(generator(1, 0).articles().count(), 1);
        let short = Generator::new(GeneratorParams { n_articles: 3, mean_terms: 1, seed: 0 });
        assert!(short.articles().all(|article| !article.text.is_empty()));
    }

    #[test]
    fn document_frequencies_fall_with_the_rank() {
        let generator = generator(2_000, 3);
        let mut df: HashMap<u32, u32> = HashMap::new();
        let mut n_kept = 0;
        for number in 0..2_000 {
            let terms = terms(&generator, number);
            n_kept += terms.len();
            terms.into_iter().for_each(|term| *df.entry(term).or_default() += 1);
        }
        assert!((n_kept as f64 / 2_000.0 - 200.0).abs() < 6.0, "{n_kept}");
        let mut shares: Vec<f64> = df.into_values().map(|df| f64::from(df) / 2_000.0).collect();
        shares.sort_by(|a, b| b.total_cmp(a));
        // Shares of this generator, with bounds of a factor of 1.5, so that a changed constant shows. Real archives
        // have other shares: `docs/lab/generator.md` compares them.
        for (rank, share) in [(0, 0.26), (64, 0.16), (256, 0.085), (1_024, 0.028), (4_096, 0.0081)]
        {
            let ratio = shares[rank] / share;
            assert!((0.67..1.5).contains(&ratio), "rank {rank}: {}", shares[rank]);
        }
        assert!((20_000..80_000).contains(&shares.len()), "{}", shares.len());
    }

    #[test]
    fn articles_of_one_event_share_more_words_than_others() {
        let generator = generator(2_000, 4);
        let event_of = |number: u32| generator.stories.event_of(number);
        let n_shared =
            |a: u32, b: u32| terms(&generator, a).intersection(&terms(&generator, b)).count();
        let pairs: Vec<(u32, u32)> = (0..2_000u32)
            .filter_map(|a| (a + 1..2_000).find(|&b| event_of(a) == event_of(b)).map(|b| (a, b)))
            .collect();
        assert!(pairs.len() > 800, "{}", pairs.len());
        let n_in_event: usize = pairs.iter().map(|&(a, b)| n_shared(a, b)).sum();
        let n_in_any: usize = pairs.iter().map(|&(a, _)| n_shared(a, (a + 997) % 2_000)).sum();
        assert!(n_in_event > 3 * n_in_any, "{n_in_event} and {n_in_any} in {} pairs", pairs.len());
    }

    #[test]
    fn fixed_pairs_recur() {
        let generator = generator(2_000, 5);
        let mut df: HashMap<(String, String), u32> = HashMap::new();
        for article in generator.articles() {
            let words: Vec<&str> = article.text.split([' ', '\n']).collect();
            let names = words.windows(2).filter(|pair| {
                pair.iter().all(|word| word.starts_with(char::is_uppercase))
                    && !pair[0].ends_with('.')
            });
            let pairs: HashSet<(String, String)> = names
                .map(|pair| (pair[0].to_owned(), pair[1].trim_end_matches(['.', ',']).to_owned()))
                .collect();
            pairs.into_iter().for_each(|pair| *df.entry(pair).or_default() += 1);
        }
        let n_common = df.values().filter(|&&df| df >= 10).count();
        assert!(n_common > 100, "{n_common}");
    }
}
