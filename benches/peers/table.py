"""What the figures were measured on, and the figures as a Markdown table."""

import os
import platform
import subprocess
import tomllib
from importlib.metadata import version
from pathlib import Path

PACKAGES = ["sparse_dot_topn", "scikit-learn", "scipy", "numpy"]
COLUMNS = [
    "set", "articles", "terms an article", "threads", "tool", "CPU s", "wall s",
    "times ours, CPU", "times ours, wall", "index or transposition, CPU s", "measured",
]  # fmt: skip


def environment():
    """Machine and versions, by name."""
    here = Path(__file__).parent
    crate = tomllib.loads((here / "Cargo.toml").read_text())["dependencies"]["sp_matmul_rs"]
    return {
        "machine": f"{cpu_model()}, {os.cpu_count()} cores",
        "alsolike": commit(here),
        "sp_matmul_rs": crate.lstrip("="),
        **{name: version(name) for name in PACKAGES},
        "Python": platform.python_version(),
        "Rust": output("rustc", "--version", cwd=here).split()[1],
    }


def cpu_model():
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def commit(here):
    """The commit that was built, with a word about changes on top of it."""
    try:
        changed = output("git", "status", "--porcelain", "--untracked-files=no", cwd=here)
        name = output("git", "rev-parse", "--short", "HEAD", cwd=here)
    except (OSError, subprocess.CalledProcessError):
        return "not from a repository"
    return f"commit {name}{' and changes' if changed else ''}"


def output(*command, cwd):
    done = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.strip()


def head(environment, k):
    about = ", ".join(f"{name} {value}" for name, value in environment.items() if name != "machine")
    return (
        f"{environment['machine']}; {about}. k = {k}.\n\n"
        f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}"
    )


def lines(result):
    """The lines of one set on one number of threads."""
    about = [result["set"], f"{result['articles']:,}", f"{result['terms']:.0f}", result["threads"]]
    for run in result["runs"]:
        cells = [
            *about,
            run["tool"],
            seconds(run["cpu"]),
            seconds(run["wall"]),
            f"{run['times_ours_cpu']:.2f}",
            f"{run['times_ours_wall']:.2f}",
            seconds(run["prepare_cpu"]),
            "whole" if run["rows"] == result["articles"] else f"scaled from {run['rows']:,} rows",
        ]
        yield f"| {' | '.join(str(cell) for cell in cells)} |"


def seconds(value):
    """Three digits that mean something."""
    return f"{value:.0f}" if value >= 100 else f"{value:#.3g}"
