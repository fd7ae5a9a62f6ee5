"""Show one trial while it goes on: how far its answers are, and stop, resume, give up.

Rules: how single pairs were judged is not shown before their task is complete, for the count
would tell to which trial the pair just judged belongs.
"""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from conductor.core.guidance.trial import CouldTell, TrialState
from conductor.core.ids import TrialId
from conductor.core.text.visible import visible
from conductor.gui.widgets.text_button import text_button
from conductor.gui.widgets.text_label import elided_label
from conductor.gui.widgets.tool_tip import set_tip
from conductor.gui.words.guidance_words import one_line
from conductor.i18n import _
from conductor.workspace.trials.trial_view import TrialGlance

BAR_PX = 120
TITLE_PX = 340


class TrialStrip(QFrame):
    """One trial in one line.

    Signals:
        stop_asked: nothing more shall be written.
        resume_asked: go on writing.
        close_asked: give up what is left; the person has confirmed it.
        told: a `CouldTell`, the answer to the last question.
    """

    stop_asked = Signal()
    resume_asked = Signal()
    close_asked = Signal()
    told = Signal(object)

    def __init__(self, trial_id: TrialId, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("trialStrip")
        self.setProperty("bar", True)  # noqa: FBT003 - Qt's own signature
        self.trial_id = trial_id
        self._glance: TrialGlance | None = None
        self._is_asking = False
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(8)
        self._title = elided_label("", self, name="trialTitle", least_px=120)
        self._state = elided_label("", self, name="trialState", look="muted", least_px=200)
        self._bar = QProgressBar(self)
        self._bar.setObjectName("trialProgress")
        self._bar.setAccessibleName(_("Pairs written"))
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(BAR_PX)
        self._title.setFixedWidth(TITLE_PX)
        row.addWidget(self._title)
        row.addWidget(self._state, 1)
        row.addWidget(self._bar)
        self._buttons = {
            "stop": text_button(_("Stop"), self, name="stopTrialButton", on_click=self.stop_asked),
            "resume": text_button(
                _("Resume"), self, name="resumeTrialButton", on_click=self.resume_asked
            ),
            "close": text_button(
                _("Give up …"), self, name="closeTrialButton", on_click=self._on_close
            ),
            "surely": text_button(
                _("Give up"), self, name="surelyCloseButton", on_click=self.close_asked
            ),
            "back": text_button(_("Keep it"), self, name="keepTrialButton", on_click=self._on_keep),
            "no": text_button(_("No"), self, name="toldNo", on_click=self._on_no),
            "sometimes": text_button(
                _("Sometimes"), self, name="toldSometimes", on_click=self._on_sometimes
            ),
            "yes": text_button(_("Yes"), self, name="toldYes", on_click=self._on_yes),
        }
        for button in self._buttons.values():
            row.addWidget(button)

    def show_glance(self, glance: TrialGlance) -> None:
        """Show how far the trial is."""
        self._glance = glance
        self._show()

    def _show(self) -> None:
        glance = self._glance
        if glance is None:
            return
        tested = one_line(visible(glance.tested_text))
        self._title.setText(_("Test of “{text}”").format(text=tested))
        self._state.setText(self._sentence(glance))
        set_tip(self._state, "")
        is_over = glance.trial.state.is_ended
        self._bar.setVisible(not is_over and glance.ready < glance.planned)
        self._bar.setRange(0, max(1, glance.planned))
        self._bar.setValue(glance.ready)
        for name, button in self._buttons.items():
            button.setVisible(name in self._offered(glance))

    def _offered(self, glance: TrialGlance) -> tuple[str, ...]:
        if glance.trial.state.is_ended:
            return ("no", "sometimes", "yes")
        if self._is_asking:
            return ("surely", "back")
        if glance.ready == glance.planned:
            return ("close",)
        return ("stop" if glance.trial.state is TrialState.RUNNING else "resume", "close")

    def _sentence(self, glance: TrialGlance) -> str:
        if glance.trial.state.is_ended:
            return _("It is over. Could you tell which answer had the guidance?")
        if self._is_asking:
            left = glance.tasks - glance.complete - len(glance.abandoned)
            return _("Give up {n} tasks? They would never count.").format(n=left)
        parts = [
            _("{n} of {all} pairs written").format(n=glance.ready, all=glance.planned),
            _("{n} of {all} tasks complete").format(n=glance.complete, all=glance.tasks),
        ]
        if glance.abandoned:
            sentence = _("{n} given up: {why}")
            parts.append(sentence.format(n=len(glance.abandoned), why=glance.abandoned[-1]))
        if glance.trial.state is TrialState.STOPPED and glance.ready < glance.planned:
            parts.insert(0, glance.trial.trouble or _("stopped"))
        return visible(" · ".join(parts))

    @Slot()
    def _on_close(self) -> None:
        self._is_asking = True
        self._show()
        self._buttons["back"].setFocus()

    @Slot()
    def _on_keep(self) -> None:
        self._is_asking = False
        self._show()
        self._buttons["close"].setFocus()

    @Slot()
    def _on_no(self) -> None:
        self.told.emit(CouldTell.NO)

    @Slot()
    def _on_sometimes(self) -> None:
        self.told.emit(CouldTell.SOMETIMES)

    @Slot()
    def _on_yes(self) -> None:
        self.told.emit(CouldTell.YES)
