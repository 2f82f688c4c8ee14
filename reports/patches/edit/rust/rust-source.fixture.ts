/** Files as people write them, for the tests of the Rust dialect. */

export const chainSource = `//! The client of the API.
use anyhow::Result;
use reqwest::{header::HeaderMap, Client, Proxy};
use std::{sync::LazyLock, time::Duration};

const CONNECT: Duration = Duration::from_secs(3);
const NOTE: &str = "Client::builder().pool_max_idle_per_host(9)";

// Client::builder().pool_idle_timeout(None) was tried
pub static API: LazyLock<Client> = LazyLock::new(|| {
    Client::builder()
        .default_headers(HeaderMap::new())
        .pool_idle_timeout( Duration::from_secs(60 * 2) ) // two minutes
        .connect_timeout(CONNECT) /* short */
        .build()
        .expect("a client")
});

#[derive(Debug, Clone)]
struct Builder {
    pool_max_idle_per_host: usize,
}

impl Builder {
    fn pool_max_idle_per_host(self, n: usize) -> Self {
        Self { pool_max_idle_per_host: n }
    }
}

fn own() -> Builder {
    Builder { pool_max_idle_per_host: 1 }.pool_max_idle_per_host(3)
}
`

export const severalSource = `use reqwest::blocking;
use reqwest::ClientBuilder as HttpBuilder;

mod short {
    use std::time::Duration as D;
    const MAX_IDLE: usize = 8;

    pub fn client() -> reqwest::Result<reqwest::Client> {
        reqwest::Client::builder().pool_max_idle_per_host(MAX_IDLE).pool_idle_timeout(Some(D::from_millis(5_000))).build()
    }
}

fn plain() -> blocking::Client {
    blocking::Client::builder().build().unwrap()
}

async fn stepwise(quick: bool) -> reqwest::Client {
    let mut builder = HttpBuilder::new().user_agent("x");
    builder = builder.pool_max_idle_per_host(4);
    builder = builder.pool_idle_timeout(None::<std::time::Duration>);
    if quick {
        builder = builder.tcp_nodelay(true);
    }
    builder.build().unwrap()
}
`
