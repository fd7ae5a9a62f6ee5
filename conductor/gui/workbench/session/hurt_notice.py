"""Say which session was not opened because opening it went wrong last time, and offer ways on."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from conductor.core.entities import Session
from conductor.core.ids import SessionId
from conductor.core.text.visible import one_line, visible
from conductor.gui.widgets.announce import announce
from conductor.gui.widgets.icon_button import IconButton
from conductor.gui.widgets.text_button import text_button
from conductor.gui.widgets.text_label import wrapped_label
from conductor.i18n import _

MOST_OF_TITLE = 80


class HurtNotice(QFrame):
    """One sentence above the workbench; not there while nothing hurts.

    Signals:
        opened: the `SessionId` that is to be opened all the same.
        binned: the `SessionId` that goes to the bin.
        listed: the `SessionId` that the person wants to see in the library.
        closed: the person knows it.
    """

    opened = Signal(object)
    binned = Signal(object)
    listed = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("hurtNotice")
        self.setAccessibleName(_("A session was not opened"))
        self._session_id: SessionId | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(8)
        column = QVBoxLayout()
        column.setSpacing(6)
        self._words = wrapped_label("", self, name="hurtNoticeText")
        column.addWidget(self._words)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        self._open = text_button(
            _("Open it all the same"), self, name="openHurtButton", on_click=self._on_open
        )
        self._bin = text_button(
            _("Move to the bin"), self, name="binHurtButton", on_click=self._on_bin
        )
        self._list = text_button(
            _("Show in the library"), self, name="listHurtButton", on_click=self._on_list
        )
        for button in (self._open, self._bin, self._list):
            button.setProperty("pick", True)  # noqa: FBT003 - Qt's own signature
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        row.addLayout(column, 1)
        close = IconButton("closeHurtNotice", "x", _("Close this line"), self)
        close.clicked.connect(self._on_close)
        row.addWidget(close)
        self.setVisible(False)

    def show_session(self, session: Session, *, ended_well: bool, may_write: bool) -> None:
        """Say what happened with a session.

        Args:
            session: the one that was not opened.
            ended_well: whether the program was closed while it had not opened in time, rather
                than that it ended.
            may_write: whether it can be moved to the bin.
        """
        self._session_id = session.id
        words = (
            _("The session “{title}” did not open in time last time, so it is not opened now.")
            if ended_well
            else _(
                "The session “{title}” was being opened when Conductor ended last time. Perhaps "
                "it was the cause, so it is not opened now."
            )
        )
        title = one_line(visible(session.title))
        if len(title) > MOST_OF_TITLE:
            title = f"{title[:MOST_OF_TITLE]}…"
        sentence = words.format(title=title or _("without a title"))
        self._words.setText(sentence)
        self._bin.setVisible(may_write)
        self.setVisible(True)
        announce(self, sentence)

    def leave(self) -> None:
        """Say nothing any more."""
        self.setVisible(False)

    @Slot()
    def _on_open(self) -> None:
        self.opened.emit(self._session_id)

    @Slot()
    def _on_bin(self) -> None:
        self.binned.emit(self._session_id)

    @Slot()
    def _on_list(self) -> None:
        self.listed.emit(self._session_id)

    @Slot()
    def _on_close(self) -> None:
        self.setVisible(False)
        self.closed.emit()
