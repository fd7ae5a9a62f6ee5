"""Decide about one guidance: answer what is asked, give it a star, attach it, retire it."""

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from conductor.core.errors import ConductorError
from conductor.core.guidance.guidance import GuidanceStatus
from conductor.core.ids import GuidanceId
from conductor.gui.telling import tells_what_went_wrong
from conductor.gui.widgets.notice import NoticeLine
from conductor.gui.widgets.text_button import allow, text_button
from conductor.gui.widgets.text_label import wrapped_label
from conductor.i18n import _
from conductor.workspace.what_works.findings import GuidanceRow
from conductor.workspace.workspace import Workspace


class GuidanceActions(QWidget):
    """What can be done with one guidance, and the question about it if there is one.

    Signals:
        edit_asked: the person wants to change its text or what it is for.
    """

    edit_asked = Signal()

    def __init__(self, workspace: Workspace, notice: NoticeLine, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._notice = notice
        self._row: GuidanceRow | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(8)
        layout.addWidget(self._question_box())
        layout.addLayout(self._line())

    def _question_box(self) -> QWidget:
        self._question = QFrame(self)
        self._question.setObjectName("questionBox")
        row = QHBoxLayout(self._question)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        self._question_words = wrapped_label("", self._question, name="questionText")
        row.addWidget(self._question_words, 1)
        self._keep = text_button(
            _("Keep it"), self._question, name="keepButton", on_click=self._on_keep
        )
        self._retire_asked = text_button(
            _("Retire it"), self._question, name="retireAskedButton", on_click=self._on_retire
        )
        row.addWidget(self._keep)
        row.addWidget(self._retire_asked)
        return self._question

    def _line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        self.edit = self._button(_("Edit …"), "editGuidanceButton", self._on_edit)
        self._star = self._button(_("☆ Reusable"), "starButton", self._on_star, is_switch=True)
        self._pin = self._button(_("Attach always"), "pinButton", self._on_pin, is_switch=True)
        self._retire = self._button(_("Retire"), "retireButton", self._on_retire)
        self._restore = self._button(_("Take it back"), "restoreButton", self._on_restore)
        for button in (self.edit, self._star, self._pin, self._retire, self._restore):
            line.addWidget(button)
        line.addStretch(1)
        return line

    def _button(
        self, text: str, name: str, on_click: Callable[[], object], *, is_switch: bool = False
    ) -> QPushButton:
        look = "guidance" if is_switch else ""
        button = text_button(text, self, name=name, on_click=on_click, look=look)
        button.setCheckable(is_switch)
        return button

    def tell(self, error: ConductorError) -> None:
        """Say what went wrong, and show what can be done as it stands."""
        self._notice.say(str(error))
        if self._row is not None:
            self.show_row(self._row)

    def show_row(self, row: GuidanceRow) -> None:
        """Show what can be done with a guidance as it stands."""
        self._row = row
        item = row.guidance
        frozen = self._workspace.read_only or ""
        is_retired = item.status is GuidanceStatus.RETIRED
        self._question_words.setText(row.question)
        self._question.setVisible(bool(row.question))
        self._star.setChecked(item.reusable)
        self._star.setText(_("★ Reusable") if item.reusable else _("☆ Reusable"))
        self._star.setAccessibleName(_("Reusable"))
        self._pin.setChecked(item.pinned)
        is_proven = item.status is GuidanceStatus.PROVEN
        self._pin.setText(_("Attach always") if is_proven else _("Attach always (unproven)"))
        self._pin.setAccessibleName(self._pin.text())
        self._retire.setVisible(not is_retired)
        self._restore.setVisible(is_retired)
        for button in (self.edit, self._star, self._retire, self._restore, self._keep):
            allow(button, frozen)
        allow(self._retire_asked, frozen)
        retired = _("This guidance is retired. Take it back to attach it.") if is_retired else ""
        allow(self._pin, frozen or retired)

    @tells_what_went_wrong
    def _do(self, act: Callable[[GuidanceId], object]) -> None:
        if self._row is None:
            return
        act(self._row.guidance.id)

    @Slot()
    def _on_edit(self) -> None:
        self.edit_asked.emit()

    @Slot()
    def _on_star(self) -> None:
        self._do(self._set_star)

    def _set_star(self, guidance_id: GuidanceId) -> None:
        self._workspace.guidance.star(guidance_id, reusable=self._star.isChecked())

    @Slot()
    def _on_pin(self) -> None:
        self._do(self._set_pin)

    def _set_pin(self, guidance_id: GuidanceId) -> None:
        self._workspace.guidance.pin(guidance_id, pinned=self._pin.isChecked())

    @Slot()
    def _on_keep(self) -> None:
        self._do(self._workspace.guidance.keep)

    @Slot()
    def _on_retire(self) -> None:
        self._do(self._workspace.guidance.retire)

    @Slot()
    def _on_restore(self) -> None:
        self._do(self._workspace.guidance.restore)
