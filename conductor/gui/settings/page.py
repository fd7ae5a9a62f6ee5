"""Let the person choose how Conductor looks and behaves, and see where everything is kept."""

from dataclasses import fields
from functools import partial

from PySide6.QtCore import QMargins, Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from conductor.core.change import Change
from conductor.core.errors import ConductorError
from conductor.gui.commands import Actions
from conductor.gui.fields.scroll_sheet import ScrollSheet
from conductor.gui.page import Page
from conductor.gui.settings.connection_limits import ConnectionLimits
from conductor.gui.settings.folders import Folders
from conductor.gui.settings.setting_control import SettingControl
from conductor.gui.tasks.tasks import Tasks
from conductor.gui.telling import tells_what_went_wrong
from conductor.gui.widgets.notice import NoticeLine
from conductor.gui.widgets.text_label import text_label, wrapped_label
from conductor.i18n import _
from conductor.settings import Settings, Value, hint_of
from conductor.workspace.workspace import Workspace

SHEET_PX = 720
HEAD_PX = 160


class SettingsPage(Page):
    """The settings, made from their fields, and the facts about the library."""

    def __init__(
        self, workspace: Workspace, tasks: Tasks, actions: Actions, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("settingsPage")
        self._workspace = workspace
        self._tasks = tasks
        self._actions = actions
        self._controls: list[SettingControl] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header())
        layout.addWidget(self._banner_line())
        layout.addWidget(self._make_area(), 1)
        self._notice = NoticeLine(self)
        layout.addWidget(self._notice)
        self._fill()
        self._show_values()
        tasks.changed.connect(self._on_change)

    def _header(self) -> QWidget:
        header = QFrame(self)
        header.setObjectName("pageHeader")
        header.setFixedHeight(47)
        row = QHBoxLayout(header)
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(text_label(_("Settings"), header, look="title"))
        return header

    def _banner_line(self) -> QWidget:
        words = ""
        if self._workspace.read_only is not None:
            words = _("{reason} What you set here holds until Conductor ends.").format(
                reason=self._workspace.read_only
            )
        banner = wrapped_label(words, self, name="libraryBanner", look="error")
        banner.setContentsMargins(16, 8, 16, 8)
        banner.setVisible(bool(words))
        return banner

    def _make_area(self) -> QWidget:
        self._area = ScrollSheet(
            "settingsScroll",
            self,
            widest_px=SHEET_PX + HEAD_PX,
            margins=QMargins(16, 8, 16, 24),
        )
        self._column = self._area.column
        return self._area

    def _fill(self) -> None:
        for title in dict.fromkeys(hint_of(setting).group for setting in fields(Settings)):
            rows = [s for s in fields(Settings) if hint_of(s).group == title]
            group = self._group(_(title))
            for setting in rows:
                control = SettingControl(setting, self._area)
                control.wanted.connect(partial(self._on_wanted, setting.name))
                group.addWidget(control)
                self._controls.append(control)
        group = self._group(_("Connections"))
        words = _("How many answers of a connection run at once; the rest wait for their turn.")
        about = wrapped_label(words, self._area, look="caption")
        about.setContentsMargins(0, 9, 0, 4)
        group.addWidget(about)
        self._limits = ConnectionLimits(self._workspace, self._notice.say, self._area)
        group.addWidget(self._limits)
        self._folders = Folders(self._workspace, self._tasks, self._actions, self._area)
        self._group(_("Folders")).addWidget(self._folders)
        group = self._group(_("Privacy"))
        for number, fact in enumerate(_privacy_facts()):
            label = wrapped_label(fact, self._area, name=f"privacyFact{number + 1}")
            label.setContentsMargins(0, 6, 0, 6)
            group.addWidget(label)
        self._column.addStretch(1)

    def _group(self, title: str) -> QVBoxLayout:
        frame = QFrame(self._area)
        frame.setObjectName("settingsGroup")
        frame.setProperty("first", self._column.count() == 0)
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 8, 0, 16)
        row.setSpacing(16)
        head = wrapped_label(title, frame, look="heading")
        head.setContentsMargins(0, 8, 0, 0)
        head.setFixedWidth(HEAD_PX)
        row.addWidget(head, 0, Qt.AlignmentFlag.AlignTop)
        body = QVBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        row.addLayout(body, 1)
        self._column.addWidget(frame)
        return body

    def panes(self) -> tuple[QWidget, ...]:
        """Return the parts between which F6 goes."""
        return (self._area,)

    def enter(self) -> None:
        """Be shown: look the folders over, and put the focus on the first setting."""
        self._folders.look()
        self._controls[0].focus_control()

    def close_down(self) -> None:
        """Stop what runs; the page is about to go."""
        self._folders.drop()

    def tell(self, error: ConductorError) -> None:
        """Say what went wrong, and show the settings as they are."""
        self._show_values()
        self._notice.say(str(error))

    def _show_values(self) -> None:
        now = self._workspace.settings.now
        for control in self._controls:
            control.show_value(getattr(now, control.setting.name))

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if change.settings:
            self._show_values()
        if change.connections:
            self._limits.refresh()

    @tells_what_went_wrong
    def _on_wanted(self, name: str, value: Value) -> None:
        self._notice.clear()
        self._workspace.settings.change(name, value)


def _privacy_facts() -> tuple[str, ...]:
    return (
        _(
            "Keys are read from environment variables, or kept in memory until Conductor ends. "
            "None is written to the disk; the system's keyring is not used."
        ),
        _(
            "Your words go to the connections you send them to, and nowhere else. Conductor "
            "counts nothing, reports nothing and looks for no updates."
        ),
        _(
            "The library is not encrypted: whoever can read your files on this computer can "
            "read it."
        ),
    )
