"""Make whole characters of text that a server cut in the middle of one.

Servers that count in UTF-16 can send the two halves of an emoji in two pieces. A lone half
is no text: it cannot be stored, shown or sent, so one that stays alone becomes U+FFFD.
"""

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class WholeCharacters:
    """Joins halves over the pieces of one text; `close` at the end hands out what is left."""

    def __init__(self) -> None:
        self._half = ""

    def feed(self, piece: str) -> str:
        """Return the text that is whole by now; a first half at the end is held back."""
        if self._half:
            piece, self._half = self._half + piece, ""
        elif piece.isascii() or _is_whole(piece):
            return piece
        if "\ud800" <= piece[-1:] <= "\udbff":
            piece, self._half = piece[:-1], piece[-1]
        return whole_characters(piece)

    def close(self) -> str:
        """Return a mark for a first half that its second never followed, else nothing."""
        left, self._half = self._half, ""
        return _REPLACEMENT if left else ""


def whole_characters(text: str) -> str:
    """Return the text with paired halves joined and lone ones replaced."""
    if text.isascii() or _is_whole(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
