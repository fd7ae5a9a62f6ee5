"""Frame answers for another assistant: anonymous, in random order, one frame for each.

Rules: an id is random and occurs nowhere in the drafts, so no draft can end its frame or
begin another; who wrote what is in `Framed.frames` only. Chance comes from the caller.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from conductor.core.drafts.harmless import folded, harmless
from conductor.core.ids import AnswerId

_ID_DIGITS = (4, 4, 4, 4, 8, 8, 16)
_WORD = re.compile(r"(?<![0-9A-Za-z])[0-9A-Fa-f]{4,16}(?![0-9A-Za-z])")
_MARK = re.compile(r'^(?:<answer id="(?P<id>[0-9a-f]{4,16})">|</answer>)$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PassedDraft:
    """An answer that is passed on."""

    answer: AnswerId
    text: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Which answer stands in the frame with an id."""

    id: str
    answer: AnswerId


@dataclass(frozen=True, slots=True)
class Framed:
    """Drafts as they are sent.

    Attributes:
        text: the frames, one below the other.
        frames: which is which, in the order of the text; keep it to read the reply.
    """

    text: str
    frames: tuple[Frame, ...]

    def answer_of(self, draft_id: str) -> AnswerId | None:
        """Return the answer behind an id, in any case; None if there is no such id."""
        wanted = draft_id.casefold()
        return next((frame.answer for frame in self.frames if frame.id == wanted), None)

    def ids_in(self, text: str) -> tuple[AnswerId, ...]:
        """Return the answers whose ids a text names, in its order, each once."""
        found = (self.answer_of(word[0]) for word in _WORD.finditer(text))
        return tuple(dict.fromkeys(answer for answer in found if answer))

    def named(self, text: str, names: Mapping[AnswerId, str]) -> str:
        """Return a text with every id in it replaced by the name of its answer."""

        def name_of(word: re.Match[str]) -> str:
            answer = self.answer_of(word[0])
            return names.get(answer, word[0]) if answer else word[0]

        return _WORD.sub(name_of, text)


def framed(drafts: Sequence[PassedDraft], random: Random) -> Framed:
    """Return the drafts in frames, in random order.

    Args:
        drafts: the answers to pass on.
        random: where chance comes from; `secrets.SystemRandom()` outside of tests.
    """
    shuffled = [PassedDraft(draft.answer, harmless(draft.text)) for draft in drafts]
    random.shuffle(shuffled)
    taken = [folded(draft.text) for draft in shuffled]
    frames: list[Frame] = []
    texts: list[str] = []
    for draft in shuffled:
        frame = Frame(_new_id([*taken, *(known.id for known in frames)], random), draft.answer)
        frames.append(frame)
        texts.append(f'<answer id="{frame.id}">\n{draft.text}\n</answer>')
    return Framed("\n\n".join(texts), tuple(frames))


def read_frames(text: str) -> tuple[tuple[str, str], ...]:
    """Return the id and the text of every frame, in order."""
    found: list[tuple[str, str]] = []
    opened: re.Match[str] | None = None
    for mark in _MARK.finditer(text):
        if opened is None:
            opened = mark if mark["id"] else None
        elif not mark["id"] and mark.start() > opened.end() + 1:
            found.append((opened["id"], text[opened.end() + 1 : mark.start() - 1]))
            opened = None
    return tuple(found)


def _new_id(taken: Sequence[str], random: Random) -> str:
    """Return an id that no text holds: longer ones if a text holds very many.

    An id has a letter and a digit, so it is neither a word nor a number.
    """
    tries = 0
    while True:
        digits = _ID_DIGITS[min(tries, len(_ID_DIGITS) - 1)]
        found = f"{random.getrandbits(4 * digits):0{digits}x}"
        tries += 1
        is_plain = found.isdecimal() or found.isalpha()
        if not is_plain and not any(found in text for text in taken):
            return found
