"""Keep keys in memory only, and take them out of every text before it is shown or kept.

Rules: a key comes from a named environment variable or from the person's hand; nothing
of it is written anywhere. Every text that comes back from a service passes a `Redactor`.
"""

import os
import re
import threading
from collections.abc import Mapping

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


class Redactor:
    """Replaces known keys, and what looks like one, by a mask. Thread: any."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: tuple[str, ...] = ()

    def learn(self, secret: Secret) -> None:
        """Remember a key that must never be shown; very short ones are ignored."""
        value = secret.reveal()
        with self._lock:
            if len(value) >= 6 and value not in self._known:
                self._known = tuple(sorted({*self._known, value}, key=len, reverse=True))

    def known_only(self, text: str) -> str:
        """Mask the known keys and nothing else; for what a model wrote."""
        for key in self._known:
            text = text.replace(key, MASK)
        return text

    def everything(self, text: str) -> str:
        """Mask known keys and whatever looks like one; for errors and logs."""
        return _PATTERNS.sub(MASK, self.known_only(text))

    def held_back(self, text: str) -> int:
        """Return how many last characters of `text` could be the beginning of a known key."""
        longest = 0
        for key in self._known:
            for size in range(min(len(key) - 1, len(text)), longest, -1):
                if text.endswith(key[:size]):
                    longest = size
                    break
        return longest


class StreamRedactor:
    """Masks known keys in a stream, also when a key is cut between two pieces."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._rest = ""

    def feed(self, delta: str) -> str:
        """Return what can be shown now; the possible beginning of a key is held back."""
        text = self._redactor.known_only(self._rest + delta)
        cut = len(text) - self._redactor.held_back(text)
        self._rest = text[cut:]
        return text[:cut]

    def flush(self) -> str:
        """Return what was held back, once nothing more will come."""
        rest, self._rest = self._rest, ""
        return rest


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
