//! The texts and objects that a program in JavaScript or TypeScript is written with. No program is run.

/// A word, a text or a mark of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Open(char),
    Close(char),
    /// A text without values in it.
    Text(String),
    Word(String),
    Mark(char),
}

/// A program.
#[derive(Clone, Debug, Default)]
pub(super) struct Script {
    tokens: Vec<Token>,
    /// For each token that opens a bracket the place of the one that closes it; for others their own place.
    ends: Vec<usize>,
}

/// A place in a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place(usize);

impl Script {
    /// Reads a program. Comments and regular expressions are left out.
    pub(super) fn new(program: &str) -> Self {
        let tokens = tokens(program);
        let ends = ends(&tokens);
        Self { tokens, ends }
    }

    /// Returns all objects and blocks, an outer one before those in it.
    pub(super) fn objects(&self) -> impl Iterator<Item = Place> {
        (0..self.tokens.len()).filter(|&at| self.tokens[at] == Token::Open('{')).map(Place)
    }

    /// Returns the first object in an expression.
    pub(super) fn first_object(&self, Place(at): Place) -> Option<Place> {
        let is_object = |at: &usize| self.tokens.get(*at) == Some(&Token::Open('{'));
        (at..=*self.ends.get(at)?).find(is_object).map(Place)
    }

