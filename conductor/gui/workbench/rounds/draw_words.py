"""Say of a round's draw what may be known: while it is open that there is one, then everything."""

from dataclasses import dataclass

from conductor.core.errors import NotFound
from conductor.core.ids import RoundId
from conductor.i18n import _
from conductor.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class DrawWords:
    """What the header of a round says of its draw.

    Attributes:
        is_open: whether it waits for the judgement.
        result: what was drawn and what came of it; empty while it is open.
    """

    is_open: bool
    result: str = ""


def draw_words(workspace: Workspace, round_id: RoundId | None) -> DrawWords | None:
    """Return what may be said of the draw on a round; None if there was none."""
    if round_id is None or not workspace.sessions.has_draw(round_id):
        return None
    found = workspace.lottery.revealed(round_id)
    if found is None:
        return DrawWords(is_open=True)
    from conductor.core.guidance.draw import DrawState  # only when it is needed

    numbers = workspace.blinding.showing(round_id)
    having = sorted(
        (numbers.number_of(answer.id) or 0, answer.assistant)
        for answer in workspace.sessions.round(round_id).answers
        if answer.id in found.with_guidance
    )
    to = ", ".join(f"{number} {name}" for number, name in having)
    try:
        versions = workspace.guidance.versions(found.guidance_id)
        text = next(one.text for one in versions if one.version == found.version)
    except (NotFound, StopIteration):
        return DrawWords(is_open=False)
    sentence = {
        DrawState.WIN: _("The draw: “{text}” was given to {to}. What you picked had it: won."),
        DrawState.LOSS: _(
            "The draw: “{text}” was given to {to}. What you picked did not have it: lost."
        ),
        DrawState.TIE: _("The draw: “{text}” was given to {to}. You saw no difference: a tie."),
        DrawState.NOT_COUNTED: _("The draw: “{text}” was given to {to}. It does not count."),
    }[found.state]
    return DrawWords(is_open=False, result=sentence.format(text=" ".join(text.split()), to=to))
