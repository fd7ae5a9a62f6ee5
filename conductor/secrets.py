"""Keep keys in memory only, and take them out of every text before it is shown or kept.

Rules: a key comes from a named environment variable or from the person's hand; nothing
of it is written anywhere. Every text that comes back from a service passes a `Redactor`.
"""

import os
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from conductor.child_environment import is_passed_on
from conductor.core.errors import AnswerError, AnswerFailed, ErrorKind
from conductor.core.ids import ConnectionId
from conductor.core.request import Secret
from conductor.i18n import _

MASK = "•••"

_PATTERNS = re.compile(
    r"""
      (?<![A-Za-z0-9]) sk-(?:ant-|or-|proj-)?[A-Za-z0-9_\-*]{6,}
    | (?<![A-Za-z0-9]) AIza[A-Za-z0-9_\-]{10,}
    | (?<![A-Za-z0-9]) gsk_[A-Za-z0-9]{8,}
    | (?<![A-Za-z0-9]) xai-[A-Za-z0-9]{8,}
    | (?<=Bearer\ )\S{6,}
    | (?<=://)[^/\s@]+(?=@)
    """,
    re.VERBOSE,
)


# A piece of a key that is longer than this is worth hiding; "sk-ant-api03-" is not.
_TELLING_LENGTH = 16
_LEAST_TELLING = 12
_TELLING_IN_A_NAME = 8
# From how many characters on the end of a text is held back as a possible piece of a key.
_HELD_FROM = 4


