//! Times one search over the rows of `alsolike vectors` and writes its lists to a file.
//!
//! `benches/peers/compare.py` starts one process for each tool and reads the times from standard output.

mod clock;
mod lists;
mod rows;
mod tools;

use std::path::Path;

use anyhow::{Context, bail};

use crate::rows::Rows;
use crate::tools::Run;

const USAGE: &str =
    "usage: peers alsolike|sp_matmul_rs|sp_matmul_rs_wide ROWS.npz LISTS.npz K THREADS";
/// Columns of a chunk for `sp_matmul_rs_wide`. The fastest of 2,048 to 65,536 on the archives above 50,000 articles,
/// where the default can be several times slower.
const WIDE_CHUNK: usize = 8_192;

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [tool, rows, lists, k, threads] = args.as_slice() else { bail!(USAGE) };
    let k: usize = k.parse().context(USAGE)?;
    let threads: usize = threads.parse().context(USAGE)?;
    let rows = Rows::read(Path::new(rows))?;
    let run = match tool.as_str() {
        "alsolike" => tools::repeated(|| tools::alsolike(&rows, k, threads))?,
        "sp_matmul_rs" => tools::repeated(|| tools::sp_matmul_rs(&rows, k, threads, None))?,
        "sp_matmul_rs_wide" => {
            tools::repeated(|| tools::sp_matmul_rs(&rows, k, threads, Some(WIDE_CHUNK)))?
        }
        _ => bail!(USAGE),
    };
    let Run { prepare, search, lists: found } = run;
    found.write(Path::new(lists))?;
    println!(
        r#"{{"prepare": {{"cpu": {}, "wall": {}}}, "search": {{"cpu": {}, "wall": {}}}}}"#,
        prepare.cpu, prepare.wall, search.cpu, search.wall
    );
    Ok(())
}
