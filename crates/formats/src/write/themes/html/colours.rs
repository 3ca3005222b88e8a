//! A colour for every theme: those near each other on the map get unlike ones.

use std::fmt;

use alsolike::themes::Themes;

/// Hues around the circle, and tones of each: see `page.css`. Further themes share colours.
const HUES: usize = 12;
const TONES: usize = 3;

/// Adds to the distance of two themes, in widths of the map: even far apart equal colours are a pity.
const SOFTENING: f32 = 0.15;

/// Hue and tone; shown, the mark that stands beside the theme's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Colour {
    hue: usize,
    tone: usize,
}

impl Colour {
    /// Degrees of the hue as the style sheet wants them.
    pub(super) fn style(self) -> String {
        format!("--hue:{}", (self.hue * 360 / HUES + 25) % 360)
    }

    pub(super) fn class(self) -> String {
        format!("tone-{}", self.tone)
    }

    /// From 0 to 1; other tones of a hue are as like as a hue and the next but one.
    fn likeness(self, other: Self) -> f32 {
        let apart = self.hue.abs_diff(other.hue);
        let apart =
            apart.min(HUES - apart) as f32 + if self.tone == other.tone { 0.0 } else { 1.5 };
        1.0 / (1.0 + apart * apart)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (class, style) = (self.class(), self.style());
        write!(f, "<span class=\"swatch {class}\" style=\"{style}\" aria-hidden=\"true\"></span>")
    }
}

/// One after the other, the largest theme first, each takes the colour that is least like those near it.
/// O(n_docs + n_themes²).
pub(super) fn of(themes: &Themes, map: &[Option<[f32; 2]>]) -> Vec<Colour> {
    let mut sums = vec![[0.0f32; 3]; themes.themes.len()];
    for (membership, spot) in themes.memberships.iter().zip(map) {
        if let (Some(membership), Some(spot)) = (membership, spot) {
            let sum = &mut sums[membership.theme];
            *sum = [sum[0] + spot[0], sum[1] + spot[1], sum[2] + 1.0];
        }
    }
    let middles: Vec<[f32; 2]> =
        sums.iter().map(|&[x, y, n]| [x / n.max(1.0), y / n.max(1.0)]).collect();
    let mut colours: Vec<Colour> = Vec::new();
    for here in &middles {
        let cost = |colour: Colour| -> f32 {
            let near = |(other, there): (&Colour, &[f32; 2])| {
                let distance = (here[0] - there[0]).hypot(here[1] - there[1]);
                colour.likeness(*other) / (distance + SOFTENING)
            };
            // The first tone is the clearest: another must pay.
            colours.iter().zip(&middles).map(near).sum::<f32>() + 0.3 * colour.tone as f32
        };
        let all = (0..TONES).flat_map(|tone| (0..HUES).map(move |hue| Colour { hue, tone }));
        let best = all.min_by(|&a, &b| cost(a).total_cmp(&cost(b)));
        colours.push(best.unwrap_or(Colour { hue: 0, tone: 0 }));
    }
    colours
}

#[cfg(test)]
mod tests {
    use super::{Colour, HUES};

    #[test]
    fn likeness_falls_around_the_circle_and_back() {
        let hue = |hue| Colour { hue, tone: 0 };
        assert!(hue(0).likeness(hue(1)) > hue(0).likeness(hue(2)));
        assert!((hue(0).likeness(hue(HUES - 1)) - hue(0).likeness(hue(1))).abs() < 1e-6);
        assert!((hue(3).likeness(hue(3)) - 1.0).abs() < 1e-6);
    }
}
