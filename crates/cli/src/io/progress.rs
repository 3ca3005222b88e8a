//! Progress bars on standard error, if it is a terminal.

use std::io::IsTerminal;
use std::ops::ControlFlow;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Makes progress bars; hidden ones with `--quiet` and when standard error is no terminal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ProgressBars {
    shown: bool,
}

impl ProgressBars {
    /// Decides once whether bars are shown.
    pub(crate) fn new(quiet: bool) -> Self {
        Self { shown: !quiet && std::io::stderr().is_terminal() }
    }

    /// Returns a bar of known length.
    pub(crate) fn bar(self, name: &'static str, length: usize) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(Some(length as u64), self.target());
        bar.set_style(style("{prefix:>10} {bar:32} {human_pos}/{human_len} {eta}"));
        bar.with_prefix(name)
    }

    /// Returns a counter of articles whose total is unknown.
    pub(crate) fn count(self, name: &'static str) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(None, self.target());
        bar.set_style(style("{prefix:>10} {human_pos} articles {elapsed}"));
        bar.with_prefix(name)
    }

    fn target(self) -> ProgressDrawTarget {
        if self.shown {
            ProgressDrawTarget::stderr_with_hz(8)
        } else {
            ProgressDrawTarget::hidden()
        }
    }
}

/// Returns a callback that advances the bar and never cancels the search.
pub(crate) fn ticks(bar: &ProgressBar) -> impl Fn(usize) -> ControlFlow<()> + Sync {
    |n_done| {
        bar.inc(n_done as u64);
        ControlFlow::Continue(())
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
