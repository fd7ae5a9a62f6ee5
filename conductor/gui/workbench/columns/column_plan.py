"""Plan the columns of a round: which answers stand beside each other, and what is seen of them.

Rules: while a round is hidden a column is known by its number only; nothing else that tells
who wrote its answer comes out of here. A hidden merged answer is held back until it has
ended, because the drafts beside it are not being written.
"""

from dataclasses import dataclass, replace

from conductor.core.entities import Answer, Round, RoundKind
from conductor.core.ids import AnswerId, AssistantId, RoundId, SessionId
from conductor.core.showing import Candidate, Showing, concealed
from conductor.workspace.workspace import Workspace

_REVISING = (RoundKind.GUIDANCE, RoundKind.RETRY)
_WITHOUT_BYSTANDERS = (*_REVISING, RoundKind.MERGE, RoundKind.REVIEW)


@dataclass(frozen=True, slots=True)
class PlannedColumn:
    """One column.

    Attributes:
        key: what the column is known by: its assistant, or while it is hidden its number.
        answer: the answer as it may be seen.
        colour: the number of its assistant's colour; None while it is hidden.
        text: what is read of it, if it has ended.
        number: what picks it when the round is judged; None if it cannot be picked.
        kind: the kind of the round that is shown.
        unasked_number: the round it is of, if the round at hand does not address it.
        draft_number: the round it is of, if it stands beside a merged answer.
        is_hidden: whether nobody may see who wrote it.
        is_held: whether its text is not to be seen yet.
    """

    key: AssistantId
    answer: Answer
    colour: int | None
    text: str
    number: int | None
    kind: RoundKind
    unasked_number: int | None = None
    draft_number: int | None = None
    is_hidden: bool = False
    is_held: bool = False

    def seen(self, answer: Answer) -> Answer:
        """Return the answer, as it stands now, as it may be seen."""
        return concealed(answer, self.number or 1) if self.is_hidden else answer

    @property
    def is_unmarked(self) -> bool:
        """Whether notes are not to be seen on it: they would tell drafts from a merged answer."""
        return self.is_hidden and self.kind is RoundKind.MERGE

    @property
    def is_own(self) -> bool:
        """Whether the answer is one of the round at hand."""
        return self.unasked_number is None and self.draft_number is None


def nothing_planned() -> PlannedColumn:
    """Return what a column is made for before it is known what it will show."""
    answer = Answer(AnswerId(""), RoundId(""), AssistantId(""), "", "", "", 0)
    return PlannedColumn(AssistantId(""), answer, None, "", None, RoundKind.TASK)


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """The columns of one round, from left to right.

    Attributes:
        kind: the kind of the round; None without one.
        is_blind: whether the order is the shuffled one, also after it was judged.
        is_hidden: whether names must not be seen now.
    """

    session_id: SessionId | None = None
    kind: RoundKind | None = None
    columns: tuple[PlannedColumn, ...] = ()
    is_blind: bool = False
    is_hidden: bool = False

    @property
    def is_held(self) -> bool:
        """Whether some text is held back until all of it has come."""
        return any(column.is_held for column in self.columns)


def plan_columns(workspace: Workspace, round_id: RoundId | None) -> ColumnPlan:
    """Return the columns of a round; none without a round."""
    if round_id is None:
        return ColumnPlan()
    item = workspace.sessions.words_of_round(round_id)
    showing = workspace.blinding.showing(round_id)
    bystanders = () if showing.is_hidden else _bystanders(workspace, showing, item)
    others = {one.answer.round_id for one in showing.candidates if not one.is_own}
    others |= {answer.round_id for answer in bystanders}
    score = {one: workspace.sessions.words_of_round(one).number for one in others}
    colours = {a.id: a.colour for a in workspace.connections.assistants()}
    columns = [
        PlannedColumn(
            key=_key(one, showing),
            answer=one.answer,
            colour=None
            if showing.is_hidden or not one.answer.assistant_id
            else colours.get(one.answer.assistant_id, one.answer.position),
            text=one.text,
            number=None if item.kind is RoundKind.REVIEW else one.number,
            kind=item.kind,
            unasked_number=score[one.answer.round_id]
            if not one.is_own and item.kind in _REVISING
            else None,
            draft_number=score[one.answer.round_id]
            if not one.is_own and item.kind is RoundKind.MERGE and not showing.is_hidden
            else None,
            is_hidden=showing.is_hidden or not one.answer.assistant_id,
            is_held=showing.is_coming,
        )
        for one in showing.candidates
    ]
    columns += [
        PlannedColumn(
            key=answer.assistant_id,
            answer=answer,
            colour=colours.get(answer.assistant_id, answer.position),
            text=answer.text,
            number=None,
            kind=item.kind,
            unasked_number=score.get(answer.round_id),
        )
        for answer in bystanders
    ]
    if not showing.is_blind:
        columns = _in_usual_order(columns, workspace.sessions.assistants(item.session_id))
    return ColumnPlan(
        item.session_id,
        item.kind,
        _told_apart(columns),
        showing.is_blind,
        showing.is_hidden,
    )


def _bystanders(workspace: Workspace, showing: Showing, item: Round) -> tuple[Answer, ...]:
    """Return the answers of those whom the round does not address, which nobody compares."""
    if item.kind in _WITHOUT_BYSTANDERS:
        return ()
    present = {candidate.answer.assistant_id for candidate in showing.candidates}
    hidden = workspace.blinding.hidden_rounds(item.session_id)
    return tuple(
        answer
        for answer in workspace.sessions.unasked(item)
        if answer.assistant_id not in present and answer.round_id not in hidden
    )


def _key(item: Candidate, showing: Showing) -> AssistantId:
    if showing.is_hidden or not item.answer.assistant_id:
        return AssistantId(f"#{item.number}")
    return item.answer.assistant_id


def _in_usual_order(
    columns: list[PlannedColumn], assistants: tuple[AssistantId, ...]
) -> list[PlannedColumn]:
    places = {who: place for place, who in enumerate(assistants)}
    last = len(places)
    return sorted(columns, key=lambda column: places.get(column.key, last))


def _told_apart(columns: list[PlannedColumn]) -> tuple[PlannedColumn, ...]:
    """Give a second answer of the same assistant (a draft beside its merge) a key of its own."""
    seen: set[AssistantId] = set()
    apart = []
    for column in columns:
        key = column.key
        if key in seen:
            key = AssistantId(f"{key}:{column.answer.id}")
        seen.add(key)
        apart.append(replace(column, key=key))
    return tuple(apart)


def words_to_read(workspace: Workspace, column: PlannedColumn, answer: Answer) -> str:
    """Return what is read of an answer that has ended.

    A merged answer comes without its lists of sources, which stand below it; a review names
    whom it is about.
    """
    if column.kind is RoundKind.REVIEW and column.is_own:
        return workspace.merging.readable(answer.id)
    if column.kind is RoundKind.MERGE and not column.answer.status.is_ended:
        return workspace.merging.merged(answer.id).body
    return column.text if column.answer.attempt == answer.attempt and column.text else answer.text
