//! Saved themes: read, write, and check that they fit the run.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::io::error::{Fault, Result};
use crate::io::files::read_bytes;
use crate::io::output::Output;
use alsolike::engine::{Corpus, ThemeModel};
use alsolike::text::TextSettings;
use alsolike::themes::ThemeDiff;
use alsolike::vectorize::{PartWeights, VectorizerParams};

/// Reads a file that `--save` wrote.
pub(crate) fn read_model(path: &Path) -> Result<ThemeModel> {
    Ok(alsolike_store::load(&read_bytes(path)?, &path.display().to_string())?)
}

/// Writes a model. The file appears whole or not at all.
pub(crate) fn write_model(model: &ThemeModel, path: &Path) -> Result {
    let mut out = Output::open(Some(path))?;
    out.write_all(&alsolike_store::save(model))?;
    out.finish()
}

/// Refuses to replace saved themes when none of them continues and more than half of the articles are missing.
///
/// SOURCE was probably cut short, and the ids and names of the themes would be lost.
///
/// # Errors
/// A [`Fault`] that names the file.
pub(crate) fn check_continuation(
    refit: &Path,
    save: &Path,
    earlier: &ThemeModel,
    corpus: &Corpus,
    changes: &ThemeDiff,
) -> Result {
    let real = |path: &Path| fs::canonicalize(path).ok();
    let fitted = earlier.corpus().articles();
    let n_fitted = fitted.len();
    let n_present = fitted.iter().filter(|article| corpus.doc(article.id.as_str()).is_ok()).count();
    if !changes.kept.is_empty() || 2 * n_present >= n_fitted || real(refit) != real(save) {
        return Ok(());
    }
    let (n, file) = (earlier.themes().themes.len(), save.display());
    let fault = Fault::new(format!(
        "none of the {n} themes of `{file}` continues: SOURCE has {n_present} of the {n_fitted} articles that the \
         themes were fitted to"
    ));
    Err(fault.hint("check that SOURCE is complete; if it is, --save to another file").into())
}

/// Checks that articles are assigned to saved themes with the settings that the themes were fitted with.
///
/// # Errors
/// A [`Fault`] that names the flags that differ.
pub(crate) fn check_settings(
    given: &VectorizerParams,
    fitted: &VectorizerParams,
    file: &Path,
) -> Result {
    // Taken apart whole, so that the compiler reports a setting that is not compared.
    let VectorizerParams { text, boilerplate, ngrams, min_df, max_df, idf, weights } = given;
    let TextSettings { language, languages, stemming, stop_words } = text;
    let PartWeights { title, tags, summary } = weights;
    let flags = [
        ("--focus", *idf == fitted.idf),
        ("--ngrams", *ngrams == fitted.ngrams),
        ("--min-df", *min_df == fitted.min_df),
        ("--max-df", max_df.to_bits() == fitted.max_df.to_bits()),
        ("--language", *language == fitted.text.language),
        ("--languages", *languages == fitted.text.languages),
        ("--no-stemming", *stemming == fitted.text.stemming),
        ("--keep-stop-words", *stop_words == fitted.text.stop_words),
        ("--title-weight", *title == fitted.weights.title),
        ("--tag-weight", *tags == fitted.weights.tags),
        ("--summary-weight", *summary == fitted.weights.summary),
        ("--keep-boilerplate", *boilerplate == fitted.boilerplate),
    ];
    let other: Vec<&str> = flags.iter().filter(|(_, same)| !same).map(|&(flag, _)| flag).collect();
    if other.is_empty() {
        return Ok(());
    }
    let (file, other) = (file.display(), other.join(", "));
    let fault = Fault::new(format!("the themes of `{file}` were fitted with another {other}"));
    Err(fault
        .hint(format!("give the same value, or fit the themes again with --refit {file}"))
        .into())
}
