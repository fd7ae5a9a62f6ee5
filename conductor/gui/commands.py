"""List everything a person can do by menu, palette or key, in one table.

Rules: a new action is one row here, and one `connect` by whoever carries it out. The menu,
the palette, the help for keys and the README's table are made from these rows.
Thread: GUI.
"""

from collections.abc import Callable
from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from conductor.i18n import N_, _

SESSION = N_("Session")
ROUND = N_("Round")
ANSWERS = N_("Answers")
JUDGING = N_("Judging")
WRITING = N_("Writing")
WINDOW = N_("Window")
GROUPS = (SESSION, ROUND, ANSWERS, JUDGING, WRITING, WINDOW)


class Need(Enum):
    """What must be there for a command, and what is said where it is not, in English."""

    SESSION = N_("There is no session yet. Write a task, and one begins.")
    ROUND = N_("There is no round yet. Send a task first.")
    ANSWER = N_("There is no answer yet. Send a task first.")
    READABLE = N_("There is no answer to read yet.")
    TO_COPY = N_("Click into the answer that you want to copy first.")
    TO_ADOPT = N_("Click into the answer that you want to continue with first.")
    TO_NOTE = N_("Select words of an answer first, then write a note on them.")
    TO_QUOTE = N_("Click into a complete answer, and select what you want of it.")
    MAY_WRITE = ""  # why not is said by the library


class Command(NamedTuple):
    """One thing a person can do.

    Attributes:
        name: its name in code, and the object name of its action.
        title: what it is called, in English.
        group: the menu it stands in.
        keys: its shortcuts, in Qt's portable form, the first one shown.
        needs: what must be there for it, the most telling first.
        is_switch: whether it is on or off.
    """

    name: str
    title: str
    group: str
    keys: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    is_switch: bool = False


_FREE = (Need.MAY_WRITE,)
_SESSION = (Need.SESSION, Need.MAY_WRITE)
_ROUND = (Need.ROUND, Need.MAY_WRITE)
_SEEN = (Need.ANSWER,)
_ANSWER = (Need.ANSWER, Need.MAY_WRITE)
_READ = (Need.READABLE,)
_COPY = (Need.TO_COPY,)
_ADOPT = (Need.TO_ADOPT, Need.MAY_WRITE)
_QUOTE = (Need.TO_QUOTE, Need.MAY_WRITE)
_NOTE = (Need.TO_NOTE, Need.MAY_WRITE)


