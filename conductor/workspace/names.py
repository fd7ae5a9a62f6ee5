"""Check and find names: unique without regard to case, without `>`, `=` and `,`."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Protocol, TypeVar

from conductor.core.errors import InvalidInput, NotFound
from conductor.core.text.visible import visible, well_formed
from conductor.i18n import _

MAX_NAME = 80
_FORBIDDEN = re.compile(r"[>=,\n\t]")


class Named(Protocol):
    """Anything with an id and a name."""

    @property
    def id(self) -> str:
        """The ULID."""
        ...

    @property
    def name(self) -> str:
        """The name."""
        ...


N = TypeVar("N", bound=Named)


def checked_name(name: str, taken: Iterable[Named]) -> str:
    """Return the name as it is kept.

    Raises:
        InvalidInput: it is empty, too long, holds a forbidden character, or is taken.
    """
    clean = unicodedata.normalize("NFC", well_formed(name)).strip()
    if not clean:
        raise InvalidInput(_("A name cannot be empty."))
    if len(clean) > MAX_NAME:
        raise InvalidInput(_("A name can have {n} characters at most.").format(n=MAX_NAME))
    if any(c in ">=,\n\t" for c in clean) or visible(clean) != clean:
        sentence = _("The name {name} cannot hold “>”, “=”, “,” or invisible characters.")
        raise InvalidInput(sentence.format(name=visible(clean)))
    if any(same_name(item.name, clean) for item in taken):
        raise InvalidInput(_("The name {name} is taken. Choose another one.").format(name=clean))
    return clean


def free_name(wanted: str, taken: Iterable[Named]) -> str:
    """Return a name near the wanted one that can be kept and is not taken."""
    known = list(taken)
    clean = visible(unicodedata.normalize("NFC", well_formed(wanted)))
    clean = " ".join(_FORBIDDEN.sub(" ", clean).split())[: MAX_NAME - 5] or _("Assistant")
    number, free = 2, clean
    while any(same_name(item.name, free) for item in known):
        free, number = f"{clean} {number}", number + 1
    return free


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same without regard to case and Unicode form."""
    return _key(one) == _key(other)


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip().casefold()


def find(items: Iterable[N], wanted: str, what: str) -> N:
    """Return the item with this name or id.

    Args:
        items: where to look.
        wanted: a name, in any case, or an id.
        what: the translated word for one such item, for the sentence.

    Raises:
        NotFound: there is none; the sentence lists those there are.
    """
    known = list(items)
    for item in known:
        if item.id == wanted or same_name(item.name, wanted):
            return item
    names = ", ".join(item.name for item in known) or _("none yet")
    sentence = _("There is no {what} called {name}. There is: {names}.")
    raise NotFound(sentence.format(what=what, name=visible(wanted), names=names))
