//! Charts of the sizes of themes over time.

use std::fmt::Write;

use alsolike::article::Month;
use alsolike::engine::Timeline;

/// Maximal number of bars in a chart. 72 months are six years, and a bar is then 5 units wide.
const MAX_BARS: i64 = 72;

/// Width and height of a chart in its own units. The page stretches it.
const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 48.0;

/// The number of articles of each theme by month, quarter or year.
pub(super) struct MonthCharts {
    /// Months per bar: 1, 3 or a multiple of 12.
    step: i64,
    /// The first bar, in steps since the year 0.
    first: i64,
    n_bars: usize,
    /// Shape (n_themes, n_bars).
    counts: Vec<Vec<usize>>,
}

impl MonthCharts {
    /// Counts the articles. Returns `None` for fewer than two bars, which show no change.
    pub(super) fn new(timelines: &[Timeline]) -> Option<Self> {
        let months = |(theme, timeline): (usize, &Timeline)| {
            let number = |month: Month| i64::from(month.year()) * 12 + i64::from(month.month()) - 1;
            timeline
                .months
                .iter()
                .map(move |&(month, n)| (theme, number(month), n))
                .collect::<Vec<_>>()
        };
        let dated: Vec<(usize, i64, usize)> =
            timelines.iter().enumerate().flat_map(months).collect();
        let first = dated.iter().map(|&(_, month, _)| month).min()?;
        let last = dated.iter().map(|&(_, month, _)| month).max()?;
        let n_bars = |step: i64| last.div_euclid(step) - first.div_euclid(step) + 1;
        let years = (1..).map(|years| 12 * years);
        let step = [1, 3].into_iter().chain(years).find(|&step| n_bars(step) <= MAX_BARS)?;
        let bars = usize::try_from(n_bars(step)).ok()?;
        if bars < 2 {
            return None;
        }
        let mut counts = vec![vec![0; bars]; timelines.len()];
        for (theme, month, n) in dated {
            counts[theme][(month.div_euclid(step) - first.div_euclid(step)) as usize] += n;
        }
        Some(Self { step, first: first.div_euclid(step), n_bars: bars, counts })
    }

    /// Returns the chart of one theme as SVG, with a text for people who cannot see it; `None` for a theme without
    /// dates.
    pub(super) fn chart(&self, theme: usize) -> Option<String> {
        let counts = &self.counts[theme];
        let max = counts.iter().copied().max().filter(|&max| max > 0)?;
        let max_bar = counts.iter().position(|&count| count == max).unwrap_or(0);
        let (unit, in_unit) = match self.step {
            1 => ("month".to_owned(), "a month".to_owned()),
            3 => ("quarter".to_owned(), "a quarter".to_owned()),
            12 => ("year".to_owned(), "a year".to_owned()),
            step => (format!("{} years", step / 12), format!("in {} years", step / 12)),
        };
        let bar = WIDTH / self.n_bars as f64;
        let mut path = String::new();
        for (at, &count) in counts.iter().enumerate().filter(|&(_, &count)| count > 0) {
            let height = (HEIGHT * count as f64 / max as f64).max(1.0);
            // Writing to a string cannot fail.
            let _ = write!(
                path,
                "M{:.1} {HEIGHT}v{:.1}h{:.1}v{height:.1}z",
                at as f64 * bar + 0.1 * bar,
                -height,
                0.8 * bar
            );
        }
        let (from, to) = (self.name(0), self.name(self.n_bars - 1));
        let words = format!(
            "Articles per {unit} from {from} to {to}; most in {}: {max}",
            self.name(max_bar)
        );
        Some(format!(
            "<svg class=\"months\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" preserveAspectRatio=\"none\" role=\"img\" \
             aria-label=\"{words}\"><path fill=\"currentColor\" d=\"{path}\"/></svg>\n\
             <div class=\"axis\" aria-hidden=\"true\"><span>{from}</span><span>up to {max} {in_unit}</span><span>{to}</span></div>\n"
        ))
    }

    /// Names a bar: `2021-06`, `2021 Q2` or `2021`.
    fn name(&self, bar: usize) -> String {
        let month = (self.first + bar as i64) * self.step;
        let (year, month) = (month.div_euclid(12), month.rem_euclid(12));
        match self.step {
            1 => format!("{year}-{:02}", month + 1),
            3 => format!("{year} Q{}", month / 3 + 1),
            _ => year.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MonthCharts;
    use alsolike::article::Date;
    use alsolike::engine::Timeline;

    fn timeline(months: &[(&str, usize)]) -> Timeline {
        let month = |&(month, n): &(&str, usize)| {
            (Date::parse(&format!("{month}-01")).unwrap().month().unwrap(), n)
        };
        Timeline { months: months.iter().map(month).collect(), ..Timeline::default() }
    }

    #[test]
    fn the_time_span_decides_between_months_quarters_and_years() {
        let check = |months: &[(&str, usize)], expected: &str| {
            let chart = MonthCharts::new(&[timeline(months)])
                .and_then(|charts| charts.chart(0))
                .unwrap_or_default();
            assert!(
                chart.contains(expected) && (!expected.is_empty() || chart.is_empty()),
                "{chart}"
            );
        };
        check(&[], "");
        check(&[("2021-06", 9)], "");
        check(
            &[("2021-06", 2), ("2021-08", 5)],
            "Articles per month from 2021-06 to 2021-08; most in 2021-08: 5",
        );
        check(
            &[("2011-12", 1), ("2021-01", 3), ("2021-03", 4)],
            "Articles per quarter from 2011 Q4 to 2021 Q1; most in 2021 Q1: 7",
        );
        check(&[("1960-02", 1), ("2021-01", 3)], "Articles per year from 1960 to 2021");
        check(&[("0800-02", 1), ("2021-01", 3)], "Articles per 17 years from");
    }

    #[test]
    fn a_theme_without_dates_has_no_chart() {
        let charts =
            MonthCharts::new(&[timeline(&[("2021-06", 2), ("2021-08", 5)]), timeline(&[])])
                .unwrap();
        assert!(charts.chart(0).is_some() && charts.chart(1).is_none());
    }
}
