"""Gather a mark for each answer of a session, as far as it may be seen."""

from collections.abc import Sequence
from dataclasses import replace

from conductor.core.entities import AnswerMark
from conductor.core.ids import AnswerId, RoundId, SessionId
from conductor.i18n import _
from conductor.workspace.workspace import Workspace


def marks_of(workspace: Workspace, session_id: SessionId | None) -> Sequence[AnswerMark]:
    """Return the marks of a session's answers, by round.

    The marks of a hidden round stand in its shuffled order, under their numbers.
    """
    if session_id is None:
        return ()
    chosen = workspace.judging.chosen_in(session_id)
    by_round: dict[RoundId, list[AnswerMark]] = {}
    for mark in workspace.sessions.marks(session_id):
        is_chosen = mark.answer_id in chosen.get(mark.round_id, ())
        by_round.setdefault(mark.round_id, []).append(
            mark if mark.is_chosen is is_chosen else replace(mark, is_chosen=is_chosen)
        )
    for round_id in workspace.blinding.hidden_rounds(session_id):
        own = {mark.answer_id: mark for mark in by_round.get(round_id, ())}
        by_round[round_id] = _hidden(workspace, round_id, own)
    return [mark for marks in by_round.values() for mark in marks]


def _hidden(
    workspace: Workspace, round_id: RoundId, own: dict[AnswerId, AnswerMark]
) -> list[AnswerMark]:
    showing = workspace.blinding.showing(round_id)
    name = _("answer {n}")
    return [
        replace(
            own[item.answer.id],
            assistant=name.format(n=item.number),
            colour=None,
            status=item.answer.status,
        )
        for item in showing.candidates
        if item.answer.id in own
    ]