    /// Returns the first text in an expression.
    pub(super) fn first_text(&self, Place(at): Place) -> Option<&str> {
        self.tokens.get(at..=*self.ends.get(at)?)?.iter().find_map(|token| match token {
            Token::Text(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// Returns the value of a property of an object. The last one of that name counts.
    pub(super) fn field(&self, Place(open): Place, name: &str) -> Option<Place> {
        let is_object = self.tokens.get(open) == Some(&Token::Open('{'));
        let starts = if is_object { self.starts(open) } else { Vec::new() };
        let value = |&at: &usize| {
            let (Token::Word(key) | Token::Text(key)) = &self.tokens[at] else { return None };
            match self.tokens.get(at + 1) {
                _ if key != name => None,
                Some(Token::Mark(':')) => Some(at + 2),
                Some(Token::Mark(',') | Token::Close(_)) => Some(at),
                _ => None,
            }
        };
        starts.iter().rev().find_map(value).map(|at| self.resolved(at))
    }

    /// Returns the items of a list; no item for another value.
    pub(super) fn items(&self, Place(open): Place) -> Vec<Place> {
        let is_list = self.tokens.get(open) == Some(&Token::Open('['));
        let starts = if is_list { self.starts(open) } else { Vec::new() };
        starts.into_iter().map(|at| self.resolved(at)).collect()
    }

    /// Returns a text, or the one that holds when the value before `||` or `??` is empty.
    pub(super) fn text(&self, Place(at): Place) -> Option<&str> {
        let is_end = |at: usize| {
            matches!(self.tokens.get(at), None | Some(Token::Mark(',' | ';') | Token::Close(_)))
        };
        let mut at = at;
        while !is_end(at) {
            let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
            let is_whole = !matches!(self.tokens.get(at + 1), Some(Token::Mark('+' | '?' | '.')));
            match &self.tokens[at] {
                Token::Text(text) if is_whole && before != Some(&Token::Mark('+')) => {
                    return Some(text);
                }
                // A choice by a condition.
                Token::Mark('?') if !self.is_or(at) => return None,
                Token::Text(_) => return None,
                _ => at = self.ends[at] + 1,
            }
        }
        None
    }

    /// Returns `true` or `false`; `None` for another value.
    pub(super) fn flag(&self, Place(at): Place) -> Option<bool> {
        match self.tokens.get(at)? {
            Token::Word(word) if word == "true" => Some(true),
            Token::Word(word) if word == "false" => Some(false),
            _ => None,
        }
    }

    /// Whether a `?` belongs to `??` or `?.`.
    fn is_or(&self, at: usize) -> bool {
        let is = |at: Option<usize>, mark| {
            at.and_then(|at| self.tokens.get(at)) == Some(&Token::Mark(mark))
        };
        is(at.checked_add(1), '?') || is(at.checked_sub(1), '?') || is(at.checked_add(1), '.')
    }

    /// Returns where the items of a list, or the properties of an object, start.
    fn starts(&self, open: usize) -> Vec<usize> {
        let mut starts = Vec::new();
        let (mut at, mut is_start) = (open + 1, true);
        while at < self.ends[open] {
            if is_start {
                starts.push(at);
            }
            is_start = self.tokens[at] == Token::Mark(',');
            at = self.ends[at] + 1;
        }
        starts
    }

    /// Returns the value of a name that the program gives one, and the value in parentheses.
    fn resolved(&self, at: usize) -> Place {
        let is_alone =
            matches!(self.tokens.get(at + 1), None | Some(Token::Mark(',') | Token::Close(_)));
        let found = match self.tokens.get(at) {
            Some(Token::Open('(')) => Some(at + 1),
            Some(Token::Word(name)) if is_alone => self.constant(name),
            _ => None,
        };
        Place(found.unwrap_or(at))
    }

    /// Returns the value of `const name = …`.
    fn constant(&self, name: &str) -> Option<usize> {
        let is_word = |at: usize, words: &[&str]| matches!(&self.tokens[at], Token::Word(word) if words.contains(&word.as_str()));
        let mut ats = 1..self.tokens.len();
        let at =
            ats.find(|&at| is_word(at, &[name]) && is_word(at - 1, &["const", "let", "var"]))?;
        // A type may stand between the name and its value.
        const MAX_TYPE: usize = 8;
        let end = self.tokens.len().min(at + 2 + MAX_TYPE);
        (at + 1..end).find(|&at| self.tokens[at] == Token::Mark('=')).map(|at| at + 1)
    }
}

/// Returns the place of the closing bracket for each opening one. Brackets that do not match are closed by the next
/// one that does.
fn ends(tokens: &[Token]) -> Vec<usize> {
    let mut ends: Vec<usize> = (0..tokens.len()).collect();
    let mut open: Vec<(usize, char)> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Open(bracket) => open.push((at, *bracket)),
            Token::Close(bracket) => {
                let Some(level) = open.iter().rposition(|(_, known)| known == bracket) else {
                    continue;
                };
                for (start, _) in open.drain(level..) {
                    ends[start] = at;
                }
            }
            _ => {}
        }
    }
    for (start, _) in open {
        ends[start] = tokens.len().saturating_sub(1);
    }
    ends
}

fn tokens(program: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = program;
    while let Some(letter) = rest.chars().next() {
        let after = &rest[letter.len_utf8()..];
        rest = match letter {
            '/' if after.starts_with('/') => after.find('\n').map_or("", |end| &after[end..]),
            '/' if after.starts_with('*') => {
                after[1..].find("*/").map_or("", |end| &after[1 + end + 2..])
            }
            '/' if starts_value(tokens.last()) => after_pattern(after),
            '\'' | '"' | '`' => {
                let (token, rest) = text(after, letter);
                tokens.push(token);
                rest
            }
            '{' | '[' | '(' => {
                tokens.push(Token::Open(letter));
                after
            }
            '}' | ']' | ')' => {
                tokens.push(Token::Close(match letter {
                    '}' => '{',
                    ']' => '[',
                    _ => '(',
                }));
                after
            }
            letter if is_word(letter) => {
                let end = rest.find(|letter| !is_word(letter)).unwrap_or(rest.len());
                tokens.push(Token::Word(rest[..end].to_owned()));
                &rest[end..]
            }
            letter => {
                if !letter.is_whitespace() {
                    tokens.push(Token::Mark(letter));
                }
                after
            }
        };
    }
    tokens
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '$')
}

/// Whether a value may follow, so that `/` starts a regular expression.
fn starts_value(last: Option<&Token>) -> bool {
    match last {
        None | Some(Token::Open(_) | Token::Mark(_)) => true,
        Some(Token::Word(word)) => word == "return",
        Some(Token::Close(_) | Token::Text(_)) => false,
    }
}

/// Returns what follows a regular expression.
fn after_pattern(rest: &str) -> &str {
    let (mut is_escaped, mut is_class) = (false, false);
    let end = rest.find(|letter| {
        let is_end = letter == '\n' || letter == '/' && !is_escaped && !is_class;
        match letter {
            '[' if !is_escaped => is_class = true,
            ']' if !is_escaped => is_class = false,
            _ => {}
        }
        is_escaped = letter == '\\' && !is_escaped;
        is_end
    });
    end.map_or("", |end| &rest[end + 1..])
}

/// Reads a text up to its closing quote. A template with values in it is no text.
fn text(rest: &str, quote: char) -> (Token, &str) {
    let mut text = String::new();
    // Number of open braces of a value in a template.
    let mut depth = 0_usize;
    let mut has_values = false;
    let mut letters = rest.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, letter)| *letter);
        match letter {
            '\\' => {
                letters.next();
                text.extend(next);
            }
            '$' if quote == '`' && depth == 0 && next == Some('{') => {
                letters.next();
                (depth, has_values) = (1, true);
            }
            '{' if depth > 0 => depth += 1,
            '}' if depth > 0 => depth -= 1,
            '\n' if quote != '`' => return (Token::Text(text), &rest[at..]),
            letter if letter == quote && depth == 0 => {
                let token = if has_values { Token::Mark('`') } else { Token::Text(text) };
                return (token, &rest[at + 1..]);
            }
            letter => text.push(letter),
        }
    }
    (Token::Text(text), "")
}

