//! Themes with other articles in them, and names given to themes by their ids.

use super::{Membership, Naming, Theme, ThemeError, Themes};
use crate::sparse::DocId;

/// Number of representatives of a theme, as [`ThemeParams::n_representatives`](super::ThemeParams) has it.
const N_REPRESENTATIVES: usize = 3;

impl Themes {
    /// These themes with the articles that [`Themes::assign`] placed in them in place of their own: ids, labels
    /// and keywords stay; sizes, cohesion and representatives are those of the articles given.
    ///
    /// `memberships` has shape (n_docs,). Themes keep their order and may be empty, with a cohesion of 0;
    /// articles of equal score, copies of one text, do not both represent a theme; there are no parts, no
    /// outliers, no ambiguous articles and no modularity. O(n_docs · log n_docs).
    ///
    /// # Errors
    /// [`ThemeError::Theme`] when an article is placed in a theme that is not there.
    pub fn with_articles(&self, memberships: Vec<Option<Membership>>) -> Result<Self, ThemeError> {
        let mut members: Vec<Vec<(f32, DocId)>> = vec![Vec::new(); self.themes.len()];
        for (at, membership) in memberships.iter().enumerate() {
            if let Some(Membership { theme, score, .. }) = membership {
                let n_themes = members.len();
                let of_theme = members.get_mut(*theme);
                let of_theme = of_theme.ok_or(ThemeError::Theme { theme: *theme, n_themes })?;
                of_theme.push((*score, DocId::from_index(at)));
            }
        }
        let filled = |(theme, mut members): (&Theme, Vec<(f32, DocId)>)| {
            let size = members.len();
            let sum: f64 = members.iter().map(|&(score, _)| f64::from(score)).sum();
            members.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            members.dedup_by_key(|member| member.0.to_bits());
            let nearest = members.iter().take(N_REPRESENTATIVES);
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

    /// Gives a theme a name, which it keeps when themes are made again. O(n_themes).
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
}
