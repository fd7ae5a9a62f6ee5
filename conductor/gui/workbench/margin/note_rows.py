"""Gather the notes that belong to a round and its session, as the notes pane lists them."""

import re
from dataclasses import dataclass

from conductor.core.ids import NoteId, RoundId, SessionId
from conductor.core.note import Note, PlacedNote
from conductor.core.text.anchor import AnswerPlace
from conductor.core.text.visible import visible
from conductor.gui.workbench.columns.column_plan import ColumnPlan
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

_QUOTE_LENGTH = 120
_MARKS = re.compile(r"[*_`~]+|^[#>\s-]+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One note.

    Attributes:
        about: what it is on, in words.
        place: the answer, and the words if they are still there; None on a round or session.
        colour: the number of the assistant's colour; None if there is none to show.
    """

    note: Note
    about: str
    place: AnswerPlace | None = None
    colour: int | None = None

    @property
    def id(self) -> NoteId:
        """The note's id."""
        return self.note.id


def note_rows(
    workspace: Workspace,
    session_id: SessionId | None,
    round_id: RoundId | None,
    plan: ColumnPlan,
) -> tuple[NoteRow, ...]:
    """Return the notes on the answers that are shown, on the round, and on the session."""
    if session_id is None:
        return ()
    rows: dict[NoteId, NoteRow] = {}
    for column in plan.columns:
        if column.is_unmarked:
            continue
        for placed in workspace.notes.of_answer(column.answer.id):
            name = column.answer.assistant
            name = _("answer {n}").format(n=name) if column.is_hidden else name
            place = AnswerPlace(column.answer.id, placed.span)
            row = NoteRow(placed.note, _about(placed, name), place, column.colour)
            rows.setdefault(placed.note.id, row)
    for note in workspace.notes.of_session(session_id):
        if note.round_id is None:
            rows[note.id] = NoteRow(note, _("On the session"))
        elif note.answer_id is None and note.round_id == round_id:
            rows[note.id] = NoteRow(note, _("On this round"))
    return tuple(rows.values())


def _about(placed: PlacedNote, name: str) -> str:
    quote = " ".join(_MARKS.sub("", visible(placed.note.quote)).split())
    if not quote:
        return _("On {name}").format(name=name)
    short = quote if len(quote) <= _QUOTE_LENGTH else f"{quote[: _QUOTE_LENGTH - 1]}…"
    if not placed.fits:
        return _("{name}, words that are gone: “{quote}”").format(name=name, quote=short)
    return _("{name}: “{quote}”").format(name=name, quote=short)
