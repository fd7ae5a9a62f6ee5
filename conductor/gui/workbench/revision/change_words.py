"""Put changes into sentences, for a line beside them and for those who hear them."""

from conductor.i18n import _

_WORDS_LIMIT = 80


def summary(count: int, kept_share: float) -> str:
    """Return how much two texts differ."""
    if not count:
        return _("Nothing changed.")
    share = min(99, max(0, round(kept_share * 100)))
    if count == 1:
        return _("1 change · {share} % the same").format(share=share)
    return _("{n} changes · {share} % the same").format(n=count, share=share)


def alikeness(count: int, kept_share: float) -> str:
    """Return how much two answers have in common."""
    if not count:
        return _("The two say the same, word for word.")
    share = min(99, max(0, round(kept_share * 100)))
    if count == 1:
        return _("1 difference · {share} % the same").format(share=share)
    return _("{n} differences · {share} % the same").format(n=count, share=share)


def change_sentence(number: int, count: int, before: str, after: str) -> str:
    """Return what one change is.

    Args:
        number: which one, from 1.
        count: how many there are.
        before: the words that were taken out; empty if none.
        after: the words that were added; empty if none.
    """
    if before.strip() and after.strip():
        sentence = _("Change {n} of {count}: “{before}” became “{after}”.")
    elif before.strip():
        sentence = _("Change {n} of {count}: “{before}” was taken out.")
    else:
        sentence = _("Change {n} of {count}: “{after}” was added.")
    return sentence.format(n=number, count=count, before=_short(before), after=_short(after))


def difference_sentence(number: int, count: int, left: str, right: str) -> str:
    """Return what one difference of two answers is; arguments as for a change."""
    if left.strip() and right.strip():
        sentence = _("Difference {n} of {count}: left “{left}”, right “{right}”.")
    elif left.strip():
        sentence = _("Difference {n} of {count}: only left “{left}”.")
    else:
        sentence = _("Difference {n} of {count}: only right “{right}”.")
    return sentence.format(n=number, count=count, left=_short(left), right=_short(right))


def _short(words: str) -> str:
    clean = " ".join(words.split())
    return clean if len(clean) <= _WORDS_LIMIT else f"{clean[: _WORDS_LIMIT - 1]}…"