COMMANDS = (
    Command("newSession", N_("New session"), SESSION, ("Ctrl+N",)),
    Command("openSession", N_("Open a session …"), SESSION, ("Ctrl+O",)),
    Command("renameSession", N_("Rename the session"), SESSION, ("F2",), _FREE),
    Command("binSession", N_("Move the session to the bin"), SESSION, (), _SESSION),
    Command("openExample", N_("Look at an example"), SESSION),
    Command("send", N_("Send"), ROUND, ("Ctrl+Enter", "Ctrl+Return")),
    Command("revise", N_("Have the answers revised"), ROUND, ("Ctrl+G",)),
    Command("reusable", N_("Make the guidance reusable"), ROUND, ("Ctrl+Shift+G",)),
    Command("takeEarlier", N_("Take the earlier guidance offered"), ROUND, ("Alt+G",)),
    Command("focusComposer", N_("Go to your words"), ROUND, ("Ctrl+L",)),
    Command("editTask", N_("Edit the task and send it anew"), ROUND, ("Ctrl+E",), _ROUND),
    Command("roundBefore", N_("Round before"), ROUND, ("Alt+Up",), (Need.ROUND,)),
    Command("roundAfter", N_("Round after"), ROUND, ("Alt+Down",), (Need.ROUND,)),
    Command("foldRounds", N_("Fold the list of rounds"), ROUND, ("Ctrl+B",)),
    Command("stopAll", N_("Stop all answers"), ANSWERS, ("Ctrl+.",), _SEEN),
    Command("retryAll", N_("Try all failed again"), ANSWERS, ("Ctrl+R",), _ANSWER),
    Command("find", N_("Find in the answers"), ANSWERS, ("Ctrl+F",), _SEEN),
    Command("findNext", N_("Next place found"), ANSWERS, ("F3",), _SEEN),
    Command("findPrevious", N_("Place found before"), ANSWERS, ("Shift+F3",), _SEEN),
    Command(
        "copyAnswer", N_("Copy the answer with its formatting"), ANSWERS, ("Ctrl+Shift+C",), _COPY
    ),
    Command("readAnswer", N_("Read one answer at reading width"), ANSWERS, ("F7",), _READ),
    Command("readThread", N_("One assistant's whole conversation"), ANSWERS, ("F8",), _READ),
    Command("onePage", N_("All answers on one page"), ANSWERS, ("Shift+F7",), _READ),
    Command("showChanges", N_("Show what changed in the answer"), ANSWERS, ("F4",)),
    Command("compareAnswers", N_("Compare two answers"), ANSWERS, ("Shift+F4",)),
    Command("nextChange", N_("Next change"), ANSWERS, ("Alt+PgDown",)),
    Command("previousChange", N_("Change before"), ANSWERS, ("Alt+PgUp",)),
    Command("markOwn", N_("Underline what only one answer says"), ANSWERS, (), is_switch=True),
    Command("showThread", N_("What this assistant sees"), ANSWERS, ("Ctrl+I",)),
    Command("nextAnswer", N_("Next answer"), ANSWERS, ("Alt+Right",), _SEEN),
    Command("previousAnswer", N_("Previous answer"), ANSWERS, ("Alt+Left",), _SEEN),
    Command("linkScrolling", N_("Scroll all answers together"), ANSWERS, (), is_switch=True),
    Command("zoomIn", N_("Larger text"), ANSWERS, ("Ctrl++", "Ctrl+=")),
    Command("zoomOut", N_("Smaller text"), ANSWERS, ("Ctrl+-",)),
    Command("zoomReset", N_("Usual text size"), ANSWERS, ("Ctrl+0",)),
    Command("useAnswer1", N_("Use answer 1"), JUDGING, ("Ctrl+1",), _ANSWER),
    Command("useAnswer2", N_("Use answer 2"), JUDGING, ("Ctrl+2",), _ANSWER),
    Command("useAnswer3", N_("Use answer 3"), JUDGING, ("Ctrl+3",), _ANSWER),
    Command("useAnswer4", N_("Use answer 4"), JUDGING, ("Ctrl+4",), _ANSWER),
    Command("useAnswer5", N_("Use answer 5"), JUDGING, ("Ctrl+5",), _ANSWER),
    Command("useAnswer6", N_("Use answer 6"), JUDGING, ("Ctrl+6",), _ANSWER),
    Command("useAnswer7", N_("Use answer 7"), JUDGING, ("Ctrl+7",), _ANSWER),
    Command("useAnswer8", N_("Use answer 8"), JUDGING, ("Ctrl+8",), _ANSWER),
    Command("useAnswer9", N_("Use answer 9"), JUDGING, ("Ctrl+9",), _ANSWER),
    Command("noDifference", N_("No difference"), JUDGING, ("Alt+=",), _ANSWER),
    Command("noneUsable", N_("None usable"), JUDGING, ("Alt+0",), _ANSWER),
    Command("rankAnswers", N_("Rank all answers"), JUDGING, ("Alt+R",), _ANSWER),
    Command("sayWhy", N_("Say why"), JUDGING, ("Alt+W",), _ANSWER),
    Command("blind", N_("Hide who wrote what"), JUDGING, ("Ctrl+Shift+B",), is_switch=True),
    Command("merge", N_("Merge answers …"), JUDGING, ("Ctrl+Shift+M",)),
    Command("review", N_("Second opinion …"), JUDGING, ("Ctrl+Shift+O",)),
    Command("adopt", N_("Continue with this answer"), JUDGING, ("Ctrl+Shift+A",), _ADOPT),
    Command("compareAssistants", N_("Assistants compared"), JUDGING, ("Ctrl+Shift+R",)),
    Command("myDraft", N_("My draft"), WRITING, ("Ctrl+D",), is_switch=True),
    Command("toDraft", N_("Put the selection into my draft"), WRITING, ("Ctrl+Shift+D",), _QUOTE),
    Command("addNote", N_("Note on the selection"), WRITING, ("Ctrl+M",), _NOTE),
    Command("noteOnRound", N_("Note on the round"), WRITING, (), _ROUND),
    Command("noteOnSession", N_("Note on the session"), WRITING, (), _SESSION),
    Command("showNotes", N_("Notes"), WRITING, ("Ctrl+Shift+N",), is_switch=True),
    Command("undo", N_("Undo"), WINDOW, ("Ctrl+Z",)),
    Command("redo", N_("Redo"), WINDOW, ("Ctrl+Shift+Z",)),
    Command("judgePairs", N_("Compare pairs of blind tests"), WINDOW),
    Command("showStatistics", N_("Statistics of What works"), WINDOW, ("F9",), is_switch=True),
    Command("palette", N_("Find a command …"), WINDOW, ("Ctrl+K",)),
    Command("showWorkbench", N_("Workbench"), WINDOW, ("Alt+1",)),
    Command("showLibrary", N_("Library"), WINDOW, ("Alt+2",)),
    Command("showWhatWorks", N_("What works"), WINDOW, ("Alt+3",)),
    Command("showAssistants", N_("Assistants"), WINDOW, ("Alt+5",)),
    Command("showSettings", N_("Settings"), WINDOW, ("Ctrl+,",)),
    Command("restoreBackup", N_("Restore a backup …"), WINDOW),
    Command("nextPane", N_("Next part of the window"), WINDOW, ("F6",)),
    Command("previousPane", N_("Part of the window before"), WINDOW, ("Shift+F6",)),
    Command("showKeys", N_("Keys"), WINDOW, ("F1",)),
    Command("quit", N_("Quit"), WINDOW, ("Ctrl+Q",)),
)

