//! A headless browser, driven by the DevTools protocol over a web socket.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

/// Names under which Chromium is installed.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Attempts, 50 ms apart, before a wait fails.
const N_ATTEMPTS: usize = 600;

pub(crate) struct Browser {
    process: Child,
    socket: TcpStream,
    session: Value,
    n_sent: u64,
    /// Events of the page, in order.
    pub(crate) events: Vec<Value>,
    _profile: TempDir,
}

impl Browser {
    /// Starts the browser. Returns `None` and prints why if no browser is installed.
    ///
    /// # Panics
    /// Without a browser, if `REQUIRE_BROWSER` is set.
    pub(crate) fn start() -> Option<Self> {
        let is_there = |name: &&&str| {
            let answer = Command::new(name).arg("--version").output();
            answer.is_ok_and(|answer| answer.status.success())
        };
        let Some(name) = NAMES.iter().find(is_there) else {
            assert!(std::env::var_os("REQUIRE_BROWSER").is_none(), "no {}", NAMES.join(", no "));
            println!("left out: no {}", NAMES.join(", no "));
            return None;
        };
        let profile = tempfile::tempdir().unwrap();
        let process = Command::new(name)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"])
            .args(["--no-first-run", "--disable-background-networking", "--disable-sync"])
            .args(["--disable-component-update", "--remote-debugging-port=0"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // A panic from here on must end the process, too.
        let mut kill = KillOnDrop(Some(process));
        let socket = connect(&profile.path().join("DevToolsActivePort"));
        let process = kill.0.take().unwrap();
        let mut browser = Self {
            process,
            socket,
            session: Value::Null,
            n_sent: 0,
            events: Vec::new(),
            _profile: profile,
        };
        let target = browser.call("Target.createTarget", json!({"url": "about:blank"}));
        let attach = json!({"targetId": target["targetId"], "flatten": true});
        browser.session = browser.call("Target.attachToTarget", attach)["sessionId"].clone();
        for domain in ["Page", "Runtime", "Network", "Log"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        Some(browser)
    }

    /// Opens a file and waits until its scripts have run.
    pub(crate) fn open(&mut self, file: &Path) {
        let url = format!("file://{}", file.display());
        self.call("Page.navigate", json!({"url": url}));
        self.wait("document.readyState === 'complete' && location.protocol === 'file:'");
    }

    /// Returns the value of an expression in the page.
    pub(crate) fn value(&mut self, expression: &str) -> Value {
        let ask = json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let answer = self.call("Runtime.evaluate", ask);
        assert!(answer.get("exceptionDetails").is_none(), "{expression}: {answer}");
        answer["result"].get("value").cloned().unwrap_or(Value::Null)
    }

    pub(crate) fn wait(&mut self, condition: &str) {
        for _ in 0..N_ATTEMPTS {
            if self.value(condition) == json!(true) {
                return;
            }
            sleep(Duration::from_millis(50));
        }
        panic!("never came true: {condition}");
    }

    /// Presses and releases a named key.
    pub(crate) fn press(&mut self, key: &str) {
        let code = match key {
            "Tab" => 9,
            "Enter" => 13,
            " " => 32,
            "PageDown" => 34,
            "ArrowLeft" => 37,
            "ArrowUp" => 38,
            "ArrowRight" => 39,
            "ArrowDown" => 40,
            _ => panic!("no code for the key {key}"),
        };
        for kind in ["rawKeyDown", "keyUp"] {
            let event =
                json!({"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code});
            self.call("Input.dispatchKeyEvent", event);
        }
    }

    pub(crate) fn call(&mut self, method: &str, params: Value) -> Value {
        self.n_sent += 1;
        let mut message = json!({"id": self.n_sent, "method": method, "params": params});
        if !self.session.is_null() {
            message["sessionId"] = self.session.clone();
        }
        self.socket.write_all(&frame(message.to_string().as_bytes())).unwrap();
        loop {
            let answer: Value = serde_json::from_slice(&self.receive()).unwrap();
            if answer["id"] == json!(self.n_sent) {
                assert!(answer.get("error").is_none(), "{method}: {answer}");
                return answer["result"].clone();
            }
            self.events.push(answer);
        }
    }

    /// Returns the next message, assembled from its frames.
    fn receive(&mut self) -> Vec<u8> {
        let mut message = Vec::new();
        loop {
            let [first, second] = self.bytes();
            let length = match second & 127 {
                126 => u64::from(u16::from_be_bytes(self.bytes())),
                127 => u64::from_be_bytes(self.bytes()),
                short => u64::from(short),
            };
            let mut payload = vec![0; usize::try_from(length).unwrap()];
            self.socket.read_exact(&mut payload).unwrap();
            match first & 15 {
                0 | 1 => message.append(&mut payload),
                8 => panic!("the browser closed the connection"),
                _ => continue,
            }
            if first & 128 != 0 {
                return message;
            }
        }
    }

    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.socket.read_exact(&mut bytes).unwrap();
        bytes
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

struct KillOnDrop(Option<Child>);

impl Drop for KillOnDrop {
    fn drop(&mut self) {
        if let Some(process) = &mut self.0 {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// Waits for the file with the port of the browser, and connects.
fn connect(port_file: &Path) -> TcpStream {
    let found = (0..N_ATTEMPTS).find_map(|_| {
        sleep(Duration::from_millis(50));
        let found = std::fs::read_to_string(port_file).ok()?;
        let (port, path) = found.split_once('\n')?;
        Some((port.parse::<u16>().ok()?, path.trim().to_owned()))
    });
    let (port, path) = found.expect("the browser writes its port");
    let mut socket = TcpStream::connect(("127.0.0.1", port)).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    // The key is the example of RFC 6455: the connection is local and needs no secret.
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    );
    socket.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        socket.read_exact(&mut byte).unwrap();
        answer.push(byte[0]);
    }
    assert!(answer.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&answer));
    socket
}

/// Returns a text message in one frame. Clients must mask, and a mask of zeros changes no byte.
fn frame(payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x81];
    match payload.len() {
        short @ 0..126 => frame.push(0x80 | short as u8),
        middle @ 126..65_536 => {
            frame.push(0x80 | 126);
            frame.extend((middle as u16).to_be_bytes());
        }
        long => {
            frame.push(0x80 | 127);
            frame.extend((long as u64).to_be_bytes());
        }
    }
    frame.extend([0; 4]);
    frame.extend(payload);
    frame
}
