//! Tags of Hugo, Jekyll, kramdown and WordPress.
//!
//! Each function handles the mark at the position of the scan. It returns `false` when the mark is of another kind.

use super::scan::{Scan, span_start, starts_with_letter};

/// Shortcodes of WordPress for images, videos and audio.
const WORDPRESS: [&str; 9] =
    ["audio", "caption", "embed", "gallery", "playlist", "slideshare", "video", "vimeo", "youtube"];

/// Replaces `{{< name … >}}` and `{{% name … %}}`.
pub(super) fn shortcode(scan: &mut Scan<'_>) -> bool {
    let rest = scan.rest();
    let end = match rest.as_bytes() {
        [b'{', b'{', b'<', ..] => scan.length_to(">}}"),
        [b'{', b'{', b'%', ..] => scan.length_to("%}}"),
        _ => None,
    };
    end.is_some_and(|length| scan.replace(length, fence_for(&rest[3..length])))
}

/// Replaces `{% name … %}`.
pub(super) fn tag(scan: &mut Scan<'_>) -> bool {
    let rest = scan.rest();
    if !rest.starts_with("{%") {
        return false;
    }
    let Some(length) = scan.length_to("%}") else { return false };
    let inside = &rest[2..length];
    match first_word(inside) {
        "comment" => {
            let whole = scan
                .length_to("endcomment")
                .map(|at| at + rest[at..].find("%}").map_or(0, |end| end + 2));
            scan.replace(whole.unwrap_or(length), "")
        }
        "raw" | "verbatim" => {
            scan.replace(length, "");
            if let Some(end) = scan.length_to("{% end") {
                scan.keep(end - "{% end".len());
            }
            true
        }
        _ => scan.replace(length, fence_for(inside)),
    }
}

/// Removes `{{ … }}`.
pub(super) fn output(scan: &mut Scan<'_>) -> bool {
    if !scan.rest().starts_with("{{") {
        return false;
    }
    scan.length_to("}}").is_some_and(|length| scan.replace(length, ""))
}

/// Removes `{: .class}`, `{:toc}`, `{#id}` and `{target="_blank"}`, if they are on one line.
pub(super) fn attributes(scan: &mut Scan<'_>) -> bool {
    let line = span_start(scan.rest()).split('\n').next().unwrap_or_default();
    let Some(length) = line.find('}') else { return false };
    let inside = &line[1..length];
    let (inside, has_colon) = inside.strip_prefix(':').map_or((inside, false), |rest| (rest, true));
    let inside = inside.trim();
    let named = |mark| inside.strip_prefix(mark).is_some_and(starts_with_letter);
    let is_list = named('.') || named('#') || inside.contains("=\"");
    let is_kramdown =
        has_colon && (inside == "toc" || inside.starts_with(':') || inside.contains('='));
    (is_list || is_kramdown) && scan.replace(length + 1, "")
}

/// Removes `[caption …]`, `[/caption]` and `[youtube=…]`, which exports from WordPress contain.
pub(super) fn wordpress(scan: &mut Scan<'_>) -> bool {
    let rest = span_start(scan.rest());
    let Some(end) = rest.find(']') else { return false };
    let (inside, behind) = (&rest[1..end], &rest[end + 1..]);
    let name = inside.trim_start_matches('/').split([' ', '=']).next().unwrap_or_default();
    let has_arguments = inside.len() > name.len();
    let is_link = behind.starts_with(['(', '[', ':']);
    WORDPRESS.contains(&name) && has_arguments && !is_link && scan.replace(end + 1, "")
}

fn first_word(inside: &str) -> &str {
    inside
        .trim_start_matches(['-', ' ', '\n', '\t'])
        .split([' ', '-', '\n', '\t'])
        .next()
        .unwrap_or_default()
}

/// Returns the replacement of a tag: a code fence if the tag starts or ends code.
fn fence_for(inside: &str) -> &'static str {
    match first_word(inside).trim_start_matches('/') {
        "highlight" | "endhighlight" | "codeblock" | "endcodeblock" => "\n```\n",
        _ => "",
    }
}
