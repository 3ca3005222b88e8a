"""Describes the environment of a run, and formats the results as a Markdown table."""

import os
import platform
import subprocess
import tomllib
from importlib.metadata import version
from pathlib import Path

PACKAGES = ["sparse_dot_topn", "scikit-learn", "scipy", "numpy"]
PEERS = ["sparse_dot_topn", "sp_matmul_rs", "sp_matmul_rs, wide chunks", "scikit-learn"]
COLUMNS = ["set", "articles", "terms per article", "threads", "alsolike", "of that the index", *PEERS]


def environment():
    """Returns the machine and the versions of all tools, by name."""
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
    """Returns the commit that was built, and whether the work tree has changes."""
    try:
        changed = output("git", "status", "--porcelain", "--untracked-files=no", cwd=here)
        name = output("git", "rev-parse", "--short", "HEAD", cwd=here)
    except (OSError, subprocess.CalledProcessError):
        return "no git repository"
    return f"commit {name}{' with changes' if changed else ''}"


def output(*command, cwd):
    done = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.strip()


def head(environment, k):
    about = ", ".join(f"{name} {value}" for name, value in environment.items() if name != "machine")
    return (
        f"{environment['machine']}; {about}. k = {k}. CPU seconds; in brackets the ratio to alsolike, CPU and wall; "
        f"\\* scaled from a sample.\n\n| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}"
    )


def line(result):
    """Formats the result of one set and one number of threads."""
    runs = {run["tool"]: run for run in result["runs"]}
    before, after = runs["alsolike, before"], runs["alsolike, after"]
    cells = [
        result["set"],
        f"{result['articles']:,}",
        f"{result['terms']:.0f}",
        result["threads"],
        f"{seconds(before['cpu'])}, {seconds(after['cpu'])}",
        seconds(after["prepare_cpu"]),
        *(peer(runs.get(name), result) for name in PEERS),
    ]
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def peer(run, result):
    if run is None:
        return "–"
    scaled = "" if run["rows"] == result["articles"] else "\\*"
    return f"{seconds(run['cpu'])}{scaled} ({run['times_ours_cpu']:.1f}, {run['times_ours_wall']:.1f})"


def seconds(value):
    """Formats seconds with three significant digits."""
    return f"{value:.0f}" if value >= 100 else f"{value:#.3g}"
