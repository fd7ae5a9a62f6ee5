"""Say which answer goes on in whose thread, and let the person take it back while it waits."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from conductor.core.change import Change
from conductor.core.handover import Handover
from conductor.gui.needs import Needs
from conductor.gui.widgets.text_label import elided_label
from conductor.gui.workbench.columns.column_plan import ColumnPlan
from conductor.i18n import _
from conductor.workspace.workspace import Workspace


class AdoptionLine(QFrame):
    """One line; not there where nothing was adopted."""

    def __init__(self, workspace: Workspace, needs: Needs, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("adoptionLine")
        self._workspace = workspace
        self._needs = needs
        self._plan = ColumnPlan()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 2, 12, 2)
        row.setSpacing(8)
        self._words = elided_label("", self, name="adoptionText")
        row.addWidget(self._words, 1)
        self._undo = QPushButton(_("Take it back"), self)
        self._undo.setObjectName("takeBackAdoption")
        self._undo.setAccessibleName(_("Take it back"))
        self._undo.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        self._undo.setProperty("pick", True)  # noqa: FBT003 - Qt's own signature
        self._undo.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._undo.clicked.connect(self.take_back)
        row.addWidget(self._undo)
        self.setVisible(False)

    def show_plan(self, plan: ColumnPlan) -> None:
        """Show what concerns a round whose columns are shown so."""
        self._plan = plan
        self._refresh()

    def take(self, change: Change) -> None:
        """Follow an adoption."""
        session_id = self._plan.session_id
        is_sent = bool(change.rounds) and session_id in change.sessions
        if session_id in change.adoptions or is_sent:
            self._refresh()

    def _refresh(self) -> None:
        waiting = self._waiting()
        words = [self._sentence(waiting, waits=True)] if waiting else []
        here = {column.answer.id for column in self._plan.columns if column.is_own}
        given = [each for each in self._all() if each.given in here]
        words += [self._sentence(given, waits=False)] if given else []
        is_shown = bool(words) and not self._plan.is_hidden
        self._words.setText("  ·  ".join(words) if is_shown else "")
        self._undo.setVisible(bool(waiting) and self._workspace.read_only is None)
        self.setVisible(is_shown)

    def _all(self) -> Sequence[Handover]:
        session_id = self._plan.session_id
        return self._workspace.adopting.of_session(session_id) if session_id else ()

    def _waiting(self) -> list[Handover]:
        return [each for each in self._all() if each.given is None]

    def _sentence(self, adopted: Iterable[Handover], *, waits: bool) -> str:
        every = tuple(adopted)
        names = {a.id: a.name for a in self._workspace.connections.assistants()}
        whose = dict.fromkeys(self._workspace.blinding.name_of(each.answer_id) for each in every)
        into = dict.fromkeys(names.get(each.into, "") for each in every)
        sentence = (
            _("The answer of {author} goes to {names} with your next words.")
            if waits
            else _("{names} went on with the answer of {author}.")
        )
        return sentence.format(author=", ".join(whose), names=", ".join(filter(None, into)))

    @Slot()
    def take_back(self) -> None:
        """Take everything back that waits."""
        self._needs.attempt(self._take_all_back)

    def _take_all_back(self) -> None:
        for each in self._waiting():
            self._workspace.adopting.take_back(each.id)
