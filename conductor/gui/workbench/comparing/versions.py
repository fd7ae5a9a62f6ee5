"""List the texts of a round that can be compared: answers, earlier attempts, what they revise.

Rules: an answer whose names are hidden is listed as the column shows it, without its past.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conductor.core.ids import AnswerId
from conductor.gui.workbench.columns.answer_column import AnswerColumn
from conductor.i18n import _
from conductor.workspace.sessions.sessions import Sessions


@dataclass(frozen=True, slots=True)
class Version:
    """A text that can be compared.

    Attributes:
        colour: the number of the assistant's colour; None while it is hidden.
        answer_id: the answer of the round that it is, or is the past of.
        is_past: whether it is an earlier attempt, or what the answer revises.
    """

    title: str
    colour: int | None
    text: str
    answer_id: AnswerId
    is_past: bool = False

    @property
    def key(self) -> tuple[AnswerId, bool, str]:
        """What it is known by, whatever it is called."""
        return (self.answer_id, self.is_past, self.text)


def versions(sessions: Sessions, columns: Sequence[AnswerColumn]) -> tuple[Version, ...]:
    """Return what can be compared, the answers of the round first."""
    now = [
        Version(c.name, c.colour, c.view.source_text, c.answer.id)
        for c in columns
        if c.view.source_text.strip()
    ]
    past = [version for column in columns for version in _past(sessions, column)]
    return (*now, *past)


def _past(sessions: Sessions, column: AnswerColumn) -> Iterator[Version]:
    answer = column.answer
    if column.planned.is_hidden:
        return
    if answer.revises is not None:
        title = _("{name}, before the revision").format(name=answer.assistant)
        text = sessions.answer(answer.revises).text
        if text.strip():
            yield Version(title, column.colour, text, answer.id, is_past=True)
    for attempt in sessions.attempts(answer) if answer.attempt > 1 else ():
        if attempt.text.strip():
            title = _("{name}, attempt {n}").format(name=answer.assistant, n=attempt.attempt)
            yield Version(title, column.colour, attempt.text, answer.id, is_past=True)


def first_pair(found: Sequence[Version], current: AnswerId | None) -> tuple[int, int]:
    """Return which two to compare first: an answer with its past, else with another answer."""
    own = next((n for n, v in enumerate(found) if v.answer_id == current and not v.is_past), 0)
    past = [n for n, v in enumerate(found) if v.is_past and v.answer_id == found[own].answer_id]
    if past:
        return past[0], own
    other = next((n for n in range(len(found)) if n != own and not found[n].is_past), own)
    return min(own, other), max(own, other)
