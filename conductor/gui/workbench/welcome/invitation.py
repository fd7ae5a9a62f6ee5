"""Fill an empty workbench: three tasks to try, and the sessions worked on last."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from conductor.core.entities import Session
from conductor.core.ids import SessionId
from conductor.core.service import service_of
from conductor.gui.let_go import let_go
from conductor.gui.needs import Needs
from conductor.gui.page import Place
from conductor.gui.widgets.text_label import text_label
from conductor.gui.words.session_words import listed_title
from conductor.gui.words.time_text import when_text
from conductor.gui.workbench.welcome.two_line_button import TwoLineButton
from conductor.i18n import N_, _
from conductor.workspace.connections.starter import starter_texts
from conductor.workspace.workspace import Workspace

WIDTH = 620
RECENT = 5


@dataclass(frozen=True, slots=True)
class ExampleTask:
    """A task to try.

    Attributes:
        title: what it is about, in English.
        text: the task, in English.
        kind: the kind of task it is.
        sends: whether a click sends it at once, since it costs nothing and stays here.
    """

    title: str
    text: str
    kind: str
    sends: bool = False


EXAMPLES = (
    ExampleTask(
        N_("Answer a difficult email"),
        N_(
            "A customer writes that our delivery came two weeks late for the second time and asks "
            "for a discount. Write a reply in at most 120 words: apologise once, say what we "
            "change, and offer free delivery for three months instead of a discount."
        ),
        "email",
    ),
    ExampleTask(
        N_("Decide by a table"),
        N_(
            "A team of eight works in the office two days a week. Compare three ways to choose "
            "the days (fixed, by project, free) in a table: what is good, what is bad, for whom "
            "it fits. Recommend one in two sentences."
        ),
        "analysis",
    ),
    ExampleTask(
        N_("Make a plan for one page"),
        N_(
            "Write the outline of a one-page report that proposes a four-week trial of AI "
            "assistants in our department: aim, what is measured, cost, risks, and who decides "
            "what by when."
        ),
        "report",
    ),
)


class Invitation(QFrame):
    """What the workbench shows before the first words of a session.

    Signals:
        tried: an `ExampleTask` the person wants to try, in the language in use.
    """

    tried = Signal(object)

    def __init__(self, workspace: Workspace, needs: Needs, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("invitation")
        self._workspace = workspace
        self._needs = needs
        self._examples: list[tuple[QPushButton, ExampleTask]] = []
        self._recent: list[tuple[QPushButton, SessionId]] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 16, 24, 16)
        outer.addStretch(1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        holder = QWidget(self)
        holder.setMaximumWidth(WIDTH)
        holder.setLayout(self._column)
        middle.addWidget(holder, 1000)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(2)
        self._parts: list[QWidget] = []

    def refresh(self) -> None:
        """Take the sessions and tasks as they are now."""
        let_go(self._column, self._parts)
        self._examples, self._recent = [], []
        self._add(text_label(_("What is the task?"), self, name="invitationTitle", look="title"))
        hint = _(
            "Write it below; every assistant that takes part answers in a column of its own. "
            "Or try one of these:"
        )
        self._add(text_label(hint, self, look="muted", wrap=True))
        for example in self._tasks():
            button = TwoLineButton("exampleTask", example.title, example.text, self)
            button.clicked.connect(self._on_example)
            self._examples.append((button, example))
            self._add(button)
        if self._workspace.read_only is None:
            title = _("Look at an example")
            about = _("A whole session with guidance and what came of it, without any model.")
            button = TwoLineButton("exampleButton", title, about, self)
            button.clicked.connect(self._needs.actions.action("openExample").trigger)
            self._add(button)
        sessions = self._workspace.sessions.all(limit=RECENT)
        if sessions:
            self._add(text_label(_("Go on with"), self, name="recentTitle", look="caption"))
        for session in sessions:
            button = TwoLineButton("recentSession", listed_title(session), _about(session), self)
            button.clicked.connect(self._on_recent)
            self._recent.append((button, session.id))
            self._add(button)

    def _add(self, part: QWidget) -> None:
        self._column.addWidget(part)
        self._parts.append(part)
        part.show()

    def _tasks(self) -> Sequence[ExampleTask]:
        """Return tasks that fit whoever is there: the starter model knows short English only."""
        there = self._workspace.connections.all()
        if there and all(service_of(connection.kind).is_built_in for connection in there):
            return [ExampleTask(task, task, "ideas", sends=True) for task in starter_texts().tasks]
        return [ExampleTask(_(one.title), _(one.text), one.kind) for one in EXAMPLES]

    @Slot()
    def _on_example(self) -> None:
        sender = self.sender()
        for button, example in self._examples:
            if button is sender:
                self.tried.emit(example)

    @Slot()
    def _on_recent(self) -> None:
        sender = self.sender()
        for button, session_id in self._recent:
            if button is sender:
                self._needs.go(Place("workbench", session_id))


def _about(session: Session) -> str:
    rounds = _("1 round") if session.rounds == 1 else _("{n} rounds").format(n=session.rounds)
    tags = [f"#{tag}" for tag in session.tags]
    return " · ".join([when_text(session.updated), rounds, *tags])
