//! Languages by the names of folders and files.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::input::Input;

/// Finds the language of each file of a folder by its path, and the path that its translations share.
///
/// A folder names a language when at least one other folder beside it does and when most folders beside it do. An
/// end of a name does, as in `post.fr.md`, when the name without it, or with another language, exists, too.
pub(super) fn find_languages(inputs: &mut [Input]) {
    let by_folder = language_folders(inputs);
    let by_end = language_ends(inputs);
    for input in inputs {
        let path = input.below().to_owned();
        let parts: Vec<&str> = path.split('/').collect();
        let found = (0..parts.len() - 1).find(|&n| by_folder.contains(&parts[..=n].join("/")));
        if let Some(at) = found {
            let mut shared = parts.clone();
            let lang = shared.remove(at).to_owned();
            input.by_path = Some((lang, without_extension(&shared.join("/")).to_owned()));
        } else if let Some((base, lang)) = split_end(&path)
            && by_end.contains(base)
        {
            input.by_path = Some((lang.to_owned(), base.to_owned()));
        }
    }
}

/// Returns the folders that name languages.
fn language_folders(inputs: &[Input]) -> BTreeSet<String> {
    let mut children: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for input in inputs {
        let mut path = input.below();
        while let Some((folder, _)) = path.rsplit_once('/') {
            let (parent, name) = folder.rsplit_once('/').unwrap_or(("", folder));
            children.entry(parent).or_default().insert(name);
            path = folder;
        }
    }
    let mut folders = BTreeSet::new();
    for (parent, names) in children {
        let langs: Vec<&&str> = names.iter().filter(|name| is_tag(name)).collect();
        if langs.len() >= 2 && 2 * langs.len() > names.len() {
            let path = |name: &&&str| match parent {
                "" => (**name).to_string(),
                parent => format!("{parent}/{name}"),
            };
            folders.extend(langs.iter().map(path));
        }
    }
    folders
}

/// Returns the paths without their language that exist in two languages, or with and without one.
fn language_ends(inputs: &[Input]) -> BTreeSet<String> {
    let mut langs: HashMap<String, BTreeSet<String>> = HashMap::new();
    for input in inputs {
        let path = without_extension(input.below());
        let (base, lang) = split_end(input.below()).unwrap_or((path, ""));
        langs.entry(base.to_owned()).or_default().insert(lang.to_owned());
    }
    langs.into_iter().filter(|(_, langs)| langs.len() > 1).map(|(base, _)| base).collect()
}

/// Splits `posts/a.fr.md` into `posts/a` and `fr`.
fn split_end(path: &str) -> Option<(&str, &str)> {
    let (base, lang) = without_extension(path).rsplit_once('.')?;
    (is_tag(lang) && !base.ends_with('/')).then_some((base, lang))
}

fn without_extension(path: &str) -> &str {
    let name = path.rfind('/').map_or(0, |at| at + 1);
    path[name..].rfind('.').filter(|&at| at > 0).map_or(path, |at| &path[..name + at])
}

/// Whether a name is a language tag of a language with two letters, possibly with script and region: `pt-BR`.
fn is_tag(name: &str) -> bool {
    let mut parts = name.split(['-', '_']);
    let is_lang =
        parts.next().is_some_and(|lang| LANGUAGES.contains(&lang.to_lowercase().as_str()));
    is_lang
        && parts.all(|part| {
            let is_word = part.bytes().all(|byte| byte.is_ascii_alphanumeric());
            is_word && matches!(part.len(), 2..=4)
        })
}

/// The two-letter codes of ISO 639, and three-letter codes that sites use.
const LANGUAGES: [&str; 190] = [
    "aa", "ab", "ae", "af", "ak", "am", "an", "ar", "as", "ast", "av", "ay", "az", "ba", "be",
    "bg", "bh", "bi", "bm", "bn", "bo", "br", "bs", "ca", "ce", "ch", "ckb", "co", "cr", "cs",
    "cu", "cv", "cy", "da", "de", "dv", "dz", "ee", "el", "en", "eo", "es", "et", "eu", "fa", "ff",
    "fi", "fil", "fj", "fo", "fr", "fy", "ga", "gd", "gl", "gn", "gsw", "gu", "gv", "ha", "he",
    "hi", "ho", "hr", "hsb", "ht", "hu", "hy", "hz", "ia", "id", "ie", "ig", "ii", "ik", "io",
    "is", "it", "iu", "ja", "jv", "ka", "kg", "ki", "kj", "kk", "kl", "km", "kn", "ko", "kr", "ks",
    "ku", "kv", "kw", "ky", "la", "lb", "lg", "li", "ln", "lo", "lt", "lu", "lv", "mg", "mh", "mi",
    "mk", "ml", "mn", "mr", "ms", "mt", "my", "na", "nb", "nd", "ne", "ng", "nl", "nn", "no", "nr",
    "nv", "ny", "oc", "oj", "om", "or", "os", "pa", "pi", "pl", "ps", "pt", "qu", "rm", "rn", "ro",
    "ru", "rw", "sa", "sc", "sd", "se", "sg", "si", "sk", "sl", "sm", "sn", "so", "sq", "sr", "ss",
    "st", "su", "sv", "sw", "ta", "te", "tg", "th", "ti", "tk", "tl", "tn", "to", "tr", "ts", "tt",
    "tw", "ty", "ug", "uk", "ur", "uz", "ve", "vi", "vo", "wa", "wo", "xh", "yi", "yo", "yue",
    "za", "zh", "zu",
];
