use axum::http::{Uri, uri::PathAndQuery};
use bytes::Bytes;
use http_body_util::Full;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};

/// The API that requests are sent on to.
#[derive(Clone)]
pub(super) struct Upstream {
    origin: Uri,
    pub(super) client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
}

/// Where the API stands below its host.
const BASE: &str = "/openai/v1";

impl Upstream {
    /// By its address, with or without the path of the API.
    pub(super) fn new(url: &str) -> Result<Self, String> {
        let wrong = || format!("upstream is `{url}`; it must be like https://api.groq.com");
        let origin = url.trim_end_matches('/').trim_end_matches(BASE);
        let origin: Uri = origin.parse().map_err(|_| wrong())?;
        let is_http = matches!(origin.scheme_str(), Some("http" | "https"));
        if !is_http || origin.authority().is_none() || origin.path() != "/" {
            return Err(wrong());
        }
        let connector =
            HttpsConnectorBuilder::new().with_webpki_roots().https_or_http().enable_http1().build();
        Ok(Self { origin, client: Client::builder(TokioExecutor::new()).build(connector) })
    }

    /// Where a request to a path of the guard goes.
    pub(super) fn uri(&self, asked: &Uri) -> Option<Uri> {
        let path = asked.path_and_query().map_or("/", PathAndQuery::as_str);
        // Some programs add no more than the version to a base URL.
        let path = match path.starts_with("/v1/") {
            true => format!("/openai{path}"),
            false => path.to_owned(),
        };
        let mut parts = self.origin.clone().into_parts();
        parts.path_and_query = Some(path.parse().ok()?);
        Uri::from_parts(parts).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_the_guard_is_one_of_the_api() {
        let upstream = Upstream::new("http://127.0.0.1:8788/openai/v1/").unwrap();
        for path in ["/openai/v1/chat/completions?x=1", "/v1/chat/completions?x=1"] {
            let uri = upstream.uri(&path.parse().unwrap()).unwrap();
            assert_eq!(uri, "http://127.0.0.1:8788/openai/v1/chat/completions?x=1");
        }
        for url in ["api.groq.com", "ftp://x", "https://x/other", ""] {
            assert!(Upstream::new(url).is_err(), "{url}");
        }
    }
}
