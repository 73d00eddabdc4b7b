use std::{net::SocketAddr, path::PathBuf};

/// Serves `dist` on a free port of this machine until the process ends.
pub(crate) async fn start() -> std::io::Result<SocketAddr> {
    let dist = std::env::var_os("GROQ_CALC_DIST").map(PathBuf::from);
    let dist = dist.expect("GROQ_CALC_DIST names the built page; `cargo xtask test` sets it");
    assert!(dist.join("index.html").is_file(), "{} holds no page", dist.display());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let service = tower_http::services::ServeDir::new(dist);
    let app = axum::Router::new().fallback_service(service);
    tokio::spawn(async move { axum::serve(listener, app).await });
    Ok(address)
}
