//! One request: pauses, limits, and which addresses are never asked.
//!
//! In:  an address, and what the server said of it before.
//! Out: its answer, whole and unpacked; or why there is none.
//!
//! A name is looked up once and the answers are checked before a connection is opened, for every redirection too, so that no feed can
//! lead into a private network.

use super::{Asking, robots::Robots};
use dateline_store::Fetched;
use std::collections::HashMap;
use std::io::Read;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::{Duration, Instant};
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

/// Bytes of a `robots.txt` that are read (RFC 9309 asks for 500 KiB at least).
const ROBOTS: u64 = 512 << 10;

/// Redirections of one request.
const REDIRECTIONS: u32 = 5;

/// An answer with a body.
pub(super) struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// The value of a header.
    pub fn header(&self, wanted: &str) -> Option<&str> {
        self.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.as_str())
    }

    /// What is remembered of it.
    pub fn fetched(&self, url: &str, trouble: Option<String>) -> Fetched {
        Fetched {
            url: url.to_string(),
            at: now(),
            status: self.status,
            etag: self.header("ETag").map(str::to_string),
            last_modified: self.header("Last-Modified").map(str::to_string),
            trouble,
        }
    }
}

/// Now, UTC, to the second.
pub(super) fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Scheme, host and port: `https://courier.example`.
pub(super) fn host(url: &str) -> Result<String, String> {
    let uri: Uri = url.parse().map_err(|error| format!("no address ({error})"))?;
    match (uri.scheme_str(), uri.authority()) {
        (Some(scheme @ ("http" | "https")), Some(authority)) if !authority.as_str().contains('@') => Ok(format!("{scheme}://{authority}")),
        _ => Err("no address of http or https".to_string()),
    }
}

/// What follows the host.
pub(super) fn path(url: &str) -> &str {
    url.find("://").and_then(|at| url[at + 3..].find('/').map(|slash| &url[at + 3 + slash..])).unwrap_or("/")
}

/// Asks servers.
pub(super) struct Client {
    agent: ureq::Agent,
    largest: u64,
    last: HashMap<String, Instant>,
}

impl Client {
    pub fn new(asking: &Asking) -> Client {
        let config = Config::builder()
            .user_agent(asking.user_agent.as_str())
            .accept("application/rss+xml, application/atom+xml, application/feed+json, text/html, application/xhtml+xml, */*;q=0.5")
            .timeout_global(Some(asking.timeout))
            .max_redirects(REDIRECTIONS)
            .http_status_as_error(false)
            // A proxy would look the names up itself.
            .proxy(None)
            .build();
        let resolver = Guarded { allow_private: asking.allow_private, inner: DefaultResolver::default() };
        let agent = ureq::Agent::with_parts(config, DefaultConnector::default(), resolver);
        Client { agent, largest: asking.largest, last: HashMap::new() }
    }

    /// The rules of a host; none where it has none, all closed where it fails.
    pub fn robots(&mut self, host: &str) -> Robots {
        match self.get_at_most(&format!("{host}/robots.txt"), None, Duration::ZERO, ROBOTS) {
            Ok(answer) if answer.status == 200 => Robots::parse(&String::from_utf8_lossy(&answer.body)),
            Ok(answer) if answer.status >= 500 => Robots::closed(),
            // What keeps us from robots.txt keeps us from the page too, and is told there.
            _ => Robots::default(),
        }
    }

    /// An answer with status 200, or 304 where the server says that nothing changed since `before`.
    pub fn get(&mut self, url: &str, before: Option<&Fetched>, delay: Duration) -> Result<Answer, String> {
        let answer = self.get_at_most(url, before, delay, self.largest)?;
        match answer.status {
            200 | 304 => Ok(answer),
            status => Err(format!("the server answers {status}")),
        }
    }

    fn get_at_most(&mut self, url: &str, before: Option<&Fetched>, delay: Duration, largest: u64) -> Result<Answer, String> {
        let host = host(url)?;
        if let Some(last) = self.last.get(&host) {
            std::thread::sleep(delay.saturating_sub(last.elapsed()));
        }
        let mut request = self.agent.get(url);
        if let Some(etag) = before.and_then(|before| before.etag.as_deref()) {
            request = request.header("If-None-Match", etag);
        }
        if let Some(day) = before.and_then(|before| before.last_modified.as_deref()) {
            request = request.header("If-Modified-Since", day);
        }
        let outcome = request.call();
        self.last.insert(host, Instant::now());
        let mut response = outcome.map_err(|error| format!("cannot be fetched ({error})"))?;
        let headers =
            response.headers().iter().map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
        let headers = headers.collect();
        let mut body = Vec::new();
        let read = response.body_mut().as_reader().take(largest + 1).read_to_end(&mut body);
        read.map_err(|error| format!("its answer breaks off ({error})"))?;
        if body.len() as u64 > largest {
            return Err(format!("its answer is larger than {largest} bytes; raise --largest if it is an article"));
        }
        Ok(Answer { status: response.status().as_u16(), headers, body })
    }
}

/// Looks names up, and refuses private addresses.
#[derive(Debug)]
struct Guarded {
    allow_private: bool,
    inner: DefaultResolver,
}

impl Resolver for Guarded {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        if let Some(address) = found.iter().find(|address| !self.allow_private && is_private(address.ip())) {
            let words = format!("{} is a private address; allow it with --allow-private", address.ip());
            return Err(ureq::Error::Io(std::io::Error::new(std::io::ErrorKind::PermissionDenied, words)));
        }
        Ok(found)
    }
}

/// Whether an address is of no public network.
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_private_v4(address),
        IpAddr::V6(address) => {
            let parts = address.segments();
            address.to_ipv4_mapped().is_some_and(is_private_v4)
                || address.is_loopback()
                || address.is_unspecified()
                || address.is_multicast()
                // Unique local and link-local; 6to4 and NAT64, behind which any IPv4 address may stand.
                || parts[0] & 0xfe00 == 0xfc00
                || parts[0] & 0xffc0 == 0xfe80
                || parts[0] == 0x2002
                || (parts[0] == 0x64 && parts[1] == 0xff9b)
                || Ipv6Addr::LOCALHOST == address
        }
    }
}

fn is_private_v4(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_multicast()
        || address.is_documentation()
        || first == 0
        || first >= 240
        || (first == 100 && (64..128).contains(&second))
        || (first == 198 && (18..20).contains(&second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_are_known() {
        for private in [
            "127.0.0.1",
            "10.1.2.3",
            "192.168.0.1",
            "172.16.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "::1",
            "fd00::1",
            "fe80::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
        ] {
            assert!(is_private(private.parse().unwrap()), "{private}");
        }
        for public in ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07::1", "172.32.0.1"] {
            assert!(!is_private(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn addresses_are_taken_apart() {
        assert_eq!(host("https://a.example:8443/x?y"), Ok("https://a.example:8443".to_string()));
        assert!(host("ftp://a.example").is_err() && host("https://user:word@a.example/").is_err() && host("a").is_err());
        assert_eq!((path("https://a.example/x?y"), path("https://a.example")), ("/x?y", "/"));
    }
}
