//! `robots.txt` (RFC 9309): what a host lets us ask for, and how often.
//!
//! In:  its text.
//! Out: whether a path is allowed, by the longest rule of our group; the pause that it asks for.

use std::time::Duration;

/// Longest pause that we keep to; who asks for more does not want us often, and is asked rarely anyway.
const LONGEST: Duration = Duration::from_secs(60);

/// The rules of one host.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Robots {
    groups: Vec<Group>,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Group {
    agents: Vec<String>,
    /// Path, and whether it is allowed.
    rules: Vec<(String, bool)>,
    delay: Option<Duration>,
}

impl Robots {
    /// A host that cannot be reached, or fails, lets us ask for nothing (RFC 9309, 2.3.1.4).
    pub fn closed() -> Robots {
        Robots { groups: vec![Group { agents: vec!["*".to_string()], rules: vec![("/".to_string(), false)], delay: None }] }
    }

    /// Reads the text; what is not understood is passed over.
    pub fn parse(text: &str) -> Robots {
        let mut groups: Vec<Group> = Vec::new();
        let mut naming = false;
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match (name.trim().to_ascii_lowercase().as_str(), groups.last_mut()) {
                ("user-agent", Some(group)) if naming => group.agents.push(value.to_ascii_lowercase()),
                ("user-agent", _) => {
                    groups.push(Group { agents: vec![value.to_ascii_lowercase()], ..Group::default() });
                    naming = true;
                }
                (rule @ ("allow" | "disallow"), Some(group)) => {
                    naming = false;
                    if !value.is_empty() {
                        group.rules.push((value.to_string(), rule == "allow"));
                    }
                }
                ("crawl-delay", Some(group)) => {
                    naming = false;
                    let seconds = value.parse::<f64>().ok().filter(|seconds| (0.0..1e6).contains(seconds));
                    group.delay = seconds.map(|seconds| Duration::from_secs_f64(seconds).min(LONGEST));
                }
                _ => {}
            }
        }
        Robots { groups }
    }

    /// The groups that name us, or else those for everybody.
    fn ours(&self, user_agent: &str) -> impl Iterator<Item = &Group> {
        let agent = user_agent.split(['/', ' ']).next().unwrap_or_default().to_ascii_lowercase();
        let named = self.groups.iter().any(|group| group.agents.contains(&agent));
        self.groups.iter().filter(move |group| group.agents.iter().any(|name| if named { *name == agent } else { name == "*" }))
    }

    /// Whether a path may be asked for: the longest rule that matches; of equals, the one that allows.
    pub fn allows(&self, user_agent: &str, path: &str) -> bool {
        let rules = self.ours(user_agent).flat_map(|group| &group.rules).filter(|(rule, _)| matches(rule, path));
        rules.max_by_key(|(rule, allow)| (rule.len(), *allow)).is_none_or(|(_, allow)| *allow)
    }

    /// The pause that the host asks for.
    pub fn delay(&self, user_agent: &str) -> Option<Duration> {
        self.ours(user_agent).filter_map(|group| group.delay).max()
    }
}

/// `*` stands for anything, `$` for the end.
fn matches(rule: &str, path: &str) -> bool {
    let (rule, to_end) = rule.strip_suffix('$').map_or((rule, false), |rule| (rule, true));
    let mut parts = rule.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    for (number, part) in parts.iter().enumerate() {
        let last = number + 1 == parts.len();
        let at = if last && to_end { rest.ends_with(part).then(|| rest.len() - part.len()) } else { rest.find(part) };
        let Some(at) = at else { return false };
        rest = &rest[at + part.len()..];
    }
    !to_end || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_rule_of_our_group_holds() {
        let robots = Robots::parse(
            "User-agent: *\nDisallow: /\n\nUser-Agent: dateline # us\nUser-agent: other\nAllow: /\nDisallow: /private\nAllow: /private/open\n\
             Disallow: /*.pdf$\nCrawl-delay: 5\nSitemap: https://a.example/map\n",
        );
        let check = |agent: &str, path: &str, expected: bool| assert_eq!(robots.allows(agent, path), expected, "{agent} {path}");
        check("dateline/1.0", "/news", true);
        check("dateline/1.0", "/private/x", false);
        check("dateline/1.0", "/private/open/x", true);
        check("dateline/1.0", "/a/b.pdf", false);
        check("dateline/1.0", "/a/b.pdf.html", true);
        check("stranger", "/news", false);
        assert_eq!(robots.delay("dateline/1.0"), Some(Duration::from_secs(5)));
        assert!(Robots::parse("<html>no rules").allows("dateline", "/"));
        assert!(!Robots::closed().allows("dateline", "/"));
        assert!(Robots::parse("User-agent: *\nDisallow:\n").allows("dateline", "/"));
    }
}
