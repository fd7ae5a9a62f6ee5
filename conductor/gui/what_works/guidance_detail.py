"""Show everything known of one guidance, and let the person decide about it."""

from PySide6.QtCore import QMargins, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from conductor.core.change import Change
from conductor.core.errors import NotFound
from conductor.core.guidance.guidance import GuidanceStatus
from conductor.core.ids import GuidanceId
from conductor.core.pictures.over_time import Moment
from conductor.core.text.visible import visible
from conductor.gui.commands import Actions
from conductor.gui.fields.scroll_sheet import ScrollSheet
from conductor.gui.lists.pill_label import PillLabel
from conductor.gui.lists.row_table import Pill
from conductor.gui.what_works.behind_table import BehindTable
from conductor.gui.what_works.evidence_figures import EvidenceFigures
from conductor.gui.what_works.guidance_actions import GuidanceActions
from conductor.gui.what_works.guidance_form import GuidanceForm
from conductor.gui.what_works.trial_records import trial_records
from conductor.gui.widgets.notice import NoticeLine
from conductor.gui.widgets.text_button import allow, text_button
from conductor.gui.widgets.text_label import text_label, wrapped_label
from conductor.gui.widgets.tool_tip import set_tip
from conductor.gui.widgets.view_header import ViewHeader
from conductor.gui.words import guidance_words as words
from conductor.gui.words.kind_names import guidance_kind_name, task_kind_name
from conductor.i18n import _
from conductor.workspace.what_works.conclusions import (
    conclusion,
    prior_none,
    status_words,
)
from conductor.workspace.what_works.findings import Detail, GuidanceRow
from conductor.workspace.what_works.what_works import starting_assumption
from conductor.workspace.workspace import Workspace

WIDEST_PX = 860


