"""Tell one assistant's conversation: every round it took part in, and what it no longer sees."""

from collections.abc import Sequence
from dataclasses import dataclass

from conductor.core.entities import Answer, Round, RoundKind
from conductor.core.ids import AssistantId, RoundId, SessionId
from conductor.gui.words.kind_names import round_kind_name
from conductor.i18n import _
from conductor.workspace.sessions.sessions import RoundView
from conductor.workspace.workspace import Workspace

_APART = (RoundKind.MERGE, RoundKind.REVIEW)  # these show the assistant no earlier rounds


@dataclass(frozen=True, slots=True)
class ThreadTurn:
    """One round as one assistant had it.

    Attributes:
        heading: the round's number and kind.
        words: what this assistant was told; a control is only asked to revise.
        notes: sentences on what was left out or passed on here.
        is_hidden: whether the answer must not be seen, because the round is blind.
    """

    round_id: RoundId
    heading: str
    words: str
    answer: Answer
    notes: tuple[str, ...] = ()
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class ThreadStory:
    """A whole conversation.

    Attributes:
        waiting: sentences on answers that go with the conductor's next words.
    """

    turns: tuple[ThreadTurn, ...]
    waiting: tuple[str, ...] = ()


def story_of(workspace: Workspace, session_id: SessionId, assistant_id: AssistantId) -> ThreadStory:
    """Return the conversation of an assistant in a session, as it may be seen now."""
    rounds = workspace.sessions.rounds(session_id)
    hidden = workspace.blinding.hidden_rounds(session_id)
    own = [
        (view.round, answer)
        for view in rounds
        for answer in view.answers
        if answer.assistant_id == assistant_id
    ]
    passed = _passed_on(workspace, session_id, assistant_id, rounds, hidden)
    turns = [
        ThreadTurn(
            item.id,
            _("Round {n} · {kind}").format(n=item.number, kind=round_kind_name(item.kind)),
            item.text if answer.words is None else answer.words,
            answer,
            (*passed.get(answer.id, ()), *_left_out(item, answer, own)),
            is_hidden=item.id in hidden,
        )
        for item, answer in own
    ]
    return ThreadStory(tuple(turns), tuple(passed.get("", ())))


def _left_out(item: Round, answer: Answer, own: Sequence[tuple[Round, Answer]]) -> tuple[str, ...]:
    """Say whether the newest request no longer showed the assistant this round."""
    plain = [(r, a) for r, a in own if r.kind not in _APART]
    if not plain or plain[-1][1].id == answer.id or item.number > plain[-1][0].number:
        return ()
    newest = plain[-1][1].sent
    if item.number <= newest.left_out:
        return (_("Left out: {name} no longer sees this round.").format(name=answer.assistant),)
    if answer.status.is_ended and not answer.text.strip():
        sentence = _("Left out: nothing came, so {name} does not see this round later.")
        return (sentence.format(name=answer.assistant),)
    return ()


def _passed_on(
    workspace: Workspace,
    session_id: SessionId,
    assistant_id: AssistantId,
    rounds: Sequence[RoundView],
    hidden: frozenset[RoundId],
) -> dict[str, list[str]]:
    """Return sentences on adopted answers by the answer they were told with; "" waits."""
    place = {answer.id: (view.round, answer) for view in rounds for answer in view.answers}
    found: dict[str, list[str]] = {}
    for each in workspace.adopting.of_session(session_id):
        if each.into != assistant_id or each.answer_id not in place:
            continue
        item, answer = place[each.answer_id]
        name = _("an assistant") if item.id in hidden else answer.assistant
        sentence = (
            _("Adopted: the answer of {name} in round {n} goes with your next words.")
            if each.given is None
            else _("Adopted: the answer of {name} in round {n} was passed on with these words.")
        )
        found.setdefault(each.given or "", []).append(sentence.format(name=name, n=item.number))
    return found
