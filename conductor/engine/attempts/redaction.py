"""Take keys out of everything a service says, before the owner sees any of it.

Rules: every event of an attempt goes through one `EventCleaner`. What the model wrote
loses known keys only, also when one is cut into pieces or spread over text and reasoning;
all other strings are cleaned of control characters, of whatever looks like a key or a piece
of one, and of excessive length.
"""

from collections.abc import Hashable
from dataclasses import replace

from conductor.core.errors import AnswerError, AnswerFailed
from conductor.core.events import (
    AnswerEvent,
    Ended,
    Finished,
    Notice,
    Progress,
    Reasoning,
    Refusal,
    Retrying,
    Started,
    Text,
)
from conductor.engine.attempts.key_watch import KeyWatch
from conductor.secrets import Redactor

_NAME_LIMIT = 200
_SENTENCE_LIMIT = 1_000
_DETAIL_LIMIT = 4_000
_TEXT, _REASONING = "text", "reasoning"


class EventCleaner:
    """Cleans the events of one attempt, in order."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        # A refusal is shown as the answer's text, both kinds of reasoning as one: what is
        # joined on the screen is watched as one stream, so no key fits across the seam.
        self._watch = KeyWatch(redactor)
        self._last: dict[Hashable, Text | Refusal | Reasoning] = {}

    def clean(self, event: AnswerEvent) -> tuple[AnswerEvent, ...]:
        """Return what may be shown now: the event, what was held back before it, or nothing."""
        if not isinstance(event, Text | Refusal | Reasoning):
            return (self._cleaned(event),)
        stream = _REASONING if isinstance(event, Reasoning) else _TEXT
        self._last[stream] = event
        return self._shown(self._watch.feed(stream, event.delta))

    def flush(self) -> tuple[AnswerEvent, ...]:
        """Return what was held back because it could have become a key."""
        return self._shown(self._watch.flush())

    def _shown(self, runs: list[tuple[Hashable, str]]) -> tuple[AnswerEvent, ...]:
        return tuple(replace(self._last[stream], delta=delta) for stream, delta in runs)

    def _cleaned(self, event: AnswerEvent) -> AnswerEvent:
        match event:
            case Started(request_id=request_id, model=model):
                return Started(self._name(request_id), self._name(model))
            case Progress(note=note):
                return replace(event, note=self._sentence(note))
            case Finished(reason=reason, raw_reason=raw):
                return Finished(reason, self._name(raw))
            case Retrying(reason=why):
                return replace(event, reason=self._sentence(why))
            case Notice(text=text):
                return Notice(self._sentence(text))
            case Ended(error=error, raw_finish=raw):
                cleaned = None if error is None else clean_error(error, self._redactor)
                return replace(event, error=cleaned, raw_finish=self._name(raw))
            case _:
                return event  # sizes, hashes and numbers

    def _name(self, text: str | None) -> str | None:
        return None if text is None else _clean(text, self._redactor, _NAME_LIMIT)

    def _sentence(self, text: str) -> str:
        return _clean(text, self._redactor, _SENTENCE_LIMIT)


def clean_error(error: AnswerError, redactor: Redactor) -> AnswerError:
    """Return the error without keys, control characters and excessive length."""
    code = error.code
    return replace(
        error,
        message=_clean(error.message, redactor, _SENTENCE_LIMIT),
        detail=_clean(error.detail, redactor, _DETAIL_LIMIT),
        code=None if code is None else _clean(code, redactor, _NAME_LIMIT),
    )


def clean_failure(failure: AnswerFailed, redactor: Redactor) -> AnswerFailed:
    """Return a copy of the failure that may be shown."""
    return AnswerFailed(
        clean_error(failure.error, redactor),
        retryable=failure.retryable,
        retry_after_s=failure.retry_after_s,
        parameter=failure.parameter,
    )


def _clean(text: str, redactor: Redactor, limit: int) -> str:
    if not text.isprintable():  # first, or an invisible character could hide a key
        text = "".join(_visible(character) for character in text)
    text = redactor.everything(text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _visible(character: str) -> str:
    if character.isprintable() or character in "\n\t":
        return character
    return " " if character.isspace() else ""
