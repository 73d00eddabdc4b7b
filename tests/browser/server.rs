use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use axum::{
    extract::Request,
    middleware::{Next, from_fn},
};
use tokio::{net::TcpListener, runtime::Runtime};
use tower_http::{CompressionLevel, compression::CompressionLayer, services::ServeDir};

/// Where the built page is.
pub(crate) fn dist() -> PathBuf {
    let dist = std::env::var_os("GROQ_CALC_DIST").map(PathBuf::from);
    let dist = dist.expect("GROQ_CALC_DIST names the built page; `cargo xtask test` sets it");
    assert!(dist.join("index.html").is_file(), "{} holds no page", dist.display());
    dist
}

/// Serves a folder until it is stopped or dropped.
pub(crate) struct Site {
    pub(crate) address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
    runtime: Option<Runtime>,
}

impl Site {
    /// Serves a folder at a path (`/`, `/groq-calc/`) of a free port of this machine.
    pub(crate) fn start(folder: &Path, path: &str) -> std::io::Result<Self> {
        Self::compressed(folder, path, CompressionLevel::Fastest)
    }

    /// The same with files as small as a host would send them.
    pub(crate) fn compressed(
        folder: &Path,
        path: &str,
        level: CompressionLevel,
    ) -> std::io::Result<Self> {
        let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let files = ServeDir::new(folder);
        let app = match path {
            "/" => axum::Router::new().fallback_service(files),
            path => axum::Router::new().nest_service(path, files),
        };
        let asked = Arc::new(Mutex::new(Vec::new()));
        let list = Arc::clone(&asked);
        let keep = move |request: Request, next: Next| {
            list.lock().expect("nobody panics with it").push(request.uri().path().to_owned());
            next.run(request)
        };
        let app = app.layer(CompressionLayer::new().quality(level)).layer(from_fn(keep));
        let runtime = Runtime::new()?;
        runtime.spawn(async move { axum::serve(TcpListener::from_std(listener)?, app).await });
        Ok(Self { address, asked, runtime: Some(runtime) })
    }

    /// How often a file was asked for, whoever asked.
    pub(crate) fn asked(&self, name: &str) -> usize {
        let list = self.asked.lock().expect("nobody panics with it");
        list.iter().filter(|path| path.ends_with(name)).count()
    }

    /// Ends it with every connection it has.
    pub(crate) fn stop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.stop();
    }
}
