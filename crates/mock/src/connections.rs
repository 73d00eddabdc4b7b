use std::{io, sync::Arc, time::Duration};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{net::TcpListener, sync::Semaphore};

/// How many clients a server has at once, and how long it waits for them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Connections {
    /// The most at once; others wait to be accepted.
    pub(crate) max: usize,
    /// How long one may take for the head of a request, and stand idle before.
    pub(crate) head_time: Duration,
}

impl Default for Connections {
    fn default() -> Self {
        Self { max: 512, head_time: Duration::from_secs(30) }
    }
}

impl Connections {
    /// Serves until the listener fails.
    pub(crate) async fn serve(self, listener: TcpListener, router: Router) -> io::Result<()> {
        let room = Arc::new(Semaphore::new(self.max));
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(self.head_time);
        loop {
            let place = Arc::clone(&room).acquire_owned().await.map_err(io::Error::other)?;
            let stream = match listener.accept().await {
                Ok((stream, _)) => stream,
                // The client is gone already.
                Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => continue,
                Err(error) => return Err(error),
            };
            let service = TowerToHyperService::new(router.clone());
            let connection = http.serve_connection(TokioIo::new(stream), service);
            tokio::spawn(async move {
                // How it ends is the client's matter.
                let _ = connection.await;
                drop(place);
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpStream,
    };

    use super::*;

    const GET: &[u8] = b"GET / HTTP/1.1\r\nhost: a\r\n\r\n";

    /// The address of a server that waits a twentieth of a second.
    async fn server(max: usize) -> std::net::SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let router = Router::new().route("/", get(|| async { "here" }));
        let connections = Connections { max, head_time: Duration::from_millis(50) };
        tokio::spawn(connections.serve(listener, router));
        address
    }

    /// What comes until the server closes the connection.
    async fn all(address: std::net::SocketAddr, sent: &[u8]) -> String {
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        stream.write_all(sent).await.expect("it takes it");
        let mut text = Vec::new();
        // A connection that is reset is closed as well.
        let _ = stream.read_to_end(&mut text).await;
        String::from_utf8_lossy(&text).into_owned()
    }

    #[tokio::test]
    async fn closes_a_connection_that_sends_no_whole_head() {
        let address = server(8).await;
        assert!(!all(address, b"").await.contains("200 OK"));
        assert!(!all(address, b"GET / HTTP/1.1\r\nhost:").await.contains("200 OK"));
    }

    #[tokio::test]
    async fn closes_a_connection_that_stands_idle_after_its_answer() {
        let text = all(server(8).await, GET).await;
        assert!(text.starts_with("HTTP/1.1 200 OK") && text.ends_with("here"), "{text}");
    }

    #[tokio::test]
    async fn serves_the_next_client_once_one_is_gone() {
        let address = server(1).await;
        let first = TcpStream::connect(address).await.expect("a connection");
        // It is accepted only after the first has been closed as idle.
        assert!(all(address, GET).await.ends_with("here"));
        drop(first);
    }
}
