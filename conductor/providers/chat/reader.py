"""Turn the chunks of one Chat Completions answer into events, and know whether it is whole.

Rules: an answer is whole only when a finish reason was seen; `[DONE]` alone is none. A
failure inside the stream is a failure, whatever came before.
"""

import json
from typing import Any

from conductor.core.entities import Finish, Usage
from conductor.core.errors import AnswerFailed
from conductor.core.events import (
    Finished,
    Progress,
    ProviderEvent,
    Reasoning,
    Refusal,
    Started,
    Text,
    UsageReport,
)
from conductor.i18n import _
from conductor.providers.chat.delta import finish_of, parts_of
from conductor.providers.chat.usage import usage_of
from conductor.providers.failures.complaint import read_complaint
from conductor.providers.failures.failure import (
    broken_off,
    failure_of,
    not_understood,
    truncated,
)
from conductor.providers.wire.answer_text import AnswerText
from conductor.providers.wire.call import Call
from conductor.providers.wire.json_value import count_of, json_of, object_of
from conductor.providers.wire.plain_text import plain_name
from conductor.providers.wire.sse import SseEvent

DONE = "[DONE]"


class ChatReader:
    """Reads one answer.

    Attributes:
        has_started: whether anything of an answer was seen.
        is_whole: whether a finish reason was seen.
        is_done: whether nothing more is to come.
    """

    def __init__(self, call: Call, request_id: str | None) -> None:
        self._call = call
        self._request_id = request_id
        self._text = AnswerText()
        self._has_refused = False
        self._usage: Usage | None = None
        self._raw_finish: str | None = None
        self.has_started = False
        self.is_whole = False
        self.is_done = False

    def read(self, event: SseEvent, *, is_cut: bool = False) -> list[ProviderEvent]:
        """Return what an event of the stream says.

        Args:
            event: the event.
            is_cut: whether the stream ended inside it: then it counts only if it is all there.

        Raises:
            AnswerFailed: it is an error, or not understood.
        """
        data = event.data.strip()
        if not data or (is_cut and data != DONE and json_of(data) is None):
            return []
        if data == DONE:
            self.is_done = True
            return []
        try:
            chunk = json.loads(data)
        except (ValueError, RecursionError) as error:
            if event.name == "error":
                raise self._failure(data) from error
            raise not_understood() from error
        if event.name == "error":
            raise self._failure(chunk)
        return self.read_chunk(chunk)

    def read_chunk(self, chunk: Any) -> list[ProviderEvent]:
        """Return what a decoded chunk, or a whole answer, says.

        Raises:
            AnswerFailed: it is an error, or not understood.
        """
        if not isinstance(chunk, dict):
            raise not_understood()
        complaint = complaint_in(chunk)
        if complaint is not None:
            raise self._failure(complaint)
        events = self._begin(chunk)
        progress = chunk.get("prompt_progress")
        if progress is not None:
            events.append(_progress(object_of(progress)))
        for choice in _first_choice(chunk):
            events.extend(self._read_choice(choice))
        usage = usage_of(chunk)
        if usage is not None and usage != self._usage:
            self._usage = usage
            events.append(UsageReport(usage))
        return events

    def read_document(self, document: Any) -> list[ProviderEvent]:
        """Return what an answer says that came in one piece; such a one is whole.

        Raises:
            AnswerFailed: it is an error, or no answer, or comes after a part of one.
        """
        if isinstance(document, list) and document:  # some services wrap their errors
            document = document[0]
        had_started = self.has_started
        events = self.read_chunk(document)
        if had_started:
            raise truncated()
        if not _first_choice(document):
            raise not_understood()
        self.is_whole = True
        return events

    def read_rest(self, lines: str, cut: AnswerFailed | None) -> list[ProviderEvent]:
        """Return what an answer says that came as one document instead of events.

        Args:
            lines: that document, an error in plain words, a page for people, or nothing.
            cut: why the connection broke, if it did.

        Raises:
            AnswerFailed: the lines are no whole answer.
        """
        document = json_of(lines)
        if document is not None:
            return self.read_document(document)
        if cut is not None:
            raise cut
        raise broken_off(lines, self._call, has_started=self.has_started)

    def held_back(self) -> list[ProviderEvent]:
        """Return the text that was held back, once nothing more will come."""
        return list(self._text.close())

    def finished(self) -> Finished:
        """Return the end of a whole answer."""
        reason = finish_of(self._raw_finish)
        if self._has_refused and reason is Finish.STOP:
            reason = Finish.REFUSED
        return Finished(reason, plain_name(self._raw_finish, self._call.endpoint.key))

    def _begin(self, chunk: dict[str, Any]) -> list[ProviderEvent]:
        if self.has_started:
            return []
        secret = self._call.endpoint.key
        model = plain_name(chunk.get("model"), secret)
        if model is None and not chunk.get("choices"):  # Azure opens with a chunk about filters
            return []
        self.has_started = True
        return [Started(self._request_id or plain_name(chunk.get("id"), secret), model)]

    def _read_choice(self, choice: dict[str, Any]) -> list[ProviderEvent]:
        if choice.get("error"):  # OpenRouter
            raise self._failure(choice)
        events: list[ProviderEvent] = []
        for part in parts_of(self._delta(choice)):
            match part:
                case Text(delta=delta):
                    events.extend(self._text.feed(delta))
                case Reasoning():
                    events.extend(self._text.feed_reasoning(part))
                case Refusal(delta=delta):
                    self._has_refused = True
                    events.append(Refusal(self._text.take_apart(delta)))
        raw = choice.get("finish_reason")
        if raw is not None and raw != "":
            self._raw_finish = str(raw)
            self.is_whole = True
        return events

    def _delta(self, choice: dict[str, Any]) -> dict[str, Any]:
        """Return the delta; a server that does not stream sends one whole message instead."""
        if "delta" in choice or not self._text.is_empty:
            return object_of(choice.get("delta"))
        return object_of(choice.get("message"))

    def _failure(self, said: Any) -> AnswerFailed:
        return failure_of(read_complaint(said, self._call.endpoint.key), self._call)


def complaint_in(chunk: dict[str, Any]) -> Any:
    """Return what complains in a chunk, None if it is no error."""
    if chunk.get("error") not in (None, False, ""):
        return chunk
    upstream = object_of(chunk.get("x_groq")).get("error")
    if upstream:
        return {"error": upstream}
    is_bare = chunk.get("object") == "error" or ("detail" in chunk and "choices" not in chunk)
    return chunk if is_bare else None


def _first_choice(chunk: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the first of several answers to one question; only one was asked for."""
    choices = chunk.get("choices") or []
    if not isinstance(choices, list) or not all(isinstance(c, dict) for c in choices):
        raise not_understood()
    return [choice for choice in choices if choice.get("index") in (0, None, "0")]


def _progress(progress: dict[str, Any]) -> Progress:
    """Read how far llama.cpp is with the prompt; what its cache holds was no work."""
    total, cached, done = (count_of(progress.get(k)) or 0 for k in ("total", "cache", "processed"))
    fraction = (done - cached) / (total - cached) if total > cached else None
    within = None if fraction is None else min(1.0, max(0.0, fraction))
    return Progress(_("Reading the prompt"), within)