#[cfg(test)]
mod tests {
    use super::Script;

    fn text(program: &str, name: &str) -> Option<String> {
        let script = Script::new(program);
        let object = script.objects().next()?;
        script.text(script.field(object, name)?).map(str::to_owned)
    }

    #[test]
    fn reads_the_texts_of_an_object() {
        let check = |object: &str, expected: Option<&str>| {
            let found = text(&format!("module.exports = {{{object}}};"), "url");
            assert_eq!(found.as_deref(), expected, "{object}");
        };
        check("url: 'a'", Some("a"));
        check("a: {url: 'b'}, 'url': \"a\",", Some("a"));
        check("// url: 'b',\n/* url: 'b', */ url: `a`", Some("a"));
        check("a: /['\"{]\\/\\//g, b: 'http://x', url: 'a'", Some("a"));
        check("a: `${b({c: '`'})}`, url: 'a\\'b'", Some("a'b"));
        check("url: `${b}/a`", None);
        check("url: 'a' + b", None);
        check("url: b + 'a'", None);
        check("url: b ? 'a' : 'c'", None);
        check("url: process.env.URL || 'a'", Some("a"));
        check("url: process.env['URL'] ?? 'a'", Some("a"));
        check("url: process.env.URL, b: 'a'", None);
        check("a: [{url: 'b'}], b: f(',', {url: 'c'})", None);
        check("a: {b: [}, url: 'a'", Some("a"));
    }

    #[test]
    fn finds_values_of_names() {
        let program = "const url = 'a';\nexport default {url, b: 1};";
        assert_eq!(text(program, "url").as_deref(), Some("a"));
        let program = "const b: string = 'a';\nexport default {url: b};";
        assert_eq!(text(program, "url").as_deref(), Some("a"));
    }

    #[test]
    fn no_program_panics() {
        for program in ["", "{", "}", "{a", "{a:", "'", "`${", "{url: '\\", "/", "/[", "[(", "é/*"]
        {
            let script = Script::new(program);
            for object in script.objects() {
                script.field(object, "a").map(|place| script.text(place).map(str::len));
                script.field(object, "a").map(|place| script.first_text(place).map(str::len));
                script.field(object, "a").map(|place| script.items(place));
            }
        }
    }
}