class GuidanceDetail(QWidget):
    """One guidance.

    Signals:
        left: the person goes back.
        test_asked: its id, to be tested.
        comparison_opened: a `Comparison` the person wants to read.
    """

    left = Signal()
    test_asked = Signal(object)
    comparison_opened = Signal(object)

    def __init__(
        self, workspace: Workspace, actions: Actions, notice: NoticeLine, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("guidanceDetail")
        self._workspace = workspace
        self._notice = notice
        self._statistics = actions.action("showStatistics")
        self._id: GuidanceId | None = None
        self._row: GuidanceRow | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header())
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._scroll(), 1)
        self._form = GuidanceForm(workspace, self)
        self._form.saved.connect(self._on_saved)
        self._form.closed.connect(self.focus_first)
        row.addWidget(self._form)
        layout.addLayout(row, 1)

    def _header(self) -> QWidget:
        header = ViewHeader(
            _("What is known of one guidance"), self, back_to=_("Back to What works")
        )
        header.back.connect(self.left)
        header.add_stretch()
        self._figures_button = text_button(
            _("Statistics"), header, name="statisticsButton", on_click=self._statistics.trigger
        )
        self._figures_button.setCheckable(True)
        set_tip(self._figures_button, self._statistics.shortcut().toString())
        header.add(self._figures_button)
        self._test = text_button(
            _("Test this guidance"),
            header,
            name="testGuidanceButton",
            on_click=self._on_test,
            look="primary",
        )
        header.add(self._test)
        return header

    def _scroll(self) -> QWidget:
        self._area = ScrollSheet(
            "guidanceScroll",
            self,
            widest_px=WIDEST_PX,
            margins=QMargins(24, 20, 24, 24),
            spacing_px=8,
        )
        self._column = self._area.column
        self._fill(self._area.sheet)
        return self._area

    def _fill(self, column: QWidget) -> None:
        self._text = wrapped_label("", column, name="guidanceWords", look="reading")
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._column.addWidget(self._text)
        self._column.addLayout(self._verdict_line(column))
        self._about = wrapped_label("", column, name="aboutGuidance", look="muted")
        self._column.addWidget(self._about)
        self._conclusion = wrapped_label("", column, name="conclusionText")
        self._column.addWidget(self._conclusion)
        self._assumed = wrapped_label("", column, name="assumedText", look="muted")
        self._column.addWidget(self._assumed)
        self._actions = GuidanceActions(self._workspace, self._notice, column)
        self._actions.edit_asked.connect(self._on_edit)
        self._column.addWidget(self._actions)
        self.figures = EvidenceFigures(column)
        self._column.addWidget(self.figures)
        self._behind_head = text_label(_("Comparisons behind it"), column, look="heading")
        self._behind_head.setContentsMargins(0, 12, 0, 0)
        self._column.addWidget(self._behind_head)
        self._nothing = wrapped_label("", column, name="nothingBehind", look="muted")
        self._column.addWidget(self._nothing)
        self._behind = BehindTable(column)
        self._behind.comparison_opened.connect(self.comparison_opened)
        self._column.addWidget(self._behind)
        self._column.addStretch(1)

    def _verdict_line(self, parent: QWidget) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(12)
        self._verdict = PillLabel("verdictPill", parent)
        line.addWidget(self._verdict)
        self._warning = PillLabel("blindingWarning", parent)
        line.addWidget(self._warning)
        self._counts = text_label("", parent, name="verdictCounts", look="figure")
        line.addWidget(self._counts)
        self._takes = text_label("", parent, name="takesText", look="muted")
        line.addWidget(self._takes)
        line.addStretch(1)
        return line

    def show_guidance(self, guidance_id: GuidanceId) -> None:
        """Show one guidance from its beginning."""
        self._id = guidance_id
        self._form.setVisible(False)
        self.refresh()
        self._area.verticalScrollBar().setValue(0)
        self.focus_first()

    @Slot()
    def focus_first(self) -> None:
        """Put the focus on what is read next."""
        target = self._behind if self._behind.isVisibleTo(self) else self._actions.edit
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.verticalScrollBar().setValue(0)

    def refresh(self) -> None:
        """Show everything as it is."""
        if self._id is None:
            return
        settings = self._workspace.settings.now
        prior = prior_none(settings.assumption)
        try:
            detail = self._workspace.what_works.detail(self._id, prior_none=prior)
        except NotFound:  # that it was written down was taken back
            self._id = None
            self.left.emit()
            return
        row = self._row = detail.row
        self._text.setText(visible(row.guidance.text))
        self._verdict.show_words(row.badge.words, words.pill_of(row))
        warning = self._workspace.checks.blinding_words(row.guidance.id)
        self._warning.show_words(warning, Pill.NEUTRAL)
        self._warning.setVisible(bool(warning))
        shown, said = words.verdict_counts(row)
        self._counts.setText(shown)
        self._counts.setAccessibleName(said)
        self._takes.setText(words.takes_text(row))
        self._about.setText(self._about_words(row))
        self._actions.show_row(row)
        self._conclusion.setText(conclusion(row))
        self._assumed.setText(starting_assumption(prior))
        self._show_statistics(detail, is_shown=settings.statistics)
        self._behind.show_behind(detail.behind)
        self._behind.setVisible(bool(detail.behind))
        self._nothing.setVisible(not detail.behind)
        self._nothing.setText(
            _("No task is finished yet. What was compared shows here once its task is complete.")
        )
        self._show_test_button(row)

    def _show_statistics(self, detail: Detail, *, is_shown: bool) -> None:
        self._figures_button.setChecked(is_shown)
        self.figures.setVisible(is_shown)
        if is_shown:
            none = float(prior_none(self._workspace.settings.now.assumption))
            before = Moment((1 - none) / 2, none, (1 - none) / 2)
            versions = self._workspace.guidance.versions(detail.row.guidance.id)
            tests = trial_records(self._workspace, detail)
            self.figures.show_detail(detail, before, versions, tests)

    def _about_words(self, row: GuidanceRow) -> str:
        item = row.guidance
        names = {who.id: who.name for who in self._workspace.connections.assistants()}
        chosen = [names[who] for who in item.scope.assistants if who in names]
        kinds = ", ".join(map(task_kind_name, item.scope.kinds))
        return " · ".join(
            (
                status_words(item.status),
                _("new tasks: {words}").format(words=words.attached_text(row)),
                _("asks for: {kind}").format(kind=guidance_kind_name(item.kind)),
                _("kinds of task: {kinds}").format(kinds=visible(kinds) or _("every kind")),
                _("assistants: {names}").format(names=visible(", ".join(chosen)) or _("all")),
            )
        )

    def _show_test_button(self, row: GuidanceRow) -> None:
        retired = _("This guidance is retired. Take it back to test it.")
        is_retired = row.guidance.status is GuidanceStatus.RETIRED
        allow(self._test, self._workspace.read_only or (retired if is_retired else ""))

    def take(self, change: Change) -> None:
        """Show what changed."""
        if change.settings or change.assistants or self._id in change.guidance:
            self.refresh()

    def panes(self) -> tuple[QWidget, ...]:
        """Return the parts between which F6 goes."""
        return (self._area, self._form)

    def close_down(self) -> None:
        """Keep what is half written, and stop; the page is about to go."""
        self._form.close_down()
        self._id = None

    @Slot()
    def _on_test(self) -> None:
        self.test_asked.emit(self._id)

    @Slot()
    def _on_edit(self) -> None:
        if self._row is not None:
            self._form.edit(self._row.guidance)

    @Slot(object)
    def _on_saved(self, _guidance: object) -> None:
        self.refresh()
        self.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go back by Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
