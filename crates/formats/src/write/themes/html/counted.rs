//! Numbers as people write them.

/// Formats a number with its noun: `1 theme`, `2 themes`, `12,345 themes`.
pub(super) fn counted(n: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(n), if n == 1 { "" } else { "s" })
}

/// Formats a number with commas between thousands: `12,345`.
pub(super) fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut number = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            number.push(',');
        }
        number.push(digit);
    }
    number
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn groups_numbers_by_thousands() {
        assert_eq!(counted(1, "theme"), "1 theme");
        assert_eq!(counted(0, "theme"), "0 themes");
        assert_eq!(counted(999, "article"), "999 articles");
        assert_eq!(counted(1_234_567, "article"), "1,234,567 articles");
    }
}
