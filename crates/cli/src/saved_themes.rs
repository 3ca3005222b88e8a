//! Themes that were saved: loaded, shown, given names, and later articles placed in them.

use std::fs;
use std::io::Write;
use std::path::Path;

use super::archive::{SharedArgs, open_text};
use super::fault::Fault;
use super::held_back::HeldBack;
use super::output::Output;
use super::themes::Args;
use alsolike::engine::{Assignments, ThemeModel};
use alsolike::themes::{ThemeDiff, ThemeError, Themes};
use alsolike::vectorize::VectorizerParams;
use alsolike_formats::ReadError;
use alsolike_formats::config::{ThemeName, theme_names};
use alsolike_formats::write::themes::{Drift, Extras, Format};

/// Reads a file that `--save` wrote.
pub(super) fn read(path: &Path) -> anyhow::Result<ThemeModel> {
    let name = path.display().to_string();
    let bytes = fs::read(path).map_err(|error| Fault(format!("cannot read `{name}`: {error}")))?;
    Ok(alsolike_store::load(&bytes, &name)?)
}

/// Writes a model; the file is there whole or not at all.
pub(super) fn save(model: &ThemeModel, path: &Path) -> super::Result {
    let mut out = Output::open(Some(path))?;
    out.write_all(&alsolike_store::save(model))?;
    out.finish()
}

/// Refuses to write over themes that were to go on, when none does and more than half of the articles are missing:
/// SOURCE was cut short, and ids and names would be lost for good.
pub(super) fn check_goes_on(
    args: &Args,
    earlier: &Themes,
    themes: &Themes,
    changes: &ThemeDiff,
) -> super::Result {
    let (Some(refit), Some(save)) = (&args.refit, &args.save) else { return Ok(()) };
    let real = |path: &Path| fs::canonicalize(path).ok();
    let (n_before, n_now) = (earlier.memberships.len(), themes.memberships.len());
    if !changes.kept.is_empty() || 2 * n_now >= n_before || real(refit) != real(save) {
        return Ok(());
    }
    let (n, file) = (earlier.themes.len(), save.display());
    let what = format!(
        "none of the {n} themes of `{file}` goes on, as SOURCE has {n_now} articles and they were made of \
         {n_before}: is it whole? If it is, --save to another file"
    );
    Err(Fault(what).into())
}

/// `themes --load FILE`: shows the themes, or the articles of SOURCE placed in them.
pub(super) fn show(args: &Args, file: &Path) -> super::Result {
    let shared = &args.archive.shared;
    if args.save.is_some() && args.names.is_none() {
        let what = "--load changes nothing that --save could keep: give names with --names, or make the themes \
                    again with --refit";
        return Err(Fault(what.to_owned()).into());
    }
    let mut stages = shared.start()?;
    let mut model = stages.run("load", || read(file))?;
    names(args)?.give(|id, name| model.give_name(id, name))?;
    let format = Format::from(args.format);
    let page = if args.archive.sources.is_empty() {
        format.themes(model.themes(), model.corpus(), Extras::default())
    } else {
        check_settings(&shared.settings().vectors, model.vectorizer().params(), file)?;
        let (mut assigner, mut held_back) = (model.assigner(), HeldBack::at(args.now.moment()));
        args.archive.read_batches(&mut stages, false, |stages, batch| {
            let batch = held_back.rest_of(batch);
            Ok(stages.run("place", || assigner.add(batch))?)
        })?;
        held_back.report(shared);
        report_missing(shared, model.themes(), format);
        let Assignments { corpus, themes, drift } = assigner.finish()?;
        let drift = drift.map(|value| Drift { value, refit: value >= args.refit_at });
        report_drift(shared, drift, args.refit_at);
        format.themes(&themes, &corpus, Extras::default().with_drift(drift))
    };
    let mut out = Output::open(args.output.as_deref())?;
    stages.run("write", || out.write_all(page.as_bytes()))?;
    out.finish()?;
    if let Some(to) = &args.save {
        stages.run("save", || save(&model, to))?;
    }
    stages.report()
}

/// Names that an editor gives, with the file they are from.
pub(super) struct Names {
    file: String,
    names: Vec<ThemeName>,
}

/// The names of `--names`; none without it.
pub(super) fn names(args: &Args) -> anyhow::Result<Names> {
    let Some(path) = &args.names else {
        return Ok(Names { file: String::new(), names: Vec::new() });
    };
    let file = path.display().to_string();
    Ok(Names { names: theme_names(&open_text(path)?, &file)?, file })
}

