//! A small web server that holds one engine and answers with lists.
//!
//! ```sh
//! cargo run --release --example server -- datasets/newsroom 127.0.0.1:7700
//! curl http://127.0.0.1:7700/related/biden-putin-geneva-summit
//! curl -H 'content-type: application/json' http://127.0.0.1:7700/related \
//!     -d '{"title": "Spyware found on phones of ministers", "text": "…"}'
//! ```

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use alsolike::article::{Article, Date};
use alsolike::engine::{
    Engine, EngineBuilder, EngineError, RecommendOptions, Recommender, Settings,
};
use alsolike::recommend::RelatedList;
use alsolike_formats::read::{ReadOptions, Reader, Source};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

/// Reasons shown for each item.
const N_BECAUSE: usize = 3;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let source = args.next().unwrap_or_else(|| "datasets/newsroom".to_owned());
    let address = args.next().unwrap_or_else(|| "127.0.0.1:7700".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    Ok(axum::serve(listener, app(engine(&source)?)).await?)
}

/// Reads an archive batch by batch, so that its texts are never in memory together.
fn engine(source: &str) -> anyhow::Result<Engine> {
    let mut reader = Reader::open(&[Source::Path(source.into())], ReadOptions::default())?;
    let mut builder = EngineBuilder::new(&Settings::default())?;
    loop {
        let batch = reader.next_batch(4_096)?;
        if batch.is_empty() {
            return Ok(Engine::new(builder.finish()?));
        }
        builder.add(batch)?;
    }
}

/// Returns the routes. The caller opens the socket, so that the test can choose a free port.
fn app(engine: Engine) -> Router {
    Router::new()
        .route("/related/{id}", get(related))
        .route("/related", post(draft))
        .with_state(engine)
}

/// The list of an article of the archive.
async fn related(
    State(engine): State<Engine>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Failure> {
    let recommender = recommender(&engine)?;
    let list = recommender.related(&id, N_BECAUSE)?;
    Ok(Json(json!({ "id": id, "related": items(&engine, &list) })))
}

/// An article that is not in the archive yet.
#[derive(Deserialize)]
struct Draft {
    #[serde(default)]
    title: String,
    text: String,
}

/// The list of a draft, through the frozen model.
async fn draft(
    State(engine): State<Engine>,
    Json(draft): Json<Draft>,
) -> Result<Json<Value>, Failure> {
    let recommender = recommender(&engine)?;
    let article = Article { title: draft.title, text: draft.text, ..Article::default() };
    let list = recommender.related_to_unseen(&article, N_BECAUSE);
    Ok(Json(json!({ "related": items(&engine, &list) })))
}

/// Makes a recommender for one request. It takes no pass over the archive, and judges embargoes at the current time.
fn recommender(engine: &Engine) -> Result<Recommender, EngineError> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    engine.recommender(&RecommendOptions::new(Date::from_unix_seconds(now.as_secs() as i64)))
}

fn items(engine: &Engine, list: &RelatedList<'_>) -> Vec<Value> {
    let item = |item: &alsolike::recommend::RelatedItem<'_>| {
        let article = engine.corpus().article(item.doc);
        let because: Vec<&str> = item.because.iter().map(|part| &*part.term).collect();
        json!({
            "id": article.id,
            "title": article.title,
            "teaser": article.teaser,
            "url": article.url,
            "score": item.score,
            "because": because,
        })
    };
    list.items.iter().map(item).collect()
}

/// An error as an answer: 404 for an unknown id, 500 for anything else.
struct Failure(Arc<EngineError>);

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        Self(Arc::new(error))
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = match *self.0 {
            EngineError::UnknownId(_) => StatusCode::NOT_FOUND,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        (status, Json(json!({ "error": self.0.to_string() }))).into_response()
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::{SocketAddr, TcpStream};
    use std::thread;

    use serde_json::Value;

    use super::{app, engine, items, recommender};

    const NEWSROOM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/datasets/newsroom");
    const N_THREADS: usize = 16;

    /// Sends one request over a socket of its own, and returns the status and the JSON of the answer.
    fn ask(server: SocketAddr, method: &str, path: &str, body: &str) -> (u16, Value) {
        let mut stream = TcpStream::connect(server).unwrap();
        let n_bytes = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {n_bytes}\r\n\r\n{body}"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        (status, serde_json::from_str(body).unwrap())
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn answers_sixteen_threads_as_it_answers_one() {
        let engine = engine(NEWSROOM).unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = listener.local_addr().unwrap();
        tokio::spawn(axum::serve(listener, app(engine.clone())).into_future());

        // The expected lists, made on one thread without a server.
        let recommender = recommender(&engine).unwrap();
        let ids: Vec<String> =
            engine.corpus().articles().iter().map(|article| article.id.to_string()).collect();
        // Print and parse these lists like the answers: a parsed float may differ in its last bit.
        let parsed = |id: &String| {
            let list = Value::from(items(&engine, &recommender.related(id, 3).unwrap()));
            serde_json::from_str(&list.to_string()).unwrap()
        };
        let expected: Vec<Value> = ids.iter().map(parsed).collect();
        assert_eq!(expected.len(), 132);

        let asked = tokio::task::spawn_blocking(move || {
            thread::scope(|scope| {
                for thread in 0..N_THREADS {
                    let (ids, expected) = (&ids, &expected);
                    scope.spawn(move || {
                        for at in (thread..ids.len()).step_by(N_THREADS).chain(0..8) {
                            let path = format!("/related/{}", ids[at]);
                            let (status, answer) = ask(server, "GET", &path, "");
                            assert_eq!((status, &answer["related"]), (200, &expected[at]));
                        }
                        let draft = r#"{"text": "Spyware was found on the phones of ministers."}"#;
                        let (status, answer) = ask(server, "POST", "/related", draft);
                        assert_eq!(status, 200);
                        assert_eq!(answer["related"].as_array().unwrap().len(), 4);
                    });
                }
            });
            ask(server, "GET", "/related/nobody", "")
        });
        let (status, answer) = asked.await.unwrap();
        assert_eq!(status, 404);
        assert_eq!(answer["error"], "no article has the id `nobody`");
    }
}
