"""Ask in one quiet line about guidance: give it a star, keep it or take it off."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from conductor.core.change import Change
from conductor.core.guidance.guidance import Guidance
from conductor.core.ids import GuidanceId
from conductor.gui.needs import Needs
from conductor.gui.widgets.icon_button import IconButton
from conductor.gui.widgets.text_button import text_button
from conductor.gui.widgets.text_label import elided_label
from conductor.gui.widgets.tool_tip import set_tip
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

LOOK_MS = 1000
_LONGEST = 80


class GuidanceNotice(QFrame):
    """One line above the composer; not there while there is nothing to ask.

    What is closed is not asked again until the program ends; What works goes on asking.
    """

    def __init__(self, workspace: Workspace, needs: Needs, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("guidanceNotice")
        self._workspace = workspace
        self._needs = needs
        self._about: Guidance | None = None
        self._passed_over: set[tuple[GuidanceId, str]] = set()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 3, 8, 3)
        row.setSpacing(8)
        self._words = elided_label("", self, name="guidanceNoticeText")
        row.addWidget(self._words, 1)
        self._star = text_button(
            _("☆ Make it reusable"), self, name="giveStarButton", on_click=self._on_star
        )
        self._keep = text_button(
            _("Keep it"), self, name="keepGuidanceButton", on_click=self._on_keep
        )
        self._retire = text_button(
            _("Take it off"), self, name="takeOffGuidanceButton", on_click=self._on_retire
        )
        for button in (self._star, self._keep, self._retire):
            button.setProperty("pick", True)  # noqa: FBT003 - Qt's own signature
            row.addWidget(button)
        close = IconButton("closeGuidanceNotice", "x", _("Close this line"), self)
        close.clicked.connect(self._on_close)
        row.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self.setVisible(False)

    def look_soon(self) -> None:
        """Look for what waits for a decision once the window is at work."""
        self._timer.start()

    def close_down(self) -> None:
        """Look no more; the window is closing."""
        self._timer.stop()

    def offer_star(self, guidance: Guidance | None) -> None:
        """Offer a star for what was said more than once; None offers nothing."""
        if guidance is None or (guidance.id, "") in self._passed_over:
            return
        sentence = _("You said much the same before: “{text}”. Make it reusable, to test it?")
        self._ask(guidance, sentence.format(text=_short(guidance)), is_star=True)

    @Slot()
    def look(self) -> None:
        """Ask about the guidance that waits for a decision, if there is any."""
        if self._workspace.read_only is not None or not self.isHidden():
            return
        for item in self._workspace.guidance.all():
            words = self._workspace.guidance.question_about(item)
            if words and (item.id, item.question) not in self._passed_over:
                self._ask(item, f"“{_short(item)}”: {words}", is_star=False)
                return

    def take(self, change: Change) -> None:
        """Follow a change of guidance."""
        if not change.guidance:
            return
        if self._about is not None and self._about.id in change.guidance:
            self.clear()
        self.look()

    def clear(self) -> None:
        """Ask nothing."""
        self._about = None
        self.setVisible(False)

    def _ask(self, guidance: Guidance, sentence: str, *, is_star: bool) -> None:
        self._about = guidance
        self._words.setText(sentence)
        set_tip(self._words, guidance.text)
        self._star.setVisible(is_star)
        for button in (self._keep, self._retire):
            button.setVisible(not is_star)
        self.setVisible(True)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def _answer(self, act: Callable[[GuidanceId], object]) -> None:
        about = self._about
        if about is not None and self._needs.attempt(partial(act, about.id)):
            self.clear()
            self.look()

    @Slot()
    def _on_star(self) -> None:
        self._answer(self._workspace.guidance.star)

    @Slot()
    def _on_keep(self) -> None:
        self._answer(self._workspace.guidance.keep)

    @Slot()
    def _on_retire(self) -> None:
        self._answer(self._workspace.guidance.retire)

    @Slot()
    def _on_close(self) -> None:
        if self._about is not None:
            self._passed_over.add((self._about.id, self._about.question))
        self.clear()
        self.look()


def _short(guidance: Guidance) -> str:
    words = " ".join(guidance.text.split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
