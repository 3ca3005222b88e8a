//! Rules of file names and addresses, such as `:year/:month/:title/`.

/// A part of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    /// The name of a value.
    Param(String),
}

/// A rule that makes a path of values, and finds the values in a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rule(Vec<Part>);

impl Rule {
    /// Reads a rule. A name consists of ASCII letters, digits and `_`, and does not end with `_`.
    pub(super) fn new(rule: &str) -> Self {
        let mut parts = Vec::new();
        let mut pieces = rule.split(':');
        parts.push(Part::Text(pieces.next().unwrap_or_default().to_owned()));
        for piece in pieces {
            let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let end = piece.find(|c| !is_word(c)).unwrap_or(piece.len());
            let name = piece[..end].trim_end_matches('_');
            if name.is_empty() {
                parts.push(Part::Text(format!(":{piece}")));
            } else {
                parts.push(Part::Param(name.to_owned()));
                parts.push(Part::Text(piece[name.len()..].to_owned()));
            }
        }
        parts.retain(|part| *part != Part::Text(String::new()));
        Self(parts)
    }

    /// Writes the path of these values. `None` when one of them is unknown.
    pub(super) fn path(&self, value: impl Fn(&str) -> Option<String>) -> Option<String> {
        self.0.iter().try_fold(String::new(), |path, part| match part {
            Part::Text(text) => Some(path + text),
            Part::Param(name) => Some(path + &value(name)?),
        })
    }

    /// Finds the values in a path, in the order of the rule. `None` for a path that does not follow the rule.
    pub(super) fn values<'p>(&self, path: &'p str) -> Option<Vec<(&str, &'p str)>> {
        // Some params may take any text, so a long rule could be tried in too many ways.
        const MAX_PARAMS: usize = 8;
        if self.0.iter().filter(|part| matches!(part, Part::Param(_))).count() > MAX_PARAMS {
            return None;
        }
        let mut values = find(&self.0, path)?;
        values.reverse();
        Some(values)
    }
}

/// Finds the values in a path, the last one first.
fn find<'r, 'p>(parts: &'r [Part], path: &'p str) -> Option<Vec<(&'r str, &'p str)>> {
    let Some((part, rest)) = parts.split_first() else {
        return path.is_empty().then(Vec::new);
    };
    match part {
        Part::Text(text) => find(rest, path.strip_prefix(text.as_str())?),
        Part::Param(name) => lengths(name, path).into_iter().find_map(|length| {
            let mut values = find(rest, &path[length..])?;
            values.push((name, &path[..length]));
            Some(values)
        }),
    }
}

/// Returns the lengths that a value at the start of a path may have, the preferred one first.
fn lengths(name: &str, path: &str) -> Vec<usize> {
    let starts_with = |length: usize, is_right: fn(&u8) -> bool| {
        path.as_bytes().get(..length).is_some_and(|start| start.iter().all(is_right))
    };
    let allowed: &[usize] = match name {
        "year" => &[4],
        "month" | "day" => &[2],
        "i_month" | "i_day" => &[2, 1],
        "hash" => return [12].into_iter().filter(|&n| starts_with(n, is_hex)).collect(),
        _ => {
            let ends = path.char_indices().map(|(at, letter)| at + letter.len_utf8());
            return ends.collect();
        }
    };
    let digits = |&length: &usize| starts_with(length, u8::is_ascii_digit);
    allowed.iter().copied().filter(digits).collect()
}

fn is_hex(byte: &u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

#[cfg(test)]
mod tests {
    use super::Rule;

    #[test]
    fn finds_values_in_paths() {
        let check = |rule: &str, path: &str, expected: Option<&[(&str, &str)]>| {
            assert_eq!(Rule::new(rule).values(path).as_deref(), expected, "{rule} {path}");
        };
        check(":title", "sub/nested", Some(&[("title", "sub/nested")]));
        let dated = ":year-:month-:day-:title";
        let found = [("year", "2021"), ("month", "06"), ("day", "16"), ("title", "a-b")];
        check(dated, "2021-06-16-a-b", Some(&found));
        check(dated, "2021-6-16-a", None);
        check(dated, "sub/2021-06-16-a", None);
        check(":lang/:title", "fr/é/x", Some(&[("lang", "fr"), ("title", "é/x")]));
        check(":i_month:title", "12a", Some(&[("i_month", "12"), ("title", "a")]));
        check(":i_month:title", "12", Some(&[("i_month", "1"), ("title", "2")]));
    }

    #[test]
    fn writes_paths_of_known_values() {
        let value = |name: &str| (name == "title").then(|| "x".to_owned());
        assert_eq!(Rule::new("a/:title_:/").path(value).as_deref(), Some("a/x_:/"));
        assert_eq!(Rule::new(":year/:title").path(value), None);
    }
}
