"""Set up a test of a guidance: tasks, assistants, comparisons, and what it will take."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from conductor.core.errors import ConductorError
from conductor.core.guidance.guidance import Guidance, GuidanceUse
from conductor.core.ids import AssistantId, GuidanceId
from conductor.core.service import service_of
from conductor.core.text.visible import visible
from conductor.gui.fields.combo_box import combo_box
from conductor.gui.fields.form import Form
from conductor.gui.fields.spin_box import spin_box
from conductor.gui.telling import tells_what_went_wrong
from conductor.gui.what_works.trials.trial_tasks import TrialTasks
from conductor.gui.widgets.assistant_dot import dot_icon
from conductor.gui.widgets.text_button import allow, text_button
from conductor.gui.widgets.text_label import text_label, wrapped_label
from conductor.gui.widgets.view_header import ViewHeader
from conductor.gui.words.guidance_words import one_line
from conductor.i18n import _
from conductor.workspace.recipients import recipients
from conductor.workspace.trials.trial_check import MOST_PER_TASK, NewTrial
from conductor.workspace.trials.trial_setup import TrialEstimate
from conductor.workspace.workspace import Workspace

PANE_PX = 392
LIST_PX = 168
LEAST_SURE, MOST_SURE = 50, 99


class TrialSetupView(QWidget):
    """The set-up of one trial.

    Signals:
        left: the person goes back.
        started: the `Trial` that was made.
    """

    left = Signal()
    started = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("trialSetup")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._workspace = workspace
        self._guidance: Guidance | None = None
        self._has_predicted = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header())
        row = QHBoxLayout()
        row.setSpacing(0)
        self._tasks = TrialTasks(workspace, self)
        self._tasks.changed.connect(self._show_estimate)
        row.addWidget(self._tasks, 1)
        row.addWidget(self._pane())
        layout.addLayout(row, 1)

    def _header(self) -> QWidget:
        header = ViewHeader("", self, back_to=_("Back to What works"))
        header.back.connect(self.leave)
        self._title = header.title
        header.add_stretch()
        self._start = text_button(
            _("Start the test"),
            header,
            name="startTrialButton",
            on_click=self._on_start,
            look="primary",
        )
        header.add(self._start)
        return header

    def _pane(self) -> QWidget:
        pane = QFrame(self)
        pane.setProperty("pane", "side")
        pane.setFixedWidth(PANE_PX)
        layout = QVBoxLayout(pane)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        form = Form(pane)
        self._assistants = QListWidget(form)
        self._assistants.setObjectName("trialAssistants")
        self._assistants.setProperty("framed", True)  # noqa: FBT003 - Qt's own signature
        self._assistants.setFixedHeight(LIST_PX)
        self._assistants.itemChanged.connect(self._on_assistant)
        form.add("assistants", _("Assistants"), self._assistants)
        self._per_task = spin_box("trialPerTask", 1, MOST_PER_TASK, form)
        self._per_task.setKeyboardTracking(True)
        self._per_task.valueChanged.connect(self._show_estimate)
        form.add("per_task", _("Comparisons per assistant and task"), self._per_task)
        self._use = combo_box("trialUse", form)
        self._use.addItem(_("With it from the start, or without"), GuidanceUse.ATTACHED)
        self._use.addItem(_("Draft revised by it, or by “please revise”"), GuidanceUse.REVISION)
        self._use.currentIndexChanged.connect(self._show_estimate)
        form.add("use", _("What is compared"), self._use)
        form.add("prediction", _("How sure are you that it helps?"), self._prediction(form))
        layout.addWidget(form)
        layout.addWidget(text_label(_("What it will take"), pane, look="heading"))
        self._estimate = wrapped_label("", pane, name="trialEstimate")
        layout.addWidget(self._estimate)
        self._error = wrapped_label("", pane, name="trialError", look="error")
        layout.addWidget(self._error)
        layout.addStretch(1)
        return pane

    def _prediction(self, parent: QWidget) -> QWidget:
        whole = QWidget(parent)
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self._slider = QSlider(Qt.Orientation.Horizontal, whole)
        self._slider.setObjectName("predictionSlider")
        self._slider.setRange(LEAST_SURE, MOST_SURE)
        self._slider.setPageStep(5)
        self._slider.setAccessibleName(_("How sure are you that it helps?"))
        self._slider.valueChanged.connect(self._on_predicted)
        self._slider.sliderPressed.connect(self._on_predicted)
        row.addWidget(self._slider, 1)
        self._sure = text_label("", whole, name="predictionText", look="muted")
        self._sure.setMinimumWidth(72)
        row.addWidget(self._sure)
        whole.setFocusProxy(self._slider)
        return whole

    def begin(self, guidance_id: GuidanceId) -> None:
        """Set up a test of a guidance."""
        guidance = self._guidance = self._workspace.guidance.get(guidance_id)
        text = one_line(visible(guidance.text))
        self._title.setText(_("Test “{text}”").format(text=text))
        self._has_predicted = False
        self._slider.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self._slider.setValue(LEAST_SURE)
        self._slider.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self._sure.setText(_("not said"))
        self._per_task.setValue(1)
        self._use.setCurrentIndex(self._use.findData(guidance.use))
        self._tasks.begin(guidance_id)
        self._show_assistants(guidance)
        self._show_estimate()
        self._tasks.focus_first()

    def _show_assistants(self, guidance: Guidance) -> None:
        connections = self._workspace.connections
        by_hand = {one.id for one in connections.all() if service_of(one.kind).is_by_hand}
        usable = [who for who in connections.assistants() if who.connection_id not in by_hand]
        first = self._first_choice(guidance, tuple(who.id for who in usable))
        self._assistants.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self._assistants.clear()
        for who in usable:
            item = QListWidgetItem(dot_icon(who.colour), visible(who.name), self._assistants)
            item.setData(Qt.ItemDataRole.UserRole, who.id)
            is_first = who.id == first
            item.setCheckState(Qt.CheckState.Checked if is_first else Qt.CheckState.Unchecked)
        self._assistants.blockSignals(False)  # noqa: FBT003 - Qt's own signature

    def _first_choice(
        self, guidance: Guidance, usable: tuple[AssistantId, ...]
    ) -> AssistantId | None:
        fitting = [who for who in (*recipients(self._workspace), *usable) if who in usable]
        within = [who for who in fitting if guidance.scope.covers_assistant(who)]
        return next(iter(within or fitting), None)

    def _wanted(self) -> NewTrial | None:
        if self._guidance is None:
            return None
        items = [self._assistants.item(n) for n in range(self._assistants.count())]
        chosen = tuple(
            AssistantId(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        )
        return NewTrial(
            guidance_id=self._guidance.id,
            tasks=self._tasks.chosen,
            assistants=chosen,
            per_task=self._per_task.value(),
            use=GuidanceUse(self._use.currentData()),
            prediction=self._slider.value() if self._has_predicted else None,
        )

    @Slot()
    def _show_estimate(self) -> None:
        """Say what it will take, or why it cannot be started so."""
        wanted = self._wanted()
        if wanted is None:
            return
        obstacle = self._workspace.read_only or ""
        words = ""
        try:
            words = _estimate_words(self._workspace.trial_setup.estimate(wanted))
        except ConductorError as error:
            obstacle = obstacle or str(error)
        self._estimate.setText(words)
        self._estimate.setVisible(bool(words))
        self._say(obstacle)
        allow(self._start, obstacle)

    def _say(self, sentence: str) -> None:
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))

    @Slot(QListWidgetItem)
    def _on_assistant(self, _item: QListWidgetItem) -> None:
        self._show_estimate()

    @Slot()
    def _on_predicted(self) -> None:
        self._has_predicted = True
        self._sure.setText(_("{n} % sure").format(n=self._slider.value()))

    @Slot()
    @tells_what_went_wrong
    def _on_start(self) -> None:
        wanted = self._wanted()
        if wanted is None:
            return
        made = self._workspace.trials.new(wanted)
        self._tasks.forget()
        self._guidance = None
        self.started.emit(made)

    def tell(self, error: ConductorError) -> None:
        """Say what went wrong."""
        self._say(str(error))

    @Slot()
    def leave(self) -> None:
        """Go back; what was written is kept."""
        self._tasks.keep()
        self.left.emit()

    def close_down(self) -> None:
        """Keep what is being written."""
        if self._guidance is not None:
            self._tasks.keep()

    def panes(self) -> tuple[QWidget, ...]:
        """Return the parts between which F6 goes."""
        return (self._tasks, self._assistants)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go back by Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)


def _estimate_words(estimate: TrialEstimate) -> str:
    lines = [
        _("{pairs} comparisons, {requests} answers to be written.").format(
            pairs=estimate.pairs, requests=estimate.requests
        ),
        _("About {n} min until they are written; you can go on working.").format(
            n=_minutes(estimate.writing_minutes)
        ),
        _("About {n} min for you to compare them, whenever you like.").format(
            n=_minutes(estimate.reading_minutes)
        ),
    ]
    if estimate.cost_usd is None:
        lines.append(_("What it costs is not known: a model here has no price."))
    elif estimate.cost_usd:
        lines.append(_("About ${cost}.").format(cost=f"{max(0.01, estimate.cost_usd):.2f}"))
    else:
        lines.append(_("It costs nothing."))
    return "\n".join(lines)


def _minutes(minutes: float) -> int:
    return max(1, round(minutes))
