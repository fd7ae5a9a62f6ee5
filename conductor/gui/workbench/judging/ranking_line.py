"""Let the person rank answers by pressing their numbers, the best first, ties with `=`."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from conductor.gui.widgets.text_label import elided_label, text_label
from conductor.i18n import _

_KEPT = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace, Qt.Key.Key_Escape)


class RankingLine(QFrame):
    """A ranking that is being made.

    Signals:
        kept: the numbers, the best first, those that are tied together.
        left: the person is through.
    """

    kept = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("rankingLine")
        self.setAccessibleName(_("Your ranking"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._numbers: tuple[int, ...] = ()
        self._groups: list[list[int]] = []
        self._is_tying = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(text_label(_("Best first:"), self, look="strong"))
        self._ranked = text_label("", self, name="rankingText")
        row.addWidget(self._ranked)
        hint = _("Press the numbers in order, = between two that are equal.")
        row.addWidget(elided_label(hint, self, look="muted"), 1)
        self._keep = self._button("keepRanking", _("Keep  Enter"))
        self._keep.clicked.connect(self._on_keep)
        leave = self._button("leaveRanking", _("Leave it  Esc"))
        leave.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        leave.clicked.connect(self.left)
        row.addWidget(self._keep)
        row.addWidget(leave)

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setProperty("pick", True)  # noqa: FBT003 - Qt's own signature
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def begin(self, numbers: Sequence[int]) -> None:
        """Begin with nothing ranked.

        Args:
            numbers: those that can be ranked.
        """
        self._numbers, self._groups, self._is_tying = tuple(numbers), [], False
        self._show()

    def add(self, number: int) -> None:
        """Rank an answer next, or as equal to the one before."""
        if number not in self._numbers:
            return
        self._groups = [[n for n in group if n != number] for group in self._groups]
        self._groups = [group for group in self._groups if group]
        if self._is_tying and self._groups:
            self._groups[-1].append(number)
        else:
            self._groups.append([number])
        self._is_tying = False
        self._show()

    def tie(self) -> None:
        """Have the next answer share the place of the last one."""
        self._is_tying = bool(self._groups)
        self._show()

    def _take_back(self) -> None:
        if self._is_tying:
            self._is_tying = False
        elif self._groups:
            self._groups[-1].pop()
            self._groups = [group for group in self._groups if group]
        self._show()

    def _show(self) -> None:
        words = " > ".join(" = ".join(map(str, group)) for group in self._groups)
        self._ranked.setText(f"{words} =" if self._is_tying else words)
        self.setAccessibleDescription(words)
        self._keep.setEnabled(sum(map(len, self._groups)) > 1)

    @Slot()
    def _on_keep(self) -> None:
        if sum(map(len, self._groups)) > 1:
            self.kept.emit(tuple(tuple(group) for group in self._groups))
            self.left.emit()

    def event(self, event: QEvent) -> bool:
        """Keep the keys for ranking, also where they are shortcuts of the window."""
        is_early = event.type() == QEvent.Type.ShortcutOverride
        if is_early and isinstance(event, QKeyEvent) and event.key() in _KEPT:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Rank by digits, tie by `=`, keep by Enter, take back, leave by Escape."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._on_keep()
            case Qt.Key.Key_Backspace:
                self._take_back()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Equal:
                self.tie()
            case _ if event.text() and event.text() in "123456789":
                self.add(int(event.text()))
            case _:
                super().keyPressEvent(event)
