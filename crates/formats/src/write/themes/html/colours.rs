//! Colours of themes: themes that are close on the map get dissimilar colours.

use std::fmt;

use alsolike::themes::Themes;

/// Number of hues, and of tones per hue, as in `page.css`. More themes than colours share some.
const HUES: usize = 12;
const TONES: usize = 3;

/// Added to the distance of two themes, in widths of the map, so that the cost of close themes stays finite and
/// distant themes count, too.
const SOFTENING: f32 = 0.15;

/// Hue and tone of a theme. Displayed as the coloured dot beside its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Colour {
    hue: usize,
    tone: usize,
}

impl Colour {
    /// Returns the hue in degrees, as a style.
    pub(super) fn style(self) -> String {
        format!("--hue:{}", (self.hue * 360 / HUES + 25) % 360)
    }

    /// Returns the class of the tone.
    pub(super) fn class(self) -> String {
        format!("tone-{}", self.tone)
    }

    /// Returns the similarity from 0 to 1. Another tone of the same hue is about as similar as the second next hue.
    fn similarity(self, other: Self) -> f32 {
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

/// Chooses a colour for each theme, largest theme first, that is least similar to the colours of close themes.
///
/// # Performance
/// O(n_docs + n_themes²).
pub(super) fn choose_colours(themes: &Themes, map: &[Option<[f32; 2]>]) -> Vec<Colour> {
    let mut sums = vec![[0.0f32; 3]; themes.themes.len()];
    for (membership, position) in themes.memberships.iter().zip(map) {
        if let (Some(membership), Some(position)) = (membership, position) {
            let sum = &mut sums[membership.theme];
            *sum = [sum[0] + position[0], sum[1] + position[1], sum[2] + 1.0];
        }
    }
    let centres: Vec<[f32; 2]> =
        sums.iter().map(|&[x, y, n]| [x / n.max(1.0), y / n.max(1.0)]).collect();
    let mut colours: Vec<Colour> = Vec::new();
    for here in &centres {
        let cost = |colour: Colour| -> f32 {
            let conflict = |(other, there): (&Colour, &[f32; 2])| {
                let distance = (here[0] - there[0]).hypot(here[1] - there[1]);
                colour.similarity(*other) / (distance + SOFTENING)
            };
            // The first tone is the clearest, so other tones cost more.
            colours.iter().zip(&centres).map(conflict).sum::<f32>() + 0.3 * colour.tone as f32
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
    fn similarity_falls_and_rises_around_the_hue_circle() {
        let hue = |hue| Colour { hue, tone: 0 };
        assert!(hue(0).similarity(hue(1)) > hue(0).similarity(hue(2)));
        assert!((hue(0).similarity(hue(HUES - 1)) - hue(0).similarity(hue(1))).abs() < 1e-6);
        assert!((hue(3).similarity(hue(3)) - 1.0).abs() < 1e-6);
    }
}
