"""Set up connections, assistants and ensembles."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from conductor.core.change import Change
from conductor.core.entities import Assistant
from conductor.gui.assistants.assistants_panel import AssistantsPanel
from conductor.gui.assistants.connections_panel import ConnectionsPanel
from conductor.gui.assistants.ensembles_panel import EnsemblesPanel
from conductor.gui.commands import Actions
from conductor.gui.page import Page
from conductor.gui.tasks.tasks import Tasks
from conductor.gui.widgets.notice import NoticeLine
from conductor.gui.widgets.text_label import text_label, wrapped_label
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

_ASSISTANTS = 1


class AssistantsPage(Page):
    """Set up connections, assistants and ensembles."""

    def __init__(
        self, workspace: Workspace, tasks: Tasks, actions: Actions, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("assistantsPage")
        self._workspace = workspace
        self._actions = actions
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header())
        layout.addWidget(self._banner_line())
        self._notice = NoticeLine(self)
        self._stack = QStackedWidget(self)
        self._connections = ConnectionsPanel(workspace, tasks, self._notice, self._stack)
        self._connections.assistants_added.connect(self._on_assistants_added)
        self._assistants = AssistantsPanel(workspace, tasks, self._notice, self._stack)
        self._ensembles = EnsemblesPanel(workspace, self._notice, self._stack)
        for panel in (self._connections, self._assistants, self._ensembles):
            self._stack.addWidget(panel)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._notice)
        self._tabs.currentChanged.connect(self._on_tab)
        self._count()
        tasks.changed.connect(self._on_change)
        tasks.stepped.connect(self._notice.settle)

    def _header(self) -> QWidget:
        header = QFrame(self)
        header.setObjectName("pageHeader")
        row = QHBoxLayout(header)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(24)
        row.addWidget(text_label(_("Assistants"), header, look="title"))
        self._tabs = QTabBar(header)
        self._tabs.setObjectName("setupTabs")
        self._tabs.setAccessibleName(_("Parts of this page"))
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        for _number in range(3):
            self._tabs.addTab("")
        row.addWidget(self._tabs, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        header.setFixedHeight(47)
        return header

    def _banner_line(self) -> QWidget:
        banner = wrapped_label(
            self._workspace.read_only or "", self, name="libraryBanner", look="error"
        )
        banner.setContentsMargins(16, 8, 16, 8)
        banner.setVisible(self._workspace.read_only is not None)
        return banner

    def panes(self) -> tuple[QWidget, ...]:
        """Return the parts between which F6 goes."""
        return (self._tabs, self._stack)

    def enter(self) -> None:
        """Be shown: look for servers, and put the focus where the next step is."""
        self._shown().enter()

    def close_down(self) -> None:
        """Stop what runs; the page is about to go."""
        for panel in (self._connections, self._assistants, self._ensembles):
            panel.close_down()

    def _shown(self) -> ConnectionsPanel | AssistantsPanel | EnsemblesPanel:
        panels = (self._connections, self._assistants, self._ensembles)
        return panels[self._tabs.currentIndex()]

    def _count(self) -> None:
        area = self._workspace.connections
        titles = (
            _("Connections ({n})").format(n=len(area.all())),
            _("Assistants ({n})").format(n=len(area.assistants())),
            _("Ensembles ({n})").format(n=len(area.ensembles())),
        )
        for number, title in enumerate(titles):
            self._tabs.setTabText(number, title)

    @Slot(int)
    def _on_tab(self, number: int) -> None:
        self._notice.clear()
        has_focus = self._tabs.hasFocus()
        self._stack.setCurrentIndex(number)
        if not has_focus:
            self._shown().enter()

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if change.connections:
            self._connections.refresh()
        if change.connections or change.assistants:
            self._assistants.refresh()
        if change.assistants or change.ensembles:
            self._ensembles.refresh()
        if change.connections or change.assistants or change.ensembles:
            self._count()

    @Slot(object)
    def _on_assistants_added(self, added: tuple[Assistant, ...]) -> None:
        self._tabs.setCurrentIndex(_ASSISTANTS)
        self._assistants.choose(added[0])
        self._assistants.enter()
        words = _("1 assistant was added.")
        if len(added) != 1:
            words = _("{n} assistants were added.").format(n=len(added))
        self._notice.say(words)
