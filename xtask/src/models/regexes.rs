//! Reads, out of the tokenizer's regular expressions, the character classes and word lists that the engine's own matcher needs.
//!
//! The shape of the expressions is checked against what `crates/language/src/affixes.rs` implements by hand: were another
//! version of the model to change them, packing fails instead of tokenizing wrongly.

/// Code points that Python's `str.isdigit` accepts beyond decimal digits (Unicode 14, Numeric_Type=Digit).
pub const OTHER_DIGITS: &[std::ops::RangeInclusive<u32>] = &[
    0xb2..=0xb3,
    0xb9..=0xb9,
    0x1369..=0x1371,
    0x19da..=0x19da,
    0x2070..=0x2070,
    0x2074..=0x2079,
    0x2080..=0x2089,
    0x2460..=0x2468,
    0x2474..=0x247c,
    0x2488..=0x2490,
    0x24ea..=0x24ea,
    0x24f5..=0x24fd,
    0x24ff..=0x24ff,
    0x2776..=0x277e,
    0x2780..=0x2788,
    0x278a..=0x2792,
    0x10a40..=0x10a43,
    0x10e60..=0x10e68,
    0x11052..=0x1105a,
    0x1f100..=0x1f10a,
];

type Ranges = Vec<(u32, u32)>;

/// What the expressions hold.
pub struct Found {
    pub icons: Ranges,
    pub alpha: Ranges,
    pub lower: Ranges,
    pub upper: Ranges,
    pub currencies: Vec<String>,
    pub units: Vec<String>,
}

/// The classes and lists of the four expressions.
pub fn read(prefix: &str, suffix: &str, infix: &str, url: &str) -> Result<Found, String> {
    let icons = class_after(prefix, "|^[")?;
    let alpha = class_after(infix, "]),(?=[")?;
    let lower = class_after(url, "\\.)+(?:[")?;
    let upper = class_after(suffix, ")])\\.$|(?<=[")?;
    let lists: Vec<Vec<String>> = suffix
        .split("|(?<=[0-9])(?:")
        .skip(1)
        .map(|part| part.split(")$").next().unwrap_or_default().split('|').map(|word| word.replace('\\', "")).collect())
        .collect();
    let [currencies, units] = &lists[..] else { return Err(format!("suffix_search: {} lists after a digit, not two", lists.len())) };
    Ok(Found {
        icons: merged(icons),
        alpha: merged(alpha),
        lower: merged(lower),
        upper: merged(upper),
        currencies: currencies.clone(),
        units: units.clone(),
    })
}

/// Sorted and joined.
fn merged(mut ranges: Ranges) -> Ranges {
    ranges.sort();
    let mut out: Ranges = Vec::new();
    for (first, last) in ranges {
        match out.last_mut() {
            Some(range) if first <= range.1 + 1 => range.1 = range.1.max(last),
            _ => out.push((first, last)),
        }
    }
    out
}

/// Ranges of the characters that satisfy the condition.
pub fn ranges_where(condition: impl Fn(char) -> bool) -> Ranges {
    merged((0..=0x10ffff).filter(|point| char::from_u32(*point).is_some_and(&condition)).map(|point| (point, point)).collect())
}

/// The class whose opening bracket ends `mark`.
fn class_after(expression: &str, mark: &str) -> Result<Ranges, String> {
    let start = expression.find(mark).ok_or_else(|| format!("{mark}: not in the tokenizer's expression"))? + mark.len();
    let mut chars = expression[start..].chars();
    let mut points: Vec<(u32, bool)> = Vec::new(); // code point, and whether it is a hyphen that makes a range
    loop {
        match chars.next().ok_or("a class without end")? {
            ']' => break,
            '\\' => match chars.next() {
                Some('u') => points.push((hexadecimal(&mut chars, 4)?, false)),
                Some('U') => points.push((hexadecimal(&mut chars, 8)?, false)),
                Some(c) if !c.is_alphanumeric() => points.push((c as u32, false)),
                other => return Err(format!("an escape that is not read: {other:?}")),
            },
            '-' => points.push(('-' as u32, true)),
            c => points.push((c as u32, false)),
        }
    }
    let (mut ranges, mut i) = (Ranges::new(), 0);
    while i < points.len() {
        if i + 2 < points.len() && points[i + 1].1 {
            ranges.push((points[i].0, points[i + 2].0));
            i += 3;
        } else {
            ranges.push((points[i].0, points[i].0));
            i += 1;
        }
    }
    Ok(ranges)
}

fn hexadecimal(chars: &mut std::str::Chars, digits: usize) -> Result<u32, String> {
    let text: String = chars.by_ref().take(digits).collect();
    u32::from_str_radix(&text, 16).map_err(|trouble| format!("{text}: {trouble}"))
}

/// All words of a small anchored expression: letters, `x?` and `[xy]`.
pub fn words(expression: &str) -> Result<Vec<String>, String> {
    let inner = expression.strip_prefix('^').and_then(|rest| rest.strip_suffix('$'));
    let mut chars = inner.ok_or_else(|| format!("{expression}: not anchored"))?.chars().peekable();
    let mut words = vec![String::new()];
    while let Some(c) = chars.next() {
        let choices: Vec<char> = match c {
            '[' => chars.by_ref().take_while(|c| *c != ']').collect(),
            c if c.is_alphabetic() || c == '\'' => vec![c],
            c => return Err(format!("{expression}: {c} is not read")),
        };
        let optional = chars.next_if_eq(&'?').is_some();
        let mut longer: Vec<String> = words.iter().flat_map(|word| choices.iter().map(move |c| format!("{word}{c}"))).collect();
        if optional {
            longer.extend(words);
        }
        words = longer;
    }
    Ok(words)
}
