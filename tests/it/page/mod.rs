//! The HTML page of themes in a browser. The tests are skipped without one; `.ci/run` installs Chromium.

mod browser;

use serde_json::{Value, json};

use crate::run::Files;
use browser::Browser;

const NEWSROOM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../datasets/newsroom");

/// Writes the page of an archive and opens it.
fn open(browser: &mut Browser, files: &Files, themes: &str) {
    let answer = files.run(&format!("themes {themes} --format html -o themes.html --quiet"));
    assert_eq!((answer.status, answer.stderr.as_str()), (0, ""));
    browser.open(&files.path().join("themes.html"));
}

/// Returns requests to other places than the file, and errors of the page.
fn complaints(browser: &Browser) -> Vec<String> {
    let mut complaints = Vec::new();
    for event in &browser.events {
        let params = &event["params"];
        match event["method"].as_str().unwrap_or_default() {
            "Network.requestWillBeSent" | "Network.webSocketCreated" => {
                let url = params["request"]["url"].as_str().unwrap_or("a socket");
                if !["file:", "data:", "about:"].iter().any(|scheme| url.starts_with(scheme)) {
                    complaints.push(format!("request: {url}"));
                }
            }
            "Runtime.exceptionThrown" | "Log.entryAdded" | "Page.javascriptDialogOpening" => {
                complaints.push(event.to_string());
            }
            "Runtime.consoleAPICalled" if params["type"] == json!("error") => {
                complaints.push(event.to_string());
            }
            _ => {}
        }
    }
    complaints
}

fn rows(browser: &mut Browser) -> Value {
    browser.value("document.querySelectorAll('#rows tr').length")
}

#[test]
fn the_page_works_offline_and_from_the_keyboard() {
    let Some(mut browser) = Browser::start() else { return };
    let files = Files::new(&[]);
    open(&mut browser, &files, &format!("{NEWSROOM} -n 12 --levels 2 --least-subtheme 3"));
    let found = "document.getElementById('found').textContent";
    assert_eq!(browser.value(found), json!("132 articles"));
    assert_eq!(browser.value("document.querySelectorAll('.legend ol button').length"), json!(12));
    assert_eq!(
        browser.value("document.querySelectorAll('.theme svg[role=img]').length"),
        json!(12)
    );
    assert!(browser.value("document.querySelectorAll('.theme details').length").as_u64() > Some(0));
    // The map is drawn: it has more colours than background and text.
    browser.wait(
        "(() => { const map = document.getElementById('map'), seen = new Set(); \
         const pixels = new Uint32Array(map.getContext('2d').getImageData(0, 0, map.width, map.height).data.buffer); \
         pixels.forEach((pixel) => seen.add(pixel)); return seen.size > 24; })()",
    );

    // The table shows fifty rows, then fifty more, and focuses the first new row.
    assert_eq!(rows(&mut browser), json!(50));
    browser.value("document.getElementById('more').click()");
    assert_eq!(rows(&mut browser), json!(100));
    let focused = "[...document.querySelectorAll('#rows tr')].findIndex((row) => row.contains(document.activeElement))";
    assert_eq!(browser.value(focused), json!(50));

    // The search ignores accents and case, and requires every word.
    browser.value("document.getElementById('search').focus()");
    browser.call("Input.insertText", json!({"text": "GÉNEVA putin"}));
    browser.wait("document.getElementById('found').textContent.includes(' of 132 articles')");
    let with_both = "[...document.querySelectorAll('#rows tr')].every((row) => /geneva/i.test(row.textContent) && /putin/i.test(row.textContent))";
    assert_eq!(browser.value(with_both), json!(true));
    assert!(rows(&mut browser).as_u64().is_some_and(|n| (1..50).contains(&n)));
    browser.value(
        "{ const box = document.getElementById('search'); box.value = ''; box.dispatchEvent(new Event('input')); }",
    );
    browser.wait("document.getElementById('found').textContent === '132 articles'");

    // Tab leads from the search box to the map; arrow and page keys move between articles.
    let title = "document.getElementById('card').querySelector('b')?.textContent ?? ''";
    browser.value("document.getElementById('search').focus()");
    browser.press("Tab");
    assert_eq!(browser.value("document.activeElement.id"), json!("map"));
    assert_eq!(browser.value(title), json!(""));
    browser.press("PageDown");
    let mut seen = vec![browser.value(title)];
    for key in ["PageDown", "ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"] {
        browser.press(key);
        let now = browser.value(title);
        assert!(now != json!(""), "{key}");
        seen.push(now);
    }
    assert!(seen.windows(2).filter(|pair| pair[0] != pair[1]).count() >= 4, "{seen:?}");
    assert_ne!(
        browser.value("getComputedStyle(document.activeElement).outlineStyle"),
        json!("none")
    );

    // A theme of the legend can be pressed, filters the articles, and can be released.
    browser.value("document.querySelector('.legend ol button').focus()");
    browser.press("Enter");
    browser.value("document.activeElement.click()");
    let pressed = "document.querySelectorAll('.legend [aria-pressed=true]').length";
    if browser.value(pressed) == json!(0) {
        browser.value("document.activeElement.click()");
    }
    assert_eq!(browser.value(pressed), json!(1));
    let size = browser.value("document.querySelector('.legend .n').textContent");
    browser.wait("document.getElementById('found').textContent.includes(' of ')");
    assert_eq!(browser.value(&format!("{found}.split(' ')[0]")), size);
    browser.value("document.getElementById('all').click()");
    assert_eq!(browser.value(found), json!("132 articles"));

    // Every control has a name, and every id is unique.
    let nameless = "[...document.querySelectorAll('button, input, canvas, svg, a')].filter((element) => \
                    !(element.textContent.trim() || element.ariaLabel || element.labels?.length)).length";
    assert_eq!(browser.value(nameless), json!(0));
    let twice = "(() => { const ids = [...document.querySelectorAll('[id]')].map((element) => element.id); \
                 return ids.length - new Set(ids).size; })()";
    assert_eq!(browser.value(twice), json!(0));
    assert_eq!(complaints(&browser), Vec::<String>::new());
}

