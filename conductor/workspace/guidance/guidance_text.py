"""Check the words of guidance, join notes into one, and find earlier guidance by its words."""

from collections.abc import Iterable
from dataclasses import dataclass

from conductor.core.errors import InvalidInput
from conductor.core.guidance.guidance import Guidance, GuidanceStatus
from conductor.core.text.visible import well_formed
from conductor.evidence.similarity import similarity
from conductor.i18n import _

MAX_GUIDANCE_BYTES = 64 * 1024
LEAST_TYPED = 3
MUCH_THE_SAME = 0.55


@dataclass(frozen=True, slots=True)
class Similar:
    """A piece of guidance that says much the same as a text; `likeness` from 0 to 1."""

    guidance: Guidance
    likeness: float


def joined(notes: Iterable[str]) -> str:
    """Return several notes as the text of one piece of guidance, one in each line."""
    lines = [note.strip() for note in notes if note.strip()]
    return lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines)


def refuse_example(guidance: Guidance) -> None:
    """Make sure that guidance is the person's own, so that it may be put to use.

    Raises:
        InvalidInput: it belongs to the example.
    """
    if guidance.is_example:
        raise InvalidInput(
            _(
                "This guidance belongs to the example, in which nothing counts. Write it down as "
                "your own to use it."
            )
        )


def checked_guidance(text: str) -> str:
    """Return the text of guidance as it is kept.

    Raises:
        InvalidInput: there is none, or too much.
    """
    words = well_formed(text).strip()
    if not words:
        raise InvalidInput(_("Say first what should change."))
    if len(words.encode("utf-8")) > MAX_GUIDANCE_BYTES:
        raise InvalidInput(_("Guidance can be 64 kB long at most. Say it more briefly."))
    return words


def similar_to(text: str, every: Iterable[Guidance]) -> tuple[Similar, ...]:
    """Return guidance that says much the same as a text, the nearest first."""
    rated = [Similar(item, similarity(text, item.text)) for item in every]
    near = [item for item in rated if item.likeness >= MUCH_THE_SAME]
    return tuple(sorted(near, key=lambda item: -item.likeness))


def matching(typed: str, every: Iterable[Guidance]) -> tuple[Similar, ...]:
    """Return guidance that fits what is being typed, the best first.

    Retired guidance is left out; of equally fitting ones those with a star come first.
    """
    if len(typed.strip()) < LEAST_TYPED:
        return ()
    rated = [
        Similar(item, max(similarity(typed, item.text), _begun(typed, item.text)))
        for item in every
        if item.status is not GuidanceStatus.RETIRED
    ]
    near = [item for item in rated if item.likeness >= MUCH_THE_SAME]
    return tuple(sorted(near, key=lambda i: (-i.likeness, not i.guidance.reusable)))


def _begun(typed: str, text: str) -> float:
    """Return which share of the words typed begins a word of a text: 0–1."""
    wanted = typed.casefold().split()
    words = text.casefold().split()
    begun = [any(word.startswith(part) for word in words) for part in wanted]
    return sum(begun) / len(wanted) if wanted else 0.0
