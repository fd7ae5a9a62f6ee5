"""Translate between positions in characters and positions as Qt counts them, in UTF-16."""


def to_utf16(text: str, at: int) -> int:
    """Return a position in characters as Qt counts it."""
    return at + sum(character > "\uffff" for character in text[:at])


def from_utf16(text: str, at: int) -> int:
    """Return one of Qt's positions in characters."""
    if text.isascii():
        return min(at, len(text))
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * at].decode("utf-16-le", "ignore"))