OF_THE_WORKBENCH = (SESSION, ROUND, ANSWERS, JUDGING, WRITING)
"""Groups whose commands are about the session that is shown."""
ANYWHERE = frozenset({"newSession", "openSession", "compareAssistants"})
"""Commands of these groups that make sense on every page."""


_ROWS = {command.name: command for command in COMMANDS}


class _Gate(QObject):
    """Lets a command through if what it needs is there.

    Signals:
        passed: it may be carried out; whether its switch is on.
    """

    passed = Signal(bool)

    def __init__(self, command: Command, actions: "Actions") -> None:
        super().__init__(actions)
        self._name = command.name
        self._actions = actions
        actions.action(command.name).triggered.connect(self._on_triggered)

    @Slot(bool)
    def _on_triggered(self, is_on: bool) -> None:  # noqa: FBT001 - Qt's signature
        missing = self._actions.missing(self._name)
        if missing:
            self._actions.refused.emit(missing)
        else:
            self.passed.emit(is_on)


class Actions(QObject):
    """The window's actions, one for each row of the table.

    Signals:
        refused: what is missing for the command that was wanted, in a sentence.
    """

    refused = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._actions: dict[str, QAction] = {}
        self._connected: set[str] = set()
        self._gates: dict[str, _Gate] = {}
        self._page = ""
        self._what_is_missing: Callable[[Need], str] = _nothing
        for command in COMMANDS:
            action = QAction(_(command.title), window)
            action.setObjectName(command.name)
            action.setShortcuts([QKeySequence(keys) for keys in command.keys])
            action.setCheckable(command.is_switch)
            window.addAction(action)
            self._actions[command.name] = action

    def action(self, name: str) -> QAction:
        """Return the action of a command."""
        return self._actions[name]

    def connect_to(self, name: str, slot: Callable[[], object]) -> None:
        """Have a command carried out by a bound method."""
        command = _ROWS[name]
        if command.needs and name not in self._gates:
            self._gates[name] = _Gate(command, self)
        gate = self._gates.get(name)
        (gate.passed if gate else self._actions[name].triggered).connect(slot)
        self._connected.add(name)

    def ask(self, what_is_missing: Callable[[Need], str]) -> None:
        """Ask this, a bound method, for what is missing of a need; it says nothing if it is met."""
        self._what_is_missing = what_is_missing

    def missing(self, name: str) -> str:
        """Return why a command cannot be carried out now, in a sentence; empty if it can."""
        said = (self._what_is_missing(need) for need in _ROWS[name].needs)
        return next(filter(None, said), "")

    @Slot()
    def grey_out(self) -> None:
        """Offer only what can be carried out now, while a menu is open."""
        for command in COMMANDS:
            if command.needs and self.missing(command.name):
                self._actions[command.name].setEnabled(False)

    def is_connected(self, name: str) -> bool:
        """Whether somebody carries a command out."""
        return name in self._connected

    def show_page(self, page: str) -> None:
        """Offer what makes sense on a page; the keys of the rest do nothing there."""
        self._page = page
        for command in COMMANDS:
            is_here = command.group not in OF_THE_WORKBENCH or command.name in ANYWHERE
            self._actions[command.name].setEnabled(is_here or page == "workbench")

    @Slot()
    def offer_all(self) -> None:
        """Offer everything of the page again: a key says what is missing."""
        self.show_page(self._page)

    def translate(self) -> None:
        """Take the titles anew, in the language in use."""
        for command in COMMANDS:
            self._actions[command.name].setText(_(command.title))


def _nothing(_need: Need) -> str:
    return ""


def keys_text(command: Command) -> str:
    """Return a command's first shortcut as this system writes it; empty without one."""
    return _native(command.keys[0]) if command.keys else ""


def all_keys_text(command: Command) -> str:
    """Return all of a command's shortcuts as this system writes them; empty without one."""
    # The two Enter keys are one to a person.
    return ", ".join(_native(keys) for keys in command.keys if keys != "Ctrl+Return")


def keys_table() -> str:
    """Return the README's table of keys, in Markdown."""
    rows = [
        f"| {', '.join(keys for keys in command.keys if keys != 'Ctrl+Return')} "
        f"| {command.title.removesuffix(' …')} |"
        for command in COMMANDS
        if command.keys
    ]
    return "\n".join(("| key | does |", "|---|---|", *rows))


def _native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
