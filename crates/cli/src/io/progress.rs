//! ProgressBars bars on standard error, where that is a terminal.

use std::io::IsTerminal;
use std::ops::ControlFlow;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

#[derive(Clone, Copy, Debug)]
pub(crate) struct ProgressBars {
    shown: bool,
}

impl ProgressBars {
    pub(crate) fn new(quiet: bool) -> Self {
        Self { shown: !quiet && std::io::stderr().is_terminal() }
    }

    /// A bar of known length.
    pub(crate) fn bar(self, name: &'static str, length: usize) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(Some(length as u64), self.target());
        bar.set_style(style("{prefix:>10} {bar:32} {human_pos}/{human_len} {eta}"));
        bar.with_prefix(name)
    }

    /// A counter of things of which nobody knows how many there are.
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

/// Tells a bar of a search, which nothing breaks off.
pub(crate) fn ticks(bar: &ProgressBar) -> impl Fn(usize) -> ControlFlow<()> + Sync {
    |n_done| {
        bar.inc(n_done as u64);
        ControlFlow::Continue(())
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
