"""Show which of the person's words made answers better, and test them."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from conductor.core.change import Change
from conductor.core.errors import ConductorError
from conductor.core.guidance.trial import Trial
from conductor.core.ids import GuidanceId, TrialTaskId
from conductor.gui.commands import Actions
from conductor.gui.frame_scheduler import FrameScheduler
from conductor.gui.page import Page
from conductor.gui.tasks.tasks import Tasks
from conductor.gui.telling import tells_what_went_wrong
from conductor.gui.what_works.behind_table import ComparisonBehind
from conductor.gui.what_works.guidance_detail import GuidanceDetail
from conductor.gui.what_works.guidance_list import GuidanceListView
from conductor.gui.what_works.pair_reader import PairReader
from conductor.gui.what_works.trials.trial_queue_view import TrialQueueView
from conductor.gui.what_works.trials.trial_setup_view import TrialSetupView
from conductor.gui.widgets.notice import NoticeLine
from conductor.gui.widgets.text_label import wrapped_label
from conductor.i18n import _
from conductor.workspace.workspace import Workspace


class WhatWorksPage(Page):
    """The views of this page, one at a time."""

    def __init__(
        self, workspace: Workspace, tasks: Tasks, actions: Actions, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("whatWorksPage")
        self._workspace = workspace
        self._scheduler = FrameScheduler(self)
        self._statistics = actions.action("showStatistics")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        banner = wrapped_label(workspace.read_only or "", self, name="libraryBanner", look="error")
        banner.setContentsMargins(16, 8, 16, 8)
        banner.setVisible(workspace.read_only is not None)
        layout.addWidget(banner)
        self._notice = NoticeLine(self)
        self._stack = QStackedWidget(self)
        self._list = GuidanceListView(workspace, actions, self._notice, self._stack)
        self._detail = GuidanceDetail(workspace, actions, self._notice, self._stack)
        self._setup = TrialSetupView(workspace, self._stack)
        self._queue = TrialQueueView(workspace, self._scheduler, self._stack)
        self._reader = PairReader(self._scheduler, self._stack)
        self._before_reader: QWidget = self._detail
        self._before_setup: QWidget = self._list
        for view in (self._list, self._detail, self._setup, self._queue, self._reader):
            self._stack.addWidget(view)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._notice)
        self._connect()
        self._show_switch()
        tasks.changed.connect(self._on_change)

    def _connect(self) -> None:
        self._list.opened.connect(self.open_guidance)
        self._list.test_asked.connect(self._on_test)
        self._detail.left.connect(self._go_to_list)
        self._detail.test_asked.connect(self._on_test)
        self._detail.comparison_opened.connect(self._on_comparison)
        self._setup.left.connect(self._on_setup_left)
        self._setup.started.connect(self._on_started)
        self._queue.left.connect(self._go_to_list)
        self._queue.task_opened.connect(self._on_task)
        self._reader.left.connect(self._on_reader_left)

    def panes(self) -> tuple[QWidget, ...]:
        """Return the parts between which F6 goes."""
        shown = self._stack.currentWidget()
        if isinstance(shown, GuidanceListView | GuidanceDetail | TrialSetupView | TrialQueueView):
            return shown.panes()
        return (self._reader,)

    def enter(self) -> None:
        """Be shown: the view that was left, as things are now."""
        shown = self._stack.currentWidget()
        if isinstance(shown, GuidanceListView | TrialQueueView):
            shown.enter()
        elif isinstance(shown, GuidanceDetail):
            shown.refresh()
            shown.focus_first()

    def close_down(self) -> None:
        """Keep what is half written; the page is about to go."""
        self._list.close_down()
        self._detail.close_down()
        self._setup.close_down()
        self._scheduler.stop()

    @Slot(object)
    def open_guidance(self, guidance_id: GuidanceId) -> None:
        """Show everything known of one guidance."""
        self._notice.clear()
        self._stack.setCurrentWidget(self._detail)
        self._detail.show_guidance(guidance_id)

    @tells_what_went_wrong
    def show_statistics(self, *, is_on: bool) -> None:
        """Show all figures, or only the words."""
        self._workspace.settings.change("statistics", is_on)
        self._show_switch()

    def tell(self, error: ConductorError) -> None:
        """Say what went wrong, and show the switch as it stands."""
        self._notice.say(str(error))
        self._show_switch()

    def _show_switch(self) -> None:
        self._statistics.setChecked(self._workspace.settings.now.statistics)

    @Slot()
    def judge(self) -> None:
        """Compare the pairs that wait."""
        self._notice.clear()
        self._setup.close_down()
        self._stack.setCurrentWidget(self._queue)
        self._queue.enter()

    @Slot()
    def _go_to_list(self) -> None:
        self._stack.setCurrentWidget(self._list)
        self._list.enter()

    @Slot(object)
    def _on_test(self, guidance_id: GuidanceId | None) -> None:
        if guidance_id is None:
            return
        self._notice.clear()
        shown = self._stack.currentWidget()
        self._before_setup = self._detail if shown is self._detail else self._list
        self._stack.setCurrentWidget(self._setup)
        self._setup.begin(guidance_id)

    @Slot()
    def _on_setup_left(self) -> None:
        self._stack.setCurrentWidget(self._before_setup)
        self.enter()

    @Slot(object)
    def _on_started(self, _trial: Trial) -> None:
        self._go_to_list()
        self._notice.say(
            _(
                "The answers are being written in the background. Compare the pairs as they come "
                "in, or go on working."
            )
        )

    @Slot(object)
    def _on_comparison(self, one: ComparisonBehind) -> None:
        self._before_reader = self._detail
        self._stack.setCurrentWidget(self._reader)
        self._reader.show_comparison(one)

    @Slot(object)
    def _on_task(self, task_id: TrialTaskId) -> None:
        task = self._workspace.trials.task(task_id)
        trial = self._workspace.trials.get(task.trial_id)
        behind = self._workspace.what_works.detail(trial.guidance_id).behind
        found = next((one for one in behind if one.outcome.trial_task == task_id), None)
        if found is None or not found.pairs:
            return
        self._before_reader = self._queue
        self._stack.setCurrentWidget(self._reader)
        self._reader.show_comparison(ComparisonBehind(found, found.pairs[-1]))

    @Slot()
    def _on_reader_left(self) -> None:
        self._stack.setCurrentWidget(self._before_reader)
        self.enter()

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if "statistics" in change.settings:
            self._show_switch()
        shown = self._stack.currentWidget()
        if not self.isVisible():
            return
        if isinstance(shown, GuidanceListView | GuidanceDetail | TrialQueueView):
            shown.take(change)
