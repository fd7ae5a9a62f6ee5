"""Show the trials that go on, and the way to the pairs that wait to be compared."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from conductor.core.errors import ConductorError
from conductor.core.guidance.trial import CouldTell, Trial, TrialState
from conductor.core.ids import TrialId
from conductor.gui.commands import Actions
from conductor.gui.telling import tells_what_went_wrong
from conductor.gui.what_works.trials.trial_strip import TrialStrip
from conductor.gui.widgets.notice import NoticeLine
from conductor.gui.widgets.text_button import allow, text_button
from conductor.gui.widgets.text_label import text_label
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

MOST_SHOWN = 4


class TrialStrips(QWidget):
    """The trials, the newest first; nothing while there is none."""

    def __init__(
        self, workspace: Workspace, actions: Actions, notice: NoticeLine, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("trialStrips")
        self._workspace = workspace
        self._notice = notice
        self._compare = actions.action("judgePairs")
        self._strips: dict[TrialId, TrialStrip] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._waiting_line())
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setProperty("clear", True)  # noqa: FBT003 - Qt's own signature
        inside = QWidget(self._area)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._area.setWidget(inside)
        layout.addWidget(self._area)

    def _waiting_line(self) -> QWidget:
        self._waiting = QFrame(self)
        self._waiting.setObjectName("pairsWaiting")
        row = QHBoxLayout(self._waiting)
        row.setContentsMargins(16, 8, 16, 8)
        self._words = text_label("", self._waiting, name="pairsWaitingText")
        row.addWidget(self._words)
        row.addStretch(1)
        self._judge = text_button(
            _("Compare them"), self, name="judgePairsButton", on_click=self._compare.trigger
        )
        row.addWidget(self._judge)
        return self._waiting

    def tell(self, error: ConductorError) -> None:
        """Say what went wrong."""
        self._notice.say(str(error))

    def refresh(self) -> None:
        """Show the trials as they are."""
        shown = self._to_show()
        for trial_id in [one for one in self._strips if one not in {t.id for t in shown}]:
            self._strips.pop(trial_id).deleteLater()
        for number, trial in enumerate(shown):
            strip = self._strips.get(trial.id) or self._make(trial.id)
            self._column.insertWidget(number, strip)
            strip.show_glance(self._workspace.trials.glance(trial))
        heights = [self._strips[trial.id].sizeHint().height() for trial in shown[:MOST_SHOWN]]
        self._area.setFixedHeight(sum(heights))
        self._area.setVisible(bool(shown))
        waiting = self._workspace.pairs_to_judge
        words = _("1 pair waits to be compared.")
        if waiting != 1:
            words = _("{n} pairs wait to be compared.").format(n=waiting)
        self._words.setText(words)
        self._waiting.setVisible(waiting > 0)
        allow(self._judge, self._workspace.read_only or "")
        self.setVisible(bool(shown) or waiting > 0)

    def _to_show(self) -> list[Trial]:
        """Return the trials that go on, and the newest one with a question left."""
        every = self._workspace.trials.all()
        going_on = [trial for trial in every if not trial.state.is_ended]
        done = [t for t in every if t.state is TrialState.DONE and t.could_tell is None]
        return [*done[:1], *going_on]

    def _make(self, trial_id: TrialId) -> TrialStrip:
        strip = TrialStrip(trial_id, self._area)
        strip.stop_asked.connect(partial(self._do, self._workspace.trials.stop, trial_id))
        strip.resume_asked.connect(partial(self._do, self._workspace.trials.resume, trial_id))
        strip.close_asked.connect(partial(self._do, self._workspace.trials.close, trial_id))
        strip.told.connect(partial(self._on_told, trial_id))
        self._strips[trial_id] = strip
        return strip

    @tells_what_went_wrong
    def _do(self, act: Callable[[TrialId], object], trial_id: TrialId) -> None:
        act(trial_id)

    @tells_what_went_wrong
    def _on_told(self, trial_id: TrialId, could_tell: CouldTell) -> None:
        self._workspace.trials.say_whether_told(trial_id, could_tell)
