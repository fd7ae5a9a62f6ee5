"""Write the person's own text beside the answers; it is kept as it is typed."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QToolButton, QWidget

from conductor.core.change import Change
from conductor.core.errors import ConductorError
from conductor.core.ids import AnswerId, DraftVersionId, SessionId
from conductor.core.text.anchor import AnswerPlace, Span
from conductor.gui.answer.selection import Selected
from conductor.gui.answer.view import AnswerView
from conductor.gui.kept_words import KeepSoon
from conductor.gui.needs import Needs
from conductor.gui.widgets.mnemonic import literal
from conductor.gui.widgets.text_label import elided_label
from conductor.gui.workbench.margin.draft_edit import DraftEdit, DraftSource
from conductor.gui.workbench.margin.draft_sources import draft_sources
from conductor.gui.workbench.margin.margin_pane import MarginPane
from conductor.i18n import _
from conductor.workspace.workspace import Workspace


class DraftColumn(MarginPane):
    """My draft."""

    def __init__(self, workspace: Workspace, needs: Needs, parent: QWidget) -> None:
        super().__init__("draftColumn", _("My draft"), parent)
        self._workspace = workspace
        self._needs = needs
        self._session_id: SessionId | None = None
        self._is_filling = False
        self._is_changed = False
        self._soon = KeepSoon(self._keep, self)
        self._soon.refused.connect(self._on_not_kept)
        self._fill_head()
        self._stack = QStackedWidget(self)
        self.edit = DraftEdit(self._stack)
        self.edit.textChanged.connect(self._on_text_changed)
        self.edit.cursorPositionChanged.connect(self._show_source)
        self.edit.source_wanted.connect(self._on_source_wanted)
        self._preview = AnswerView(self._stack)
        self._preview.setObjectName("draftPreview")
        self._preview.setAccessibleName(_("My draft as it will look"))
        self._stack.addWidget(self.edit)
        self._stack.addWidget(self._preview)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self._foot())

    def _fill_head(self) -> None:
        self._status = elided_label("", self.head, name="draftStatus", look="muted")
        self.add_to_head(self._status)
        self.widen_last()
        self._look = self.icon_button("draftPreviewButton", "eye", _("Show it as it will look"))
        self._look.setCheckable(True)
        self._look.toggled.connect(self._on_look)
        history = self.icon_button("draftHistoryButton", "history", _("Earlier texts …"))
        history.clicked.connect(self.show_history)
        copy = self.icon_button("draftCopyButton", "copy", _("Copy all of it, formatted"))
        copy.clicked.connect(self.copy_all)
        self.add_close("draftCloseButton", _("Close my draft"))

    def _foot(self) -> QWidget:
        self._source = QToolButton(self)
        self._source.setObjectName("draftSourceButton")
        self._source.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._source.clicked.connect(self._on_source_clicked)
        self._source.setVisible(False)
        return self._source

    def show_session(self, session_id: SessionId | None) -> None:
        """Show the draft of a session; a session that has not begun has none yet."""
        if session_id != self._session_id:
            self.flush()
            self._session_id = session_id
            self._look.setChecked(False)
            self._status.setText("")
        self._take_text()
        is_possible = session_id is not None and self._workspace.read_only is None
        self.edit.setReadOnly(not is_possible)

    def show_again(self) -> None:
        """Show the draft as it is now, after the column was opened."""
        if not self._is_changed:
            self._take_text()

    def take(self, change: Change) -> None:
        """Follow a change of the draft, or of what may be seen of its sources."""
        if self._session_id in change.drafts and not self._is_changed:
            self._take_text()
        elif change.hidings:
            self._show_sources()

    def _take_text(self) -> None:
        text = self._workspace.drafts.get(self._session_id).text if self._session_id else ""
        if text != self.edit.toPlainText():
            self._is_filling = True
            self.edit.set_text(text)
            self._is_filling = False
        self._show_sources()
        if self._look.isChecked():
            self._on_look(True)  # noqa: FBT003 - Qt's own signature

    def _show_sources(self) -> None:
        if not self.isHidden():
            self.edit.show_sources(draft_sources(self._workspace, self._session_id))
            self._show_source()

    @Slot()
    def _on_text_changed(self) -> None:
        if not self._is_filling:
            self._is_changed = True
            self._status.setText("")
            self._soon.touch()

    @Slot()
    def flush(self) -> None:
        """Keep what is written now."""
        self._soon.flush()

    def _keep(self) -> None:
        if (
            not self._is_changed
            or self._session_id is None
            or self._workspace.read_only is not None
        ):
            return
        self._workspace.drafts.keep(self._session_id, self.edit.toPlainText())
        self._is_changed = False
        self._status.setText(_("kept"))

    @Slot(object)
    def _on_not_kept(self, sentence: str) -> None:
        self._status.setText(_("not kept yet"))  # nothing is lost: it goes on standing here
        self._needs.say(sentence)

    def put(self, answer_id: AnswerId, selected: Selected) -> bool:
        """Put words of an answer into the draft; return whether they are there."""
        self.flush()
        try:
            piece = self._workspace.drafts.take(answer_id, selected.span)
        except ConductorError as error:
            self._needs.say(str(error))
            return False
        self._take_text()
        if piece.span is not None:
            self.edit.select_span(Span(piece.span.end, piece.span.end))
        self._status.setText(_("taken over"))
        return True

    @Slot(bool)
    def _on_look(self, is_preview: bool) -> None:  # noqa: FBT001 - Qt's signature
        if is_preview:
            self._preview.set_text_size(self._workspace.settings.now.text_size_px)
            self._preview.clear_text()
            self._preview.set_text(self.edit.toPlainText())
            self._preview.flush()
        self._stack.setCurrentWidget(self._preview if is_preview else self.edit)

    @Slot()
    def copy_all(self) -> None:
        """Copy the whole draft, formatted."""
        view = AnswerView(self)
        view.set_text(self.edit.toPlainText())
        view.flush()
        QGuiApplication.clipboard().setMimeData(view.whole_data())
        view.hide()
        view.deleteLater()
        self._status.setText(_("copied"))

    @Slot()
    def show_history(self) -> None:
        """Show the earlier texts, to be put back."""
        from conductor.gui.workbench.margin.draft_history import DraftHistory

        self.flush()
        versions = self._workspace.drafts.versions(self._session_id) if self._session_id else ()
        dialog = DraftHistory(versions, self)
        dialog.wanted.connect(self._on_version_wanted)
        dialog.open()

    @Slot(object)
    def _on_version_wanted(self, version_id: DraftVersionId) -> None:
        try:
            self._workspace.drafts.restore(version_id)
        except ConductorError as error:
            self._needs.say(str(error))
        self._take_text()

    @Slot()
    def _show_source(self) -> None:
        source = self.edit.source_here
        self._source.setVisible(source is not None)
        if source is not None:
            words = literal(f"↗ {source.words}")
            self._source.setText(words)
            self._source.setAccessibleName(source.words)

    @Slot()
    def _on_source_clicked(self) -> None:
        source = self.edit.source_here
        if source is not None:
            self._on_source_wanted(source)

    @Slot(object)
    def _on_source_wanted(self, source: DraftSource) -> None:
        self._needs.show_answer(AnswerPlace(source.piece.answer_id, source.piece.source))

    def close_down(self) -> None:
        """Keep what is written, and keep trying no longer."""
        self._soon.close_down()

    def focus_words(self) -> None:
        """Put the cursor into the draft."""
        if self._look.isChecked():
            self._look.setChecked(False)
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
