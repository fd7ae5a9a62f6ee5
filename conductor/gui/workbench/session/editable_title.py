"""Show a title that is changed in its place."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from conductor.gui.widgets.text_label import elided_label
from conductor.gui.widgets.tool_tip import set_tip
from conductor.gui.workbench.session.place_line import LineInPlace
from conductor.i18n import _

LEAST_WIDTH = 140
HEIGHT = 30


class EditableTitle(QStackedWidget):
    """A title and the line in which it is changed.

    Attributes:
        line: where it is typed.

    Signals:
        changed: the new title, when the person kept another one.
        done: the person is through with it, changed or not.
    """

    changed = Signal(object)
    done = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._label = elided_label("", self, name=name, look="title", least_px=LEAST_WIDTH)
        self._label.setCursor(Qt.CursorShape.IBeamCursor)
        self.line = LineInPlace(f"{name}Edit", _("Title"), self)
        self.line.kept.connect(self._on_kept)
        self.line.left.connect(self._on_left)
        self.addWidget(self._label)
        self.addWidget(self.line)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room the title wants."""
        return QSize(self._label.sizeHint().width() + 8, HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room it does not give away."""
        return QSize(min(LEAST_WIDTH, self.sizeHint().width()), HEIGHT)

    def set_title(self, title: str, *, may_change: bool = True) -> None:
        """Show a title."""
        self._label.setText(title)
        self._label.setAccessibleName(_("Title: {title}").format(title=title))
        set_tip(self._label, _("Click, or press F2, to change the title") if may_change else "")
        self._label.setEnabled(may_change)
        self.updateGeometry()

    @Slot()
    def edit(self) -> None:
        """Begin to change the title."""
        if self._label.isEnabled():
            self.setCurrentWidget(self.line)
            self.line.open_with(self._label.text())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Begin to change the title by a click on it."""
        if event.button() == Qt.MouseButton.LeftButton and self.currentWidget() is self._label:
            self.edit()
        else:
            super().mousePressEvent(event)

    @Slot(object)
    def _on_kept(self, title: str) -> None:
        self.setCurrentWidget(self._label)
        if title.strip() and title != self._label.text():
            self.changed.emit(title)
        self.done.emit()

    @Slot()
    def _on_left(self) -> None:
        self.setCurrentWidget(self._label)
        self.done.emit()
