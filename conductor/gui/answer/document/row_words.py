"""Write the runs of a row as the characters that a document holds for them."""

from dataclasses import replace

from conductor.core.markup.blocks import Break, Image, Inline, Inlines, NoteMark, StyledText
from conductor.gui.answer.document.rows import shortened
from conductor.i18n import _

LINE_SEPARATOR = "\u2028"
HIDDEN_MARK_START = "⟦"
"""What the mark of a hidden character begins with, as `conductor.core.text.visible` writes it."""

_BLANK = "\u00a0"


def common_start(old: Inlines, new: Inlines) -> tuple[int, Inlines]:
    """Return how many positions of `old` can stay, and what of `new` follows them."""
    written = 0
    for number, inline in enumerate(new):
        before = old[number] if number < len(old) else None
        if before == inline:
            written += _positions(inline)
            continue
        if isinstance(before, StyledText) and isinstance(inline, StyledText):
            is_longer = inline.text.startswith(before.text) and HIDDEN_MARK_START not in inline.text
            if is_longer and replace(inline, text=before.text) == before:
                rest = replace(inline, text=inline.text[len(before.text) :])
                return written + _positions(before), (rest, *new[number + 1 :])
        return written, new[number:]
    return written, ()


def _positions(inline: Inline) -> int:
    """Return how many positions a run takes; the document counts in UTF-16."""
    words = words_of(inline)
    return len(words) + sum(character > "\uffff" for character in words)


def words_of(inline: Inline) -> str:
    """Return the characters of a run, as the document holds them."""
    match inline:
        case StyledText():
            return inline.text
        case Break():
            return LINE_SEPARATOR
        case NoteMark():
            return f"[{inline.label}]"
        case Image():
            words = _image_label(inline)
            return f"{_BLANK}{words}{_BLANK}"


def _image_label(image: Image) -> str:
    words = _("image blocked")
    if image.host:
        words = _("image blocked: {host}").format(host=shortened(image.host))
    alternative = shortened(image.alt)
    return f"{words} · {alternative}" if alternative else words
