"""Compare two answers side by side: what differs is marked, and both scroll together.

Thread: GUI; the comparison is made beside it.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QComboBox, QSplitter, QWidget

from conductor.core.compare.spans import NotCompared
from conductor.core.errors import ConductorError
from conductor.core.ids import AnswerId
from conductor.gui.answer.asides import Asides
from conductor.gui.answer.view import AnswerView
from conductor.gui.frame_scheduler import FrameScheduler
from conductor.gui.tasks.tasks import Tasks
from conductor.gui.widgets.announce import announce
from conductor.gui.widgets.assistant_dot import dot_icon
from conductor.gui.widgets.icon_button import IconButton
from conductor.gui.widgets.text_label import elided_label, text_label
from conductor.gui.words.not_compared import sentence_of
from conductor.gui.workbench.columns.reader_page import ReaderPage
from conductor.gui.workbench.comparing.matched_scroll import LinkedScroll
from conductor.gui.workbench.comparing.versions import Version, first_pair
from conductor.gui.workbench.revision.answers_beside import Beside, beside
from conductor.gui.workbench.revision.change_words import alikeness, difference_sentence
from conductor.i18n import _


class CompareView(ReaderPage):
    """Two texts beside each other."""

    def __init__(self, scheduler: FrameScheduler, tasks: Tasks, parent: QWidget) -> None:
        super().__init__("compareView", _("Compare two answers"), parent)
        self._scheduler = scheduler
        self._tasks = tasks
        self._versions: tuple[Version, ...] = ()
        self._beside: Beside | None = None
        self._current = -1
        self._texts = ("", "")
        self._left_choice = self._choice("compareLeftChoice", _("The answer at the left"))
        self._right_choice = self._choice("compareRightChoice", _("The answer at the right"))
        self._said = elided_label("", self, name="compareSummary", look="muted")
        self.head.addWidget(self._said, 1)
        for name, icon, words, slot in (
            ("previousDifferenceButton", "chevron-up", _("Difference before"), self._on_back),
            ("nextDifferenceButton", "chevron-down", _("Next difference"), self._on_next),
        ):
            button = IconButton(name, icon, words, self)
            button.setFixedSize(26, 26)
            button.clicked.connect(slot)
            self.head.addWidget(button)
        self.add_close()
        self._words = text_label("", self, name="compareWords", look="muted", wrap=True)
        self._words.setContentsMargins(16, 8, 16, 8)
        self.body.addWidget(self._words)
        splitter = QSplitter(self)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        self._left, self._right = self._view("compareLeft"), self._view("compareRight")
        splitter.addWidget(self._left)
        splitter.addWidget(self._right)
        splitter.setSizes([10_000, 10_000])
        self.body.addWidget(splitter, 1)
        self._link = LinkedScroll(self._left, self._right, self)
        self.setFocusProxy(self._left)

    def _choice(self, name: str, title: str) -> QComboBox:
        choice = QComboBox(self)
        choice.setObjectName(name)
        choice.setAccessibleName(title)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        choice.setMaximumWidth(260)
        choice.activated.connect(self._on_chosen)
        self.head.addWidget(choice)
        return choice

    def _view(self, name: str) -> AnswerView:
        view = AnswerView(self)
        view.setObjectName(name)
        Asides(view)
        self._scheduler.add(view)
        return view

    def open_with(self, found: Sequence[Version], current: AnswerId | None) -> None:
        """Offer these texts, and compare the two that are of most use."""
        self._versions = tuple(found)
        self._offer(first_pair(self._versions, current))
        self._compare()

    def _offer(self, pair: tuple[int, int]) -> None:
        for choice, number in zip((self._left_choice, self._right_choice), pair, strict=True):
            choice.clear()
            for version in self._versions:
                dot = QIcon() if version.colour is None else dot_icon(version.colour)
                choice.addItem(dot, version.title)
            choice.setCurrentIndex(number)

    def _chosen(self) -> tuple[Version, Version]:
        left, right = self._left_choice.currentIndex(), self._right_choice.currentIndex()
        return self._versions[left], self._versions[right]

    def rename(self, found: Sequence[Version]) -> None:
        """Take the names anew; what is compared stays if it may still be seen."""
        left, right = self._chosen()
        self._versions = tuple(found)
        keys = [version.key for version in found]
        if left.key not in keys or right.key not in keys:
            self.open_with(found, right.answer_id)
            return
        self._offer((keys.index(left.key), keys.index(right.key)))
        self._name_views()

    def _name_views(self) -> None:
        for view, version in zip((self._left, self._right), self._chosen(), strict=True):
            view.setAccessibleName(_("Text of {name}").format(name=version.title))

    def forget(self) -> None:
        """Keep nothing of what was shown."""
        self._tasks.forget(self, "beside")
        self._versions, self._texts = (), ("", "")
        self._beside, self._current = None, -1
        self._link.set_matches(())
        self._say("")
        self._said.setText("")
        for choice in (self._left_choice, self._right_choice):
            choice.clear()
        for view in (self._left, self._right):
            view.clear_text()
            view.setAccessibleName("")
            view.setAccessibleDescription("")

    @Slot(int)
    def _on_chosen(self, _number: int) -> None:
        self._compare()

    def _compare(self) -> None:
        left, right = self._chosen()
        self._beside, self._current = None, -1
        self._link.set_matches(())
        self._say("")
        self._said.setText(_("Comparing …"))
        self._name_views()
        for view in (self._left, self._right):
            view.clear_text()
        self._texts = (left.text, right.text)
        self._tasks.compute(self, "beside", partial(beside, left.text, right.text), self._show)

    def _say(self, sentence: str) -> None:
        self._words.setText(sentence)
        self._words.setVisible(bool(sentence))

    def _show(self, found: object) -> None:
        if not self._versions:  # the page was closed in the meantime
            return
        if isinstance(found, NotCompared | ConductorError):
            self._show_texts(sentence_of(found))
        elif isinstance(found, Beside):
            self._beside = found
            self._left.show_rows(found.left)
            self._right.show_rows(found.right)
            self._link.set_matches(found.matches)
            words = alikeness(len(found.differences), found.kept_share)
            self._said.setText(words)
            self._describe(found, words)

    def _show_texts(self, why: str) -> None:
        """Show the texts as they are, and why nothing is marked in them."""
        self._said.setText("")
        self._say(why)
        for view, words in zip((self._left, self._right), self._texts, strict=True):
            view.begin_text(words, is_whole=True)
        announce(self, why)

    def _describe(self, found: Beside, words: str) -> None:
        """Say the differences to those who cannot see them."""
        count = len(found.differences)
        sentences = [
            difference_sentence(n, count, each.only_left, each.only_right)
            for n, each in enumerate(found.differences[:200], start=1)
        ]
        for view in (self._left, self._right):
            view.setAccessibleDescription("\n".join([words, *sentences]))
        announce(self, words)

    @Slot()
    def _on_next(self) -> None:
        self.step_change(1)

    @Slot()
    def _on_back(self) -> None:
        self.step_change(-1)

    def step_change(self, by: int) -> bool:
        """Go so many differences on, around the end."""
        if self._beside is None or not self._beside.differences:
            return True
        found = self._beside.differences
        start = self._current if self._current >= 0 or by > 0 else 0
        self._current = (start + by) % len(found)
        each = found[self._current]
        self._link.go_to_rows(each.left, each.right)
        sentence = difference_sentence(
            self._current + 1, len(found), each.only_left, each.only_right
        )
        self._said.setText(sentence)
        announce(self, sentence)
        return True

    def set_text_size(self, size_px: int) -> None:
        """Show answers in another size."""
        for view in (self._left, self._right):
            view.set_text_size(size_px)