#[test]
fn the_page_shows_markup_as_text() {
    let lines = r#"{"id":"a","title":"</script><script>document.title='broken'</script> Leek <!-- soup","text":"Leek soup is <img src=x onerror=\"document.title='broken'\"> warm.\u2028Line.","url":"javascript:document.title='broken'"}
{"id":"b","title":"<b>Leek</b> soup & bread","text":"Leek soup is &lt;warm&gt; and cheap.","url":"https://example.org/?a=1&b=<2>"}
{"id":"c","title":"","text":"Leek soup with bread.","url":" JAVASCRIPT:alert(1)"}
{"id":"d","title":"Cup final","text":"A late goal decides the final of the cup.","url":"//example.org/cup"}
"#;
    let Some(mut browser) = Browser::start() else { return };
    let files = Files::new(&[("news.jsonl", lines.as_bytes())]);
    open(&mut browser, &files, "news.jsonl -n 1");
    assert_eq!(browser.value("document.title"), json!("1 theme in 4 articles"));
    let text = "document.querySelector('#rows').textContent";
    let table = browser.value(text);
    let table = table.as_str().unwrap();
    for shown in [
        "</script><script>document.title='broken'</script> Leek <!-- soup",
        "Leek soup & bread",
        "<warm>",
    ] {
        assert!(table.contains(shown), "{shown}: {table}");
    }
    let links = "[...document.querySelectorAll('main a')].map((link) => link.protocol)";
    let links = browser.value(links);
    let links = links.as_array().unwrap();
    assert!(!links.is_empty());
    assert!(
        links.iter().all(|link| *link == json!("https:") || *link == json!("file:")),
        "{links:?}"
    );
    assert_eq!(browser.value("document.querySelectorAll('img, b, #rows script').length"), json!(0));
    assert_eq!(complaints(&browser), Vec::<String>::new());
}

#[test]
fn the_page_has_contrast_and_fits_narrow_screens() {
    let Some(mut browser) = Browser::start() else { return };
    let files = Files::new(&[]);
    open(&mut browser, &files, &format!("{NEWSROOM} -n 12"));
    // The contrast of text and background, by the formula of WCAG 2, from the painted colours.
    let contrast = "(() => {
        const pen = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
        const light = (colour) => {
            pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1);
            const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map((value) => {
                const part = value / 255;
                return part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4;
            });
            return .2126 * r + .7152 * g + .0722 * b;
        };
        const of = (a, b) => (Math.max(light(a), light(b)) + .05) / (Math.min(light(a), light(b)) + .05);
        const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
        const texts = ['--ink', '--dim'].flatMap((text) => ['--paper', '--sheet', '--sea'].map((back) => of(colour(text), colour(back))));
        const marks = [...document.querySelectorAll('.legend .swatch')].map((swatch) => of(getComputedStyle(swatch).color, colour('--sea')));
        return [Math.min(...texts), Math.min(...marks), light(colour('--paper'))];
    })()";
    for (scheme, is_dark) in [("light", false), ("dark", true)] {
        let feature = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        browser.call("Emulation.setEmulatedMedia", feature);
        let found = browser.value(contrast);
        let number = |at: usize| found[at].as_f64().unwrap();
        assert!(number(0) >= 4.5, "text in the {scheme} scheme: {found}");
        assert!(number(1) >= 3.0, "dots in the {scheme} scheme: {found}");
        assert_eq!(number(2) < 0.2, is_dark, "{found}");
    }
    // On a telephone, and on a desktop at 200 %, nothing overflows the width.
    for (width, scale) in [(360, 3), (700, 2)] {
        let screen =
            json!({"width": width, "height": 700, "deviceScaleFactor": scale, "mobile": false});
        browser.call("Emulation.setDeviceMetricsOverride", screen);
        browser.wait("document.getElementById('map').clientWidth > 200");
        let beyond = browser.value("document.documentElement.scrollWidth - innerWidth");
        assert!(beyond.as_i64().unwrap() <= 0, "{width}: {beyond}");
    }
    assert_eq!(complaints(&browser), Vec::<String>::new());
}
