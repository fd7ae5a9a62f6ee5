"""Find the answer of a round that the person means: by name, by shown number, or by id."""

from dataclasses import dataclass

from conductor.core.entities import Answer, RoundKind
from conductor.core.errors import NotFound
from conductor.core.handover import Handover
from conductor.core.ids import AnswerId, RoundId
from conductor.core.showing import Showing
from conductor.core.text.visible import visible
from conductor.i18n import _
from conductor.workspace.answers.threads import FROM_DRAFTS
from conductor.workspace.names import same_name
from conductor.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class NamedAnswer:
    """An answer, and whether the person named it by who wrote it."""

    answer_id: AnswerId
    by_name: bool = False


def answer_called(workspace: Workspace, round_id: RoundId, name: str) -> NamedAnswer:
    """Return the answer of a round with this name, number or id; any answer by its id.

    Names find the round's own answers first. In a hidden round the numbers that stand above
    the answers come before names.

    Raises:
        NotFound: there is none; the sentence says what there is.
    """
    showing = workspace.blinding.showing(round_id)
    wanted = name.strip()
    by_number = _numbered(showing, wanted) if showing.is_hidden else None
    if by_number is not None:
        return NamedAnswer(by_number)
    for item in sorted(showing.candidates, key=lambda each: not each.is_own):
        if item.answer.id == wanted.upper():
            return NamedAnswer(item.answer.id)
        if same_name(workspace.sessions.answer(item.answer.id).assistant, wanted):
            return NamedAnswer(item.answer.id, by_name=True)
    try:
        return NamedAnswer(workspace.sessions.answer(AnswerId(wanted.upper())).id)
    except NotFound:
        raise NotFound(_not_there(showing, name)) from None


def _numbered(showing: Showing, wanted: str) -> AnswerId | None:
    found = (item.answer.id for item in showing.candidates if str(item.number) == wanted)
    return next(found, None)


def _not_there(showing: Showing, name: str) -> str:
    if showing.is_hidden:
        sentence = _("There is no answer {name} in this blind round. There are numbers 1 to {n}.")
        return sentence.format(name=visible(name), n=len(showing.candidates))
    sentence = _("{name} gave no answer in this round. There is: {names}.")
    names = ", ".join(item.answer.assistant for item in showing.candidates) or _("none yet")
    return sentence.format(name=visible(name), names=names)


def hidden_hint(round_id: RoundId) -> str:
    """Return what to do about a round whose names are hidden."""
    hint = _("Names are hidden until you judge: conductor judge {id} --best NUMBER")
    return hint.format(id=round_id)


def readable_text(workspace: Workspace, answer: Answer) -> str:
    """Return an answer's text; where it speaks of drafts by their ids, with names instead."""
    kind = workspace.sessions.words_of_round(answer.round_id).kind
    is_open = not workspace.blinding.is_hidden(answer.round_id)
    if kind not in FROM_DRAFTS or (kind is RoundKind.MERGE and not is_open):
        return answer.text
    return workspace.merging.readable(answer.id)


def adoption_line(workspace: Workspace, adopted: Handover) -> str:
    """Return in one line which answer goes on in whose thread."""
    name = workspace.blinding.name_of(adopted.answer_id)
    if adopted.given is None:
        sentence = _("{name}'s answer goes to {into} with its next words")
    else:
        sentence = _("{name}'s answer went to {into}")
    return sentence.format(name=name, into=adopted.into_name)