@dataclass(frozen=True, slots=True)
class _Pieces:
    """What pieces of a key look like, so that a text is looked through in linear time.

    Attributes:
        least: how many characters in a row tell something.
        grams: all pieces of that length.
        blocks: all pieces of half of it; each longer one covers a place at which they are
            looked for.
    """

    least: int
    grams: frozenset[str]
    blocks: frozenset[str]

    @classmethod
    def of(cls, key: str, least: int) -> "_Pieces":
        return cls(least, _grams(key, least), _grams(key, least // 2))

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        size, step = self.least // 2, self.least - self.least // 2 + 1
        at = 0
        while self.grams and at <= len(text) - size:
            span = self._around(text, at) if text[at : at + size] in self.blocks else None
            if span is None:
                at += step
            else:
                yield span
                at = max(at + 1, span[1])

    def _around(self, text: str, at: int) -> tuple[int, int] | None:
        first = max(0, at + self.least // 2 - self.least)
        for start in range(first, at + 1):
            end = start
            while text[end : end + self.least] in self.grams:
                end += 1
            if end > start:
                return start, end - 1 + self.least
        return None


def _grams(key: str, size: int) -> frozenset[str]:
    return frozenset(key[at : at + size] for at in range(len(key) - size + 1))


class Redactor:
    """Replaces known keys, and what looks like one, by a mask. Thread: any.

    Rules: a piece of a key is masked like the key if it is half of it or more, and long
    enough to be no word by chance: what else is shown beside it may be the other half.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: tuple[str, ...] = ()
        self._pieces: tuple[_Pieces, ...] = ()
        self._pieces_in_names: tuple[_Pieces, ...] = ()

    @property
    def longest(self) -> int:
        """How many characters the longest known key has."""
        return max(map(len, self._known), default=0)

    def learn(self, secret: Secret) -> None:
        """Remember a key that must never be shown; very short ones are ignored."""
        value = secret.reveal()
        with self._lock:
            if len(value) >= 6 and value not in self._known:
                self._known = tuple(sorted({*self._known, value}, key=len, reverse=True))
                least = min(max((len(value) + 1) // 2, _LEAST_TELLING), _TELLING_LENGTH)
                self._pieces += (_Pieces.of(value, least),)
                self._pieces_in_names += (_Pieces.of(value, _TELLING_IN_A_NAME),)

    def whole(self, text: str) -> list[tuple[int, int]]:
        """Return where known keys are, in order."""
        return _joined([span for key in self._known for span in _whole(text, key)])

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where known keys and telling pieces of them are, in order."""
        return _joined(self.whole(text) + _found(text, self._pieces))

    def known_only(self, text: str) -> str:
        """Mask the known keys and their telling pieces; for what a model wrote."""
        return _masked(text, self.spans(text))

    def everything(self, text: str) -> str:
        """Mask known keys and whatever looks like one; for errors, names and logs."""
        text = _PATTERNS.sub(MASK, _masked(text, self.whole(text)))
        return _masked(text, _joined(_found(text, self._pieces_in_names)))

    def is_in(self, text: str) -> bool:
        """Return whether a known key, a whole one, is in a text."""
        return any(key in text for key in self._known)

    def held_back(self, text: str) -> int:
        """Return how many last characters of `text` could be a key's, or a piece's, beginning."""
        return max((_end_in(text, key) for key in self._known), default=0)


def _found(text: str, pieces: tuple[_Pieces, ...]) -> list[tuple[int, int]]:
    return [span for each in pieces for span in each.spans(text)]


def _whole(text: str, key: str) -> Iterator[tuple[int, int]]:
    at = text.find(key)
    while at >= 0:
        yield at, at + len(key)
        at = text.find(key, at + len(key))


def _end_in(text: str, key: str) -> int:
    """Return how many last characters of a text could go on to be a key, or much of one."""
    size = _HELD_FROM
    if text[-size:] in key and len(text) >= size:
        while size < min(len(text), len(key) - 1) and text[-size - 1 :] in key:
            size += 1
        return size
    for size in range(min(_HELD_FROM - 1, len(text), len(key) - 1), 0, -1):
        if text.endswith(key[:size]):
            return size
    return 0


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _masked(text: str, spans: list[tuple[int, int]]) -> str:
    """Return a text with the mask in the place of each span; they are in order."""
    parts: list[str] = []
    done = 0
    for start, end in spans:
        parts += (text[done:start], MASK)
        done = end
    return "".join((*parts, text[done:]))


class Keys:
    """Finds the key of a connection, at the moment it is used."""

    def __init__(self, redactor: Redactor, environment: Mapping[str, str] = os.environ) -> None:
        self._redactor = redactor
        self._environment = environment
        self._held: dict[ConnectionId, Secret] = {}

    def hold(self, connection_id: ConnectionId, secret: Secret) -> None:
        """Keep a key in memory until the program ends."""
        self._redactor.learn(secret)
        self._held[connection_id] = secret

    def forget(self, connection_id: ConnectionId) -> None:
        """Drop a key that was held, if any."""
        self._held.pop(connection_id, None)

    def is_held(self, connection_id: ConnectionId) -> bool:
        """Return whether a key was given for this run of the program."""
        return connection_id in self._held

    def is_set(self, variable: str) -> bool:
        """Return whether an environment variable holds anything."""
        return bool(self._environment.get(variable, "").strip())

    def key_of(self, connection_id: ConnectionId, variable: str | None) -> Secret | None:
        """Return the key of a connection, None if it has none.

        Raises:
            AnswerFailed: the named environment variable is not set, or is one that other
                programs are given.
        """
        if connection_id in self._held:
            return self._held[connection_id]
        if variable is None:
            return None
        if is_passed_on(variable):
            raise AnswerFailed(AnswerError(ErrorKind.KEY, unfit_variable(variable)))
        value = self._environment.get(variable, "").strip()
        if not value:
            raise AnswerFailed(AnswerError(ErrorKind.KEY, _missing_key(variable)))
        secret = Secret(value)
        self._redactor.learn(secret)
        return secret


def unfit_variable(name: str) -> str:
    """Return why no key may be kept in a variable that is passed on to other programs."""
    sentence = _(
        "The environment variable {name} is given to other programs, so no key may be in it. "
        "Put the key into a variable of its own, such as OPENAI_API_KEY."
    )
    return sentence.format(name=name)


def _missing_key(variable: str) -> str:
    sentence = _(
        "The environment variable {name} is not set, so there is no key to send. "
        "Set it and start Conductor again."
    )
    return sentence.format(name=variable)
