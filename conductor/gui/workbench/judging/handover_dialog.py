"""Plan a merge or a second opinion: who does it, which drafts, and the very words that go."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from conductor.core.entities import Answer, RoundKind
from conductor.core.errors import ConductorError
from conductor.core.ids import AssistantId, SessionId
from conductor.gui.fields.writing_box import WritingBox
from conductor.gui.kept_words import KeptWords
from conductor.gui.widgets.assistant_dot import dot_icon
from conductor.gui.widgets.mnemonic import literal
from conductor.gui.widgets.plain_dialog import PlainDialog, plain_text_box
from conductor.gui.widgets.text_label import text_label
from conductor.gui.words.estimate_text import estimate_text
from conductor.i18n import _
from conductor.workspace.answers.estimates import Estimate
from conductor.workspace.rounds.plan import Plan
from conductor.workspace.workspace import Workspace

_SHOW_MS = 150
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class HandoverDialog(PlainDialog):
    """A merge or a review before it goes; it stands beside the window, which goes on.

    Signals:
        sent: the `Round`, once it was sent.
    """

    sent = Signal(object)

    def __init__(
        self, workspace: Workspace, session_id: SessionId, kind: RoundKind, parent: QWidget
    ) -> None:
        is_merge = kind is RoundKind.MERGE
        title = _("Merge answers") if is_merge else _("Second opinion")
        super().__init__("mergeDialog" if is_merge else "reviewDialog", title, parent)
        self.setModal(False)
        self.resize(980, 640)
        self._workspace = workspace
        self._session_id = session_id
        self._is_merge = is_merge
        self._plan: Plan | None = None
        self._drafts: list[tuple[Answer, QCheckBox]] = []
        self._reviewers: list[tuple[AssistantId, QCheckBox]] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOW_MS)
        self._timer.timeout.connect(self._show_told)
        self._add_intro()
        self._add_who()
        self._add_drafts()
        self._add_words()
        self._trouble = text_label("", self, name="handoverTrouble", look="error", wrap=True)
        self.parts.addWidget(self._trouble)
        self.add_close(_("Cancel"))
        words = _("Merge  Ctrl+Enter") if is_merge else _("Ask them  Ctrl+Enter")
        self._send = self.add_button("handoverSend", words, is_primary=True)
        self._send.setAutoDefault(False)
        self._send.clicked.connect(self.send)
        self._kept = KeptWords(workspace, self._unsent, self)
        self._make_plan()
        left = self._kept.open(f"{session_id}/{kind.value}")
        if left:
            self._words.setPlainText(left)
        self._words.textChanged.connect(self._kept.touch)
        self._words.setFocus()

    def _unsent(self) -> str:
        words = self._words.toPlainText()
        return "" if self._plan is not None and words == self._plan.words else words

    def _add_intro(self) -> None:
        if self._is_merge:
            words = _(
                "One assistant writes one answer from the drafts, and says what came from which. "
                "The drafts go without names, in random order. You then compare the merged "
                "answer, blind, with the best draft."
            )
        else:
            words = _(
                "Each assistant reads the others' drafts, without names, and lists errors in "
                "them. You get a list of disagreements; each is one assistant's opinion."
            )
        self.add_words(words, look="muted")

    def _row(self, title: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        label = text_label(title, self, look="strong")
        label.setMinimumWidth(90)
        row.addWidget(label)
        self.parts.addLayout(row)
        return row

    def _add_who(self) -> None:
        members = self._workspace.sessions.assistants(self._session_id)
        assistants = [a for a in self._workspace.connections.assistants() if a.id in members]
        self._by: QComboBox | None = None
        if self._is_merge:
            row = self._row(_("Who merges"))
            self._by = QComboBox(self)
            self._by.setObjectName("mergeBy")
            self._by.setAccessibleName(_("Who merges"))
            for assistant in self._workspace.connections.assistants():
                self._by.addItem(dot_icon(assistant.colour), assistant.name, assistant.id)
            if assistants:
                self._by.setCurrentIndex(self._by.findData(assistants[0].id))
            self._by.currentIndexChanged.connect(self._make_plan)
            row.addWidget(self._by)
        else:
            row = self._row(_("Who reads"))
            for assistant in assistants:
                box = self._box("reviewer", assistant.name, row)
                box.setIcon(dot_icon(assistant.colour))
                self._reviewers.append((assistant.id, box))
        row.addStretch(1)

    def _add_drafts(self) -> None:
        row = self._row(_("Drafts"))
        colours = {a.id: a.colour for a in self._workspace.connections.assistants()}
        score = self._workspace.sessions.score(self._session_id)
        numbers = {item.id: item.number for item in score}
        for answer in self._workspace.merging.drafts(self._session_id):
            seen = self._workspace.blinding.visible(answer)
            is_hidden = not seen.assistant_id
            words = _("answer {name}, round {n}") if is_hidden else _("{name}, round {n}")
            words = words.format(name=seen.assistant, n=numbers[answer.round_id])
            box = self._box("handoverDraft", words, row)
            if not is_hidden:
                box.setIcon(dot_icon(colours.get(seen.assistant_id, seen.position)))
            self._drafts.append((answer, box))
        row.addStretch(1)

    def _box(self, name: str, words: str, row: QHBoxLayout) -> QCheckBox:
        box = QCheckBox(literal(words), self)
        box.setObjectName(name)
        box.setAccessibleName(words)
        box.setChecked(True)
        box.toggled.connect(self._make_plan)
        row.addWidget(box)
        return box

    def _add_words(self) -> None:
        sides = QHBoxLayout()
        sides.setSpacing(16)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(4)
        right.setSpacing(4)
        left.addWidget(text_label(_("Your words"), self, look="strong"))
        self._words = WritingBox(self)
        self._words.setObjectName("handoverWords")
        self._words.setAccessibleName(_("Your words"))
        self._words.setTabChangesFocus(True)
        self._words.textChanged.connect(self._timer.start)
        left.addWidget(self._words, 1)
        hint = _(
            "{place} stands where the drafts go. The task before your words, the sentence that "
            "the drafts are material, and their frames are always there."
        ).format(place="{drafts}")
        left.addWidget(text_label(hint, self, look="muted", wrap=True))
        head = QHBoxLayout()
        head.addWidget(text_label(_("Exactly what is sent"), self, look="strong"))
        self._recipient = QComboBox(self)
        self._recipient.setObjectName("handoverRecipient")
        self._recipient.setAccessibleName(_("What whom is sent"))
        self._recipient.currentIndexChanged.connect(self._show_told)
        head.addWidget(self._recipient)
        head.addStretch(1)
        right.addLayout(head)
        title = _("Exactly what is sent")
        self._told = plain_text_box("", self, name="handoverTold", title=title)
        right.addWidget(self._told, 1)
        self._size = text_label("", self, name="handoverSize", look="muted", wrap=True)
        right.addWidget(self._size)
        sides.addLayout(left, 1)
        sides.addLayout(right, 1)
        self.parts.addLayout(sides, 1)

    @Slot()
    def _make_plan(self) -> None:
        chosen = [answer.id for answer, box in self._drafts if box.isChecked()]
        readers = [who for who, box in self._reviewers if box.isChecked()]
        merging = self._workspace.merging
        before = self._plan
        if not chosen or (not self._is_merge and not readers):
            self._say(_("Choose at least one draft, and somebody who reads it."))
            return
        try:
            self._plan = (
                merging.plan_merge(self._session_id, self._by.currentData(), chosen)
                if self._by is not None
                else merging.plan_review(self._session_id, readers, chosen)
            )
        except ConductorError as error:
            self._say(str(error))
            return
        self._say("")
        if before is None or self._words.toPlainText() == before.words:
            self._words.setPlainText(self._plan.words)
        self._recipient.clear()
        names = {a.id: a.name for a in self._workspace.connections.assistants()}
        for who in self._plan.recipients:
            self._recipient.addItem(names.get(who, ""), who)
        self._recipient.setVisible(len(self._plan.recipients) > 1)
        self._show_told()

    def _say(self, sentence: str) -> None:
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))
        self._send.setEnabled(not sentence)

    @Slot()
    def _show_told(self) -> None:
        who = self._recipient.currentData()
        if self._plan is None or who not in self._plan.recipients:
            return
        words = self._words.toPlainText()
        told = self._plan.told(who, words)
        self._told.show_text(told)
        self._size.setText(
            _("{n} characters").format(n=f"{len(told):,}") + f" · {self._cost_text(words)}"
        )

    def _cost_text(self, words: str) -> str:
        """Return about how many tokens go to all recipients together, and what they cost."""
        plan, estimates = self._plan, self._workspace.estimates
        recipients = plan.recipients if plan is not None else ()
        each = [estimates.of([plan.told(who, words)], [who], None) for who in recipients if plan]
        total = Estimate(
            sum(one.tokens for one in each),
            sum(one.cost_usd for one in each),
            sum(one.unknown for one in each),
        )
        return estimate_text(total, is_task=False)

    @Slot()
    def send(self) -> None:
        """Send the round."""
        if self._plan is None or not self._send.isEnabled():
            return
        words, is_blind = self._words.toPlainText(), self._is_merge  # nobody judges a review
        try:
            item = self._workspace.merging.send(self._plan, words, blind=is_blind)
        except ConductorError as error:
            self._say(str(error))
            self._send.setEnabled(True)
            return
        self._kept.forget()
        self.sent.emit(item)
        self.accept()

    @Slot()
    def reject(self) -> None:
        """Give it up, the changed words with it."""
        self._kept.forget()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Go with the window; what was written is there the next time."""
        self._kept.close()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Send by Ctrl+Enter."""
        is_send = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in _ENTER and is_send:
            self.send()
        else:
            super().keyPressEvent(event)
