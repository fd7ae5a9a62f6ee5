"""Take down what happens to one attempt: cleaned, timed, its first words at once.

Thread: engine.
"""

import asyncio
from collections.abc import Callable

from conductor.core.entities import AnswerStatus
from conductor.core.errors import AnswerError
from conductor.core.events import (
    AnswerEvent,
    Ended,
    Finished,
    Progress,
    ProviderEvent,
    Reasoning,
    Refusal,
    Text,
)
from conductor.engine.attempts.redaction import EventCleaner
from conductor.secrets import Redactor


class Transcript:
    """The one way from an attempt to the out box.

    Attributes:
        has_text: whether text, reasoning or a refusal has come.
        finished: the end mark, once it was seen.
    """

    def __init__(self, redactor: Redactor, put: Callable[[AnswerEvent, bool], None]) -> None:
        """Begin an empty transcript.

        Args:
            redactor: knows the keys.
            put: gets each event, and whether the owner should see it at once.
        """
        self._loop = asyncio.get_running_loop()
        self._cleaner = EventCleaner(redactor)
        self._put = put
        self._begun_s: float | None = None
        self._seconds_first: float | None = None
        self._progress: Progress | None = None
        self._shown: set[type[AnswerEvent]] = set()
        self.has_text = False
        self.finished: Finished | None = None

    def begin(self) -> None:
        """Start the clock: the attempt has left the queue."""
        self._begun_s = self._loop.time()

    def hear(self, event: ProviderEvent) -> bool:
        """Take down what the service says; return whether it shows that it is at work."""
        match event:
            case Text(delta=delta) | Reasoning(delta=delta) | Refusal(delta=delta):
                if not delta:
                    return False
                self.has_text = True
                if self._seconds_first is None and not delta.isspace():
                    self._seconds_first = self._seconds()
                self.say(event)
                return True
            case Progress():
                if event == self._progress:
                    return False  # a ping
                self._progress = event
                self.say(event)
                return True
            case Finished():
                self.finished = event
        self.say(event)
        return False

    def say(self, event: AnswerEvent) -> None:
        """Pass an event on, cleaned."""
        for cleaned in self._cleaner.clean(event):
            self._pass_on(cleaned)

    def end(self, status: AnswerStatus, error: AnswerError | None = None) -> None:
        """Pass on what was held back, and the end."""
        for event in self._cleaner.flush():
            self._pass_on(event)
        finished = self.finished
        self.say(
            Ended(
                status,
                finish=None if finished is None else finished.reason,
                raw_finish=None if finished is None else finished.raw_reason,
                error=error,
                seconds_first=self._seconds_first,
                seconds_total=self._seconds(),
            )
        )

    def _pass_on(self, event: AnswerEvent) -> None:
        kind = type(event)
        at_once = kind is Ended
        if kind in (Text, Refusal, Reasoning) and kind not in self._shown:
            self._shown.add(kind)
            at_once = True
        self._put(event, at_once)

    def _seconds(self) -> float:
        return 0.0 if self._begun_s is None else self._loop.time() - self._begun_s
