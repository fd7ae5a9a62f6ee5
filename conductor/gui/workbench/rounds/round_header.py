"""Say what was asked in a round and of whom; it opens to all of the words and their files."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from conductor.core.entities import Attachment, RoundKind
from conductor.gui.fields.menu_button import MenuButton, MenuEntry
from conductor.gui.look.icons import icon
from conductor.gui.look.theme import current_tokens
from conductor.gui.widgets.chip_row import ChipRow, chip
from conductor.gui.widgets.icon_button import IconButton
from conductor.gui.widgets.plain_text_box import PlainTextBox
from conductor.gui.widgets.text_label import elided_label, text_label, wrapped_label
from conductor.gui.widgets.tool_tip import set_tip
from conductor.gui.words.kind_names import round_kind_name
from conductor.gui.workbench.rounds.draw_words import DrawWords
from conductor.i18n import _
from conductor.workspace.sessions.sessions import RoundView

SHOWN_WORDS = 2000
WORDS_HEIGHT = 220
WORDS_MARGIN = 20
NAMED = 3
PLACEHOLDER = "{drafts}"
"""Where the drafts stand in the words of a merge or a review."""


class RoundHeader(QFrame):
    """The words of the round that is shown.

    Attributes:
        may_edit: whether these words can be changed and sent anew.

    Signals:
        draw_given_up: the draw is to be shown without a judgement.
        opened: all of the words are wanted; the receiver calls `show_words`.
    """

    opened = Signal()
    draw_given_up = Signal()

    def __init__(self, edit: QAction, parent: QWidget) -> None:
        """Build it.

        Args:
            edit: has the words of this round changed and sent anew.
            parent: where it stands.
        """
        super().__init__(parent)
        self.setObjectName("roundHeader")
        self._edit_words = edit
        self.may_edit = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 3, 8, 3)
        layout.setSpacing(4)
        layout.addLayout(self._line())
        self._drawn = wrapped_label("", self, name="drawResult", look="muted")
        self._drawn.setVisible(False)
        layout.addWidget(self._drawn)
        layout.addWidget(self._details_box())
        self.setVisible(False)

    def _line(self) -> QHBoxLayout:
        self._row = row = QHBoxLayout()
        row.setSpacing(10)
        self._kind = text_label("", self, name="roundKind")
        self._text = elided_label("", self, name="roundText")
        self._to = elided_label("", self, name="roundRecipients", look="muted")
        self._open = IconButton("openRoundButton", "chevron-down", _("Show all words"), self)
        self._open.clicked.connect(self._on_toggled)
        row.addWidget(self._kind)
        row.addWidget(self._text, 1)
        row.addWidget(self._draw_mark())
        row.addWidget(self._to)
        row.addWidget(self._open)
        return row

    def _draw_mark(self) -> QWidget:
        self._draw = MenuButton("drawMark", _("a draw is on"), self)
        self._draw.setIcon(icon("shuffle", current_tokens().muted))
        set_tip(
            self._draw,
            _(
                "Some of these answers got guidance that is being tested. Which, and what was "
                "sent, is hidden until you judge."
            ),
        )
        self._draw.set_entries([MenuEntry(_("Show it without judging; it does not count then"), 0)])
        self._draw.chosen.connect(self._on_draw)
        self._draw.setVisible(False)
        return self._draw

    @Slot()
    def _on_draw(self) -> None:
        self.draw_given_up.emit()

    def _details_box(self) -> QWidget:
        self._details = QWidget(self)
        box = QVBoxLayout(self._details)
        box.setContentsMargins(0, 0, 8, 6)
        box.setSpacing(6)
        self._all_words = ""
        title = _("All words of the round")
        self._words = PlainTextBox(self._details, name="roundWords", title=title)
        box.addWidget(self._words)
        row = QHBoxLayout()
        self._files = ChipRow("roundFiles", 30, self._details)
        row.addWidget(self._files)
        row.addStretch(1)
        copy = self._button("copyRoundButton", _("Copy"))
        copy.clicked.connect(self._on_copy)
        row.addWidget(copy)
        self._edit = self._button("editRoundButton", _("Edit and send anew"))
        row.addWidget(self._edit)
        self._edit.clicked.connect(self._edit_words.trigger)
        box.addLayout(row)
        self._details.setVisible(False)
        return self._details

    def _button(self, name: str, title: str) -> QPushButton:
        button = QPushButton(title, self._details)
        button.setObjectName(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def add_control(self, control: QWidget) -> None:
        """Put something else into the line, before the button that opens it."""
        self._row.insertWidget(self._row.indexOf(self._open), control)

    def show_round(
        self, view: RoundView | None, draw: DrawWords | None = None, *, may_edit: bool
    ) -> None:
        """Show what was asked in a round, and what is known of its draw; None shows nothing."""
        self._draw.setVisible(draw is not None and draw.is_open)
        self._drawn.setText("" if draw is None else draw.result)
        self._drawn.setVisible(draw is not None and bool(draw.result))
        self.close_words()
        self.setVisible(view is not None)
        if view is None:
            return
        name = round_kind_name(view.round.kind)
        is_guidance = view.round.kind is RoundKind.GUIDANCE
        self._kind.setProperty("guidance", is_guidance)
        self._kind.style().polish(self._kind)
        self._kind.setText(f"{name} {view.round.number}".upper())
        first = " ".join(view.round.text[:SHOWN_WORDS].replace(PLACEHOLDER, "…").split())
        self._text.setText(f"“{first}”" if is_guidance else first)
        self._to.setText(_addressed(view))
        self.may_edit = may_edit and view.round.kind in (RoundKind.TASK, RoundKind.FOLLOW_UP)
        self._edit.setVisible(self.may_edit)

    def show_words(self, text: str, files: Sequence[Attachment]) -> None:
        """Open, with all words and files of the round."""
        self._all_words = text
        self._words.show_text(text)
        chips = []
        for file in files:
            one = chip("roundFile", file.name, self._files.bar)
            one.setIcon(icon("file-text", current_tokens().muted))
            set_tip(one, _("{n} characters").format(n=f"{len(file.text):,}"))
            chips.append(one)
        self._files.set_chips(chips)
        self._files.setVisible(bool(chips))
        self._details.setVisible(True)
        lines_px = int(self._words.document().size().height()) * self.fontMetrics().lineSpacing()
        self._words.setFixedHeight(min(WORDS_HEIGHT, lines_px + WORDS_MARGIN))
        self._open.set_icon("chevron-up")
        self._words.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_words(self) -> None:
        """Show the first words only."""
        self._details.setVisible(False)
        self._open.set_icon("chevron-down")

    @property
    def is_open(self) -> bool:
        """Whether all words are shown."""
        return self._details.isVisible()

    @Slot()
    def _on_toggled(self) -> None:
        if self.is_open:
            self.close_words()
        else:
            self.opened.emit()

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._all_words)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Open by a click on the first words."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._on_toggled()

    def event(self, event: QEvent) -> bool:
        """Keep Esc for itself while all words are shown."""
        is_key = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if event.type() == QEvent.Type.ShortcutOverride and is_key and self.is_open:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Close by Esc."""
        if event.key() == Qt.Key.Key_Escape and self.is_open:
            self.close_words()
            self._open.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)


def _addressed(view: RoundView) -> str:
    """Return whom a round went to, and of guidance who was only asked to revise."""
    is_guidance = view.round.kind is RoundKind.GUIDANCE
    control = [one.assistant for one in view.answers if is_guidance and one.words is not None]
    asked = [one.assistant for one in view.answers if not is_guidance or one.words is None]
    words = _to_whom(tuple(dict.fromkeys(asked)))
    if not control:
        return words
    return _("{to} · control: {names}").format(to=words, names=", ".join(control))


def _to_whom(names: Sequence[str]) -> str:
    if not names:
        return ""
    if len(names) <= NAMED:
        return _("to {names}").format(names=", ".join(names))
    shown = ", ".join(names[: NAMED - 1])
    return _("to {names} and {n} more").format(names=shown, n=len(names) - NAMED + 1)
