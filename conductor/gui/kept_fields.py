"""Read what a form kept of itself, whatever became of it meanwhile.

Rules: nothing that was kept keeps a page from opening; what is not usable counts as not there.
"""

import json

_MOST = 2**31 - 1  # what the boxes for numbers take


class KeptFields:
    """The fields a form kept, each read as what it should be.

    Attributes:
        is_usable: whether there are fields at all.
    """

    def __init__(self, left: str, *, loose: str | None = None) -> None:
        """Read what was left.

        Args:
            left: what was kept; empty if nothing was.
            loose: the field that a text which holds no fields belongs to; None: it has no place.
        """
        fields = _object(left)
        if fields is None and left and loose is not None:
            fields = {loose: left}
        self.is_usable = fields is not None
        self._fields = fields or {}

    def text(self, name: str, otherwise: str = "") -> str:
        """Return a field that is a text."""
        found = self._fields.get(name)
        return found if isinstance(found, str) else otherwise

    def some_text(self, name: str) -> str | None:
        """Return a field that is a text with something in it, or None."""
        return self.text(name) or None

    def texts(self, name: str) -> tuple[str, ...]:
        """Return those of a list that are texts."""
        found = self._fields.get(name)
        items = found if isinstance(found, list) else []
        return tuple(item for item in items if isinstance(item, str))

    def decimal(self, name: str) -> float | None:
        """Return a field that is a number a box can show, or None."""
        found = self._fields.get(name)
        if not isinstance(found, int | float) or isinstance(found, bool):
            return None
        return found if -_MOST <= found <= _MOST else None  # neither infinite nor no number

    def number(self, name: str) -> int | None:
        """Return a field that is a whole number a box can show, or None."""
        found = self.decimal(name)
        return None if found is None or found % 1 else int(found)

    def fields(self, name: str) -> "KeptFields":
        """Return a field that has fields of its own."""
        inner = KeptFields("")
        found = self._fields.get(name)
        if isinstance(found, dict):
            inner.is_usable, inner._fields = True, found
        return inner


def _object(left: str) -> dict[str, object] | None:
    try:
        found = json.loads(left)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
