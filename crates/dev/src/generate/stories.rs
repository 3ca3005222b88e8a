//! The plan of an archive: topics, sagas (running stories) and events.

use rand::Rng;

use super::draw::{Purpose, Ranks, generator_for};
use super::params::GeneratorParams;

/// The event of each article, and the saga and topic of each event.
///
/// Memory: 4 bytes for each article, 8 for each event, and the words of the topics. An event has a few articles.
#[derive(Clone, Debug)]
pub(super) struct Stories {
    seed: u64,
    /// Shape (n_articles,).
    event_of: Vec<u32>,
    events: Vec<Event>,
    /// Shape (N_TOPICS,).
    topic_terms: Vec<Vec<u32>>,
}

#[derive(Clone, Copy, Debug)]
struct Event {
    saga: Option<u32>,
    topic: u8,
}

/// The topic, saga and event of one article, with their words.
#[derive(Clone, Debug)]
pub(super) struct Story {
    pub(super) topic: u8,
    pub(super) saga_terms: Option<Vec<u32>>,
    pub(super) event_terms: Vec<u32>,
}

const N_TOPICS: u8 = 250;
const N_TOPIC_TERMS: usize = 400;
const N_SAGA_TERMS: usize = 70;
const N_EVENT_TERMS: usize = 45;

/// Lowest frequency rank of the words of topics, sagas and events. More specific words are rarer.
const FIRST_TOPIC_RANK: u32 = 40;
const FIRST_SAGA_RANK: u32 = 2_500;
const FIRST_EVENT_RANK: u32 = 5_000;

/// A new saga begins once in this many articles.
const ARTICLES_PER_SAGA: u32 = 120;
/// Share of events that belong to a saga.
const SAGA_SHARE: f64 = 0.9;

/// Largest number of articles of one event.
const MAX_EVENT_SIZE: u32 = 30;

const NO_EVENT: u32 = u32::MAX;

impl Stories {
    pub(super) fn new(params: GeneratorParams, ranks: &Ranks) -> Self {
        let mut stories = Self {
            seed: params.seed,
            event_of: vec![NO_EVENT; params.n_articles as usize],
            events: Vec::new(),
            topic_terms: (0..N_TOPICS)
                .map(|topic| topic_terms(params.seed, topic, ranks))
                .collect(),
        };
        stories.plan();
        stories
    }

    /// Assigns an event to each article, in order of date. An article without an event opens one, and the other
    /// articles of that event follow within days.
    fn plan(&mut self) {
        let mut random = generator_for(self.seed, Purpose::Plan, 0);
        let topics = Distribution::new((0..N_TOPICS).map(|topic| 1.0 / (f64::from(topic) + 20.0)));
        let sizes = Distribution::new((1..=MAX_EVENT_SIZE).map(|size| {
            let size = f64::from(size);
            // 1 / size^1.75
            1.0 / (size * size.sqrt() * size.sqrt().sqrt())
        }));
        let n_articles = self.event_of.len();
        // About two days in an archive of fifteen years.
        let gap = (n_articles / 2_500).max(4);
        for first in 0..n_articles {
            if self.event_of[first] != NO_EVENT {
                continue;
            }
            let event = self.open_event(first as u32, &topics, &mut random);
            let n_articles_of_event = 1 + sizes.draw(random.r#gen());
            let mut at = first;
            self.event_of[first] = event;
            for _ in 1..n_articles_of_event {
                at += random.gen_range(1..=gap);
                let Some(free) = (at..n_articles).find(|&at| self.event_of[at] == NO_EVENT) else {
                    break;
                };
                self.event_of[free] = event;
                at = free;
            }
        }
    }

    fn open_event(&mut self, first: u32, topics: &Distribution, random: &mut impl Rng) -> u32 {
        let saga = (random.r#gen::<f64>() < SAGA_SHARE).then(|| {
            // The k-th newest saga or an older one has probability 1 / k: most news belongs to new sagas, and some
            // sagas run for years.
            let newest = first / ARTICLES_PER_SAGA;
            let age = (1.0 / (1.0 - random.r#gen::<f64>())) as u32 - 1;
            newest - age % (newest + 1)
        });
        let own_topic: f64 = random.r#gen();
        let topic = topics.draw(match saga {
            Some(saga) => generator_for(self.seed, Purpose::Saga, saga).r#gen(),
            None => own_topic,
        });
        self.events.push(Event { saga, topic: topic as u8 });
        self.events.len() as u32 - 1
    }

    pub(super) fn story_of(&self, number: u32, ranks: &Ranks) -> Story {
        let event_number = self.event_of[number as usize];
        let event = self.events[event_number as usize];
        let draw = |purpose, number, n_terms, first_rank| {
            let mut random = generator_for(self.seed, purpose, number);
            // Skip the first number: that of a saga has chosen its topic.
            let _topic: f64 = random.r#gen();
            (0..n_terms).map(|_| ranks.draw_beyond(first_rank, random.r#gen())).collect()
        };
        Story {
            topic: event.topic,
            saga_terms: event
                .saga
                .map(|saga| draw(Purpose::Saga, saga, N_SAGA_TERMS, FIRST_SAGA_RANK)),
            event_terms: draw(Purpose::Event, event_number, N_EVENT_TERMS, FIRST_EVENT_RANK),
        }
    }

    pub(super) fn topic_term(&self, topic: u8, quantile: f64) -> u32 {
        // Steeper than `choose_term`: all articles of a topic share its first words.
        let terms = &self.topic_terms[usize::from(topic)];
        terms[(quantile * quantile * terms.len() as f64) as usize]
    }

    /// Returns the event of an article.
    #[cfg(test)]
    pub(super) fn event_of(&self, number: u32) -> u32 {
        self.event_of[number as usize]
    }
}

fn topic_terms(seed: u64, topic: u8, ranks: &Ranks) -> Vec<u32> {
    let mut random = generator_for(seed, Purpose::Topic, u32::from(topic));
    (0..N_TOPIC_TERMS).map(|_| ranks.draw_beyond(FIRST_TOPIC_RANK, random.r#gen())).collect()
}

/// A distribution over the numbers from 0, by weight.
struct Distribution(Vec<f64>);

impl Distribution {
    fn new(weights: impl Iterator<Item = f64>) -> Self {
        let mut sum = 0.0;
        Self(
            weights
                .map(|weight| {
                    sum += weight;
                    sum
                })
                .collect(),
        )
    }

    fn draw(&self, quantile: f64) -> u32 {
        let weight = quantile * self.0[self.0.len() - 1];
        self.0.partition_point(|&up_to| up_to <= weight) as u32
    }
}