impl Names {
    /// Hands each id and name on; what is wrong with one is told with its line.
    pub(super) fn give(
        &self,
        mut take: impl FnMut(usize, &str) -> Result<(), ThemeError>,
    ) -> super::Result {
        for ThemeName { id, name, line } in &self.names {
            take(*id, name).map_err(|error| ReadError::ThemeList {
                name: self.file.clone(),
                line: *line,
                what: error.to_string(),
            })?;
        }
        Ok(())
    }
}

/// Refuses to place articles by other settings than the themes were made with.
fn check_settings(asked: &VectorizerParams, made: &VectorizerParams, file: &Path) -> super::Result {
    let flags = [
        ("--focus", asked.idf == made.idf),
        ("--ngrams", asked.ngrams == made.ngrams),
        ("--min-df", asked.min_df == made.min_df),
        ("--max-df", asked.max_df.to_bits() == made.max_df.to_bits()),
        ("--language", asked.text.language == made.text.language),
        ("--no-stemming", asked.text.stemming == made.text.stemming),
        ("--keep-stop-words", asked.text.stop_words == made.text.stop_words),
        ("--title-weight", asked.weights.title == made.weights.title),
        ("--tag-weight", asked.weights.tags == made.weights.tags),
        ("--summary-weight", asked.weights.summary == made.weights.summary),
        ("--keep-furniture", asked.boilerplate == made.boilerplate),
    ];
    let other: Vec<&str> = flags.iter().filter(|(_, same)| !same).map(|&(flag, _)| flag).collect();
    if other.is_empty() {
        return Ok(());
    }
    let (file, other) = (file.display(), other.join(", "));
    let what = format!(
        "`{file}` was made with another {other}: set it as it was then, or make the themes again with --refit {file}"
    );
    Err(Fault(what).into())
}

/// Says what placed articles lack that the articles of the saved themes have.
fn report_missing(shared: &SharedArgs, saved: &Themes, format: Format) {
    let lacking = [
        ("parts", saved.themes.iter().any(|theme| !theme.subthemes.is_empty())),
        ("outliers", !saved.outliers.is_empty()),
        ("ambiguous articles", !saved.ambiguous.is_empty()),
        ("a map", format.has_map()),
    ];
    let lacking: Vec<&str> =
        lacking.iter().filter(|(_, is_so)| *is_so).map(|&(what, _)| what).collect();
    if !lacking.is_empty() {
        let what = format!(
            "not for articles that are placed: {} (--refit makes the themes again, with all of them)",
            lacking.join(", ")
        );
        shared.note("note", &what);
    }
}

fn report_drift(shared: &SharedArgs, drift: Option<Drift>, refit_at: f64) {
    let Some(Drift { value, refit }) = drift else { return };
    let advice = if refit {
        ", so the themes should be made again (--refit)"
    } else {
        ": the themes still fit"
    };
    shared.note("note", &format!("drift {:.2} of {refit_at:.2}{advice}", value.max(0.0)));
}

/// Says what became of the earlier themes, by their ids and names.
pub(super) fn report_changes(
    shared: &SharedArgs,
    earlier: &Themes,
    themes: &Themes,
    changes: &ThemeDiff,
) {
    let start = if changes.warm { "from the saved ones" } else { "afresh" };
    let kept = changes.kept.len();
    shared.note("note", &format!("themes made again {start}: {kept} kept"));
    let named = |ids: &[usize], of: &Themes| {
        let name = |id: &usize| match of.themes.iter().find(|theme| theme.id == *id) {
            Some(theme) => format!("{id} ({})", theme.label),
            None => id.to_string(),
        };
        ids.iter().map(name).collect::<Vec<String>>().join(", ")
    };
    for (what, ids, of) in [("new", &changes.new, themes), ("gone", &changes.gone, earlier)] {
        if !ids.is_empty() {
            shared.note("note", &format!("{what}: {}", named(ids, of)));
        }
    }
    for (theme, into) in &changes.split {
        let (theme, into) = (named(&[*theme], earlier), named(into, themes));
        shared.note("note", &format!("split: {theme} into {into}"));
    }
    for (from, into) in &changes.merged {
        let (from, into) = (named(from, earlier), named(&[*into], themes));
        shared.note("note", &format!("merged: {from} into {into}"));
    }
}
