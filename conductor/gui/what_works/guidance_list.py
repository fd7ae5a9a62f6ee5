"""Show What works at a glance: trials that go on, and the table of all reusable guidance."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from conductor.core.change import Change
from conductor.core.guidance.guidance import Guidance, GuidanceStatus
from conductor.core.ids import GuidanceId
from conductor.gui.commands import Actions
from conductor.gui.fields.combo_box import combo_box
from conductor.gui.what_works.assumption_box import AssumptionBox
from conductor.gui.what_works.guidance_form import GuidanceForm
from conductor.gui.what_works.guidance_table import GuidanceTable
from conductor.gui.what_works.trials.trial_strips import TrialStrips
from conductor.gui.widgets.notice import NoticeLine
from conductor.gui.widgets.text_button import allow, text_button
from conductor.gui.widgets.text_label import text_label, wrapped_label
from conductor.gui.widgets.tool_tip import set_tip
from conductor.gui.widgets.view_header import ViewHeader
from conductor.i18n import _
from conductor.workspace.what_works.conclusions import prior_none, status_words
from conductor.workspace.what_works.what_works import starting_assumption
from conductor.workspace.workspace import Workspace


class GuidanceListView(QWidget):
    """The first view of the page.

    Signals:
        opened: the id of the guidance the person wants to look into.
        test_asked: the id of the guidance to be tested, None if none is chosen.
    """

    opened = Signal(object)
    test_asked = Signal(object)

    def __init__(
        self, workspace: Workspace, actions: Actions, notice: NoticeLine, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("guidanceList")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._workspace = workspace
        self._statistics = actions.action("showStatistics")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header())
        self._strips = TrialStrips(workspace, actions, notice, self)
        layout.addWidget(self._strips)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addLayout(self._main(), 1)
        self._form = GuidanceForm(workspace, self)
        self._form.saved.connect(self._on_saved)
        self._form.closed.connect(self._on_form_closed)
        row.addWidget(self._form)
        layout.addLayout(row, 1)

    def _header(self) -> QWidget:
        header = ViewHeader(_("What works"), self)
        self._assumption = text_label("", header, name="assumptionText", look="tag")
        header.add(self._assumption)
        header.add_stretch()
        self._prior = AssumptionBox(self._workspace, header)
        header.add(self._prior)
        self._filter = combo_box("guidanceFilter", header)
        self._filter.setAccessibleName(_("Show only guidance of one status"))
        self._filter.addItem(_("Every status"), None)
        for status in GuidanceStatus:
            self._filter.addItem(status_words(status), status)
        self._filter.currentIndexChanged.connect(self.refresh)
        header.add(self._filter)
        self._figures = text_button(
            _("Statistics"), header, name="statisticsButton", on_click=self._statistics.trigger
        )
        self._figures.setCheckable(True)
        set_tip(self._figures, self._statistics.shortcut().toString())
        header.add(self._figures)
        self._add = text_button(
            _("Write guidance"), header, name="addGuidanceButton", on_click=self._on_add
        )
        header.add(self._add)
        self._test = text_button(
            _("Test this guidance"),
            header,
            name="testGuidanceButton",
            on_click=self._on_test,
            look="primary",
        )
        header.add(self._test)
        return header

    def _main(self) -> QVBoxLayout:
        main = QVBoxLayout()
        main.setSpacing(0)
        self._table = GuidanceTable(self)
        self._table.opened.connect(self._on_opened)
        self._table.chosen.connect(self._on_chosen)
        main.addWidget(self._table, 1000)
        self._honesty = self._foot("honestyText")
        self._explained = self._foot("explanationText")
        main.addWidget(self._honesty)
        main.addWidget(self._explained)
        main.addStretch(1)
        return main

    def _foot(self, name: str) -> QLabel:
        label = wrapped_label("", self, name=name, look="muted")
        label.setContentsMargins(16, 10, 16, 0)
        label.setMaximumWidth(820)
        return label

    def refresh(self) -> None:
        """Show everything as it is."""
        settings = self._workspace.settings.now
        prior = prior_none(settings.assumption)
        every = self._workspace.what_works.rows(prior_none=prior)
        wanted = self._filter.currentData()
        rows = [row for row in every if wanted in (None, row.guidance.status)]
        is_filtered = bool(every) and len(rows) < len(every)
        has_room = not self._form.isVisible()  # for the columns of the statistics
        self._table.show_known(
            rows, statistics=settings.statistics and has_room, is_filtered=is_filtered
        )
        self._assumption.setText(starting_assumption(prior))
        self._figures.setChecked(settings.statistics)
        self._prior.setVisible(settings.statistics)
        self._prior.refresh()
        self._show_foot(len(every), len(rows), statistics=settings.statistics)
        self._strips.refresh()
        self._show_buttons()

    def _show_foot(self, every: int, shown: int, *, statistics: bool) -> None:
        prior = prior_none(self._workspace.settings.now.assumption)
        honesty = ""
        if statistics and every:
            honesty = self._workspace.what_works.honesty(prior_none=prior).sentence
        self._honesty.setText(honesty)
        self._honesty.setVisible(bool(honesty))
        self._explained.setText(_explanation(every, shown, statistics=statistics))

    def take(self, change: Change) -> None:
        """Show what changed."""
        if change.guidance or change.settings or change.assistants:
            self.refresh()
        elif change.trials:
            self._strips.refresh()

    def enter(self) -> None:
        """Be shown."""
        self.refresh()
        if not self._form.isVisible():
            self.focus_table()

    def panes(self) -> tuple[QWidget, ...]:
        """Return the parts between which F6 goes."""
        return (self._table, self._form, self._strips)

    def close_down(self) -> None:
        """Keep what is half written."""
        self._form.close_down()

    @Slot()
    def focus_table(self) -> None:
        """Put the focus on the table, or on the way to fill it."""
        target = self._table if self._table.chosen_id else self._add
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_buttons(self) -> None:
        frozen = self._workspace.read_only or ""
        nothing = "" if self._table.chosen_id else _("Choose a guidance first.")
        allow(self._add, frozen)
        allow(self._test, frozen or nothing)

    @Slot(object)
    def _on_chosen(self, _guidance_id: str | None) -> None:
        self._show_buttons()

    @Slot(object)
    def _on_opened(self, guidance_id: str) -> None:
        self.opened.emit(GuidanceId(guidance_id))

    @Slot()
    def _on_add(self) -> None:
        self._form.begin()
        self.refresh()

    @Slot()
    def _on_form_closed(self) -> None:
        self.refresh()
        self.focus_table()

    @Slot()
    def _on_test(self) -> None:
        self.test_asked.emit(self._table.chosen_id)

    @Slot(object)
    def _on_saved(self, guidance: Guidance) -> None:
        self.refresh()
        self._table.choose(guidance.id)
        self.focus_table()


def _explanation(every: int, shown: int, *, statistics: bool) -> str:
    if not every:
        return _(
            "Nothing here yet. Ask for a change in a session with Ctrl+G and give it a star, or "
            "write guidance down here; then test it. The grey line shows what that can look like."
        )
    if not shown:
        return _("No guidance has this status.")
    if statistics:
        return _(
            "Revisions are shown because you made them; they never move a verdict: guidance is "
            "given when an answer is bad, and the next try is usually better anyway. Probabilities "
            "are in percent: helps, no difference, hurts. ★ stands out among all guidance tested."
        )
    return _(
        "Enter opens what is known of a guidance. Only comparisons made without knowing which "
        "answer had the guidance count."
    )
