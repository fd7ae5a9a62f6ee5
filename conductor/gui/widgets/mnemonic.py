"""Keep an & in a name from becoming an underlined key on a button, a tab or in a menu."""


def literal(words: str) -> str:
    """Return what a button, a tab or a menu shows as exactly these words, on one line."""
    return words.replace("&", "&&").replace("\n", " ")
