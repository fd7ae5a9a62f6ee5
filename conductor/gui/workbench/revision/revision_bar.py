"""Ask whether a revised answer is better than the one it revises; nobody has to say."""

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from conductor.core.entities import Answer
from conductor.core.showing import can_be_judged
from conductor.gui.needs import Needs
from conductor.gui.widgets.text_label import text_label
from conductor.gui.widgets.tool_tip import set_tip
from conductor.i18n import _
from conductor.workspace.workspace import Workspace


class RevisionBar(QFrame):
    """The end of the line above a revised answer; not there above other answers."""

    def __init__(self, workspace: Workspace, needs: Needs, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("revisionBar")
        self._workspace = workspace
        self._needs = needs
        self._answer: Answer | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._than_before = text_label(_("than before:"), self, look="muted")
        row.addWidget(self._than_before)
        self._buttons = {
            "better": self._button("judgeBetter", _("better"), "good"),
            "same": self._button("judgeSame", _("same"), ""),
            "worse": self._button("judgeWorse", _("worse"), "bad"),
        }
        self._buttons["better"].clicked.connect(self.say_better)
        self._buttons["same"].clicked.connect(self.say_same)
        self._buttons["worse"].clicked.connect(self.say_worse)
        for button in self._buttons.values():
            row.addWidget(button)
        self.setVisible(False)

    def _button(self, name: str, words: str, look: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setProperty("pick", True)  # noqa: FBT003 - Qt's own signature
        button.setProperty("verdict", look)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def show_answer(self, answer: Answer, *, is_own: bool) -> None:
        """Show what was said of a revised answer; nothing above one that revises none."""
        is_revision = is_own and answer.revises is not None and can_be_judged(answer)
        self._answer = answer if is_revision else None
        self.setVisible(is_revision)
        if not is_revision:
            for button in self._buttons.values():
                set_tip(button, "")
                button.setAccessibleName("")  # it keeps no name of another round
            return
        said = self._workspace.judging.current_of_revision(answer.id)
        for kind, button in self._buttons.items():
            button.setChecked(said is not None and said.kind == kind)
            button.setEnabled(self._workspace.read_only is None)
            words = _("{name}, compared with before: {verdict}")
            said_of = words.format(name=answer.assistant, verdict=button.text())
            button.setAccessibleName(said_of)
            set_tip(button, said_of)

    def set_compact(self, *, is_compact: bool) -> None:
        """Leave out what the tips say too."""
        self._than_before.setVisible(not is_compact)

    @Slot()
    def say_better(self) -> None:
        """Say that the revision is better."""
        self._judge("better")

    @Slot()
    def say_same(self) -> None:
        """Say that the revision is neither better nor worse."""
        self._judge("same")

    @Slot()
    def say_worse(self) -> None:
        """Say that the revision is worse."""
        self._judge("worse")

    def _judge(self, said: str) -> None:
        from conductor.core.judgement import JudgementKind  # only when it is needed

        if self._answer is None:
            return
        judge = self._workspace.judging.judge_revision
        self._needs.attempt(partial(judge, self._answer.id, JudgementKind(said)))
        self.show_answer(self._answer, is_own=True)
