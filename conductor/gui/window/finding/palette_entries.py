"""Gather what the palette offers: what can be done here, recent sessions, who can be asked."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from conductor.core.entities import Ensemble
from conductor.core.errors import StoreError
from conductor.core.ids import AssistantId, SessionId
from conductor.core.text.matching import fit
from conductor.gui.commands import COMMANDS, Actions, keys_text
from conductor.gui.words.session_words import listed_title
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

RECENT_SESSIONS = 40
MOST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """One line of the palette.

    Attributes:
        title: what it is called, in the language in use.
        kind: what it is: the command's menu, or a session, an assistant, an ensemble.
        act: does it.
        keys: its shortcut as this system writes it; empty for none.
        also: other words it is found by.
        missing: why it cannot be done now; empty if it can.
    """

    title: str
    kind: str
    act: Callable[[], object]
    keys: str = ""
    also: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Ways:
    """What to call for what is no command.

    Attributes:
        hides_names: whether a round is shown that nobody may know the authors of; who is
            addressed then, and so becomes visible, would tell.
    """

    open_session: Callable[[SessionId], object]
    address: Callable[[Sequence[AssistantId]], object]
    hides_names: bool = False


def entries(workspace: Workspace, actions: Actions, ways: Ways) -> tuple[PaletteEntry, ...]:
    """Return everything there is: commands, what is missing for some, sessions, who is asked."""
    if ways.hides_names:
        return (*_commands(actions), *_sessions(workspace, ways))
    return (
        *_commands(actions),
        *_sessions(workspace, ways),
        *_ensembles(workspace, ways),
        *_assistants(workspace, ways),
    )


def found(typed: str, offered: Sequence[PaletteEntry]) -> tuple[PaletteEntry, ...]:
    """Return the entries that fit what was typed, the best first."""
    scored = [(_score(typed, entry), entry) for entry in offered]
    if typed.strip():
        scored.sort(key=_by_score, reverse=True)
    return tuple(entry for score, entry in scored if score)[:MOST_SHOWN]


def _score(typed: str, entry: PaletteEntry) -> int:
    if not typed.strip():
        return 1
    with_kind = fit(typed, f"{entry.kind} {entry.title}") // 2
    return max(fit(typed, entry.title), fit(typed, entry.also), with_kind)


def _by_score(scored: tuple[int, PaletteEntry]) -> int:
    return scored[0]


def _commands(actions: Actions) -> Iterator[PaletteEntry]:
    for command in COMMANDS:
        action = actions.action(command.name)
        if command.name != "palette" and action.isEnabled() and actions.is_connected(command.name):
            yield PaletteEntry(
                _(command.title),
                _(command.group),
                action.trigger,
                keys_text(command),
                also=command.title,
                missing=actions.missing(command.name),
            )


def _sessions(workspace: Workspace, ways: Ways) -> Iterator[PaletteEntry]:
    for session in workspace.sessions.all(limit=RECENT_SESSIONS):
        yield PaletteEntry(
            listed_title(session), _("Session"), partial(ways.open_session, session.id)
        )


def _ensembles(workspace: Workspace, ways: Ways) -> Iterator[PaletteEntry]:
    for ensemble in workspace.connections.ensembles():
        act = partial(_use, workspace, ensemble, ways)
        yield PaletteEntry(_("Ask {name}").format(name=ensemble.name), _("Ensemble"), act)


def _assistants(workspace: Workspace, ways: Ways) -> Iterator[PaletteEntry]:
    for assistant in workspace.connections.assistants():
        act = partial(ways.address, (assistant.id,))
        yield PaletteEntry(_("Ask only {name}").format(name=assistant.name), _("Assistant"), act)


def _use(workspace: Workspace, ensemble: Ensemble, ways: Ways) -> None:
    with suppress(StoreError):  # what cannot be kept for the next start holds for now
        workspace.connections.use_ensemble(ensemble)
    ways.address(ensemble.assistants)
