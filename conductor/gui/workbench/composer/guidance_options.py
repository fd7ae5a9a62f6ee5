"""Let the person say more about guidance while writing it: a star, its kind, a control."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from conductor.core.guidance.guidance import Control, Guidance, GuidanceKind
from conductor.gui.fields.menu_button import MenuButton, MenuEntry
from conductor.gui.widgets.mnemonic import literal
from conductor.gui.widgets.tool_tip import set_tip
from conductor.gui.words.kind_names import guidance_kind_name
from conductor.i18n import _

QUOTED_PX = 60
"""The least room for the words of an offer."""


class GuidanceOptions(QWidget):
    """The star and the kind.

    Signals:
        changed: the star was given or taken away.
    """

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._chosen = GuidanceKind.OTHER
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._star = QToolButton(self)
        self._star.setObjectName("reusableStar")
        self._star.setCheckable(True)
        self._star.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._star.toggled.connect(self._on_star)
        row.addWidget(self._star)
        self._kind = MenuButton("guidanceKindButton", "", self)
        self._kind.opening.connect(self._on_opening)
        self._kind.chosen.connect(self._on_kind)
        row.addWidget(self._kind)
        self._show_star()
        self.kind = GuidanceKind.OTHER

    @property
    def is_reusable(self) -> bool:
        """Whether it has a star."""
        return self._star.isChecked()

    @is_reusable.setter
    def is_reusable(self, is_on: bool) -> None:
        self._star.setChecked(is_on)

    @property
    def kind(self) -> GuidanceKind:
        """What it asks to be changed."""
        return self._chosen

    @kind.setter
    def kind(self, kind: GuidanceKind) -> None:
        self._chosen = kind
        is_unset = kind is GuidanceKind.OTHER
        words = _("+ kind") if is_unset else guidance_kind_name(kind)
        self._kind.setText(words)
        self._kind.setProperty("unset", is_unset)
        self._kind.style().polish(self._kind)
        said = _("What it asks to be changed: {kind}").format(kind=guidance_kind_name(kind))
        self._kind.setAccessibleName(said)
        set_tip(self._kind, said)

    @Slot()
    def toggle_star(self) -> None:
        """Give the star, or take it away."""
        self._star.toggle()

    @Slot()
    def _on_star(self) -> None:
        self._show_star()
        self.changed.emit()

    def _show_star(self) -> None:
        is_on = self._star.isChecked()
        self._star.setText("★" if is_on else "☆")
        self._star.setAccessibleName(_("Reusable"))
        set_tip(
            self._star,
            _("It is reusable: What works lists it, and it can be tested. Ctrl+Shift+G")
            if is_on
            else _("Make it reusable, so that it can be tested and attached. Ctrl+Shift+G"),
        )

    @Slot()
    def _on_opening(self) -> None:
        self._kind.set_entries(
            MenuEntry(guidance_kind_name(kind), kind, is_on=kind is self._chosen)
            for kind in GuidanceKind
        )

    @Slot(object)
    def _on_kind(self, kind: GuidanceKind) -> None:
        self.kind = kind


class ControlChoice(MenuButton):
    """What those are told meanwhile whom the guidance leaves out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("controlChoice", "", parent)
        self._control = Control.NONE
        self.opening.connect(self._on_opening)
        self.chosen.connect(self._on_chosen)
        set_tip(
            self,
            _(
                "A control: the others are only asked to revise, so that you see whether it was "
                "your guidance or just a second try."
            ),
        )
        self.control = Control.NONE

    @property
    def control(self) -> Control:
        """What the others are told."""
        return self._control

    @control.setter
    def control(self, control: Control) -> None:
        self._control = control
        is_retry = control is Control.RETRY
        self.setText(f"{_('rest: plain retry') if is_retry else _('rest: nothing')} ▾")
        self.setAccessibleName(
            _("The others are only asked to revise") if is_retry else _("The others get nothing")
        )

    @Slot()
    def _on_opening(self) -> None:
        self.set_entries(
            (
                MenuEntry(_("nothing"), Control.NONE, is_on=self._control is Control.NONE),
                MenuEntry(
                    _("plain “please revise”, as a control"),
                    Control.RETRY,
                    is_on=self._control is Control.RETRY,
                ),
            )
        )

    @Slot(object)
    def _on_chosen(self, control: Control) -> None:
        self.control = control


class EarlierOffer(QToolButton):
    """Earlier guidance that fits what is being typed; a click takes its words.

    Signals:
        taken: the `Guidance`.
    """

    taken = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("earlierGuidance")
        self.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.take)
        self._guidance: Guidance | None = None
        self._known = ""
        self.setVisible(False)

    @property
    def guidance(self) -> Guidance | None:
        """What is offered."""
        return self._guidance

    def offer(self, guidance: Guidance | None, known: str = "") -> None:
        """Offer guidance with what is known of it; None offers nothing."""
        self._guidance, self._known = guidance, known
        self._show_words()
        said = ""
        if guidance is not None:
            said = _("Earlier guidance: “{text}”, {known}. Alt+G takes its words.").format(
                text=guidance.text, known=known
            )
        self.setAccessibleName(said)
        set_tip(self, said)

    @Slot()
    def take(self) -> None:
        """Take the words that are offered."""
        if self._guidance is not None:
            self.taken.emit(self._guidance)

    def _show_words(self) -> None:
        if self._guidance is None:
            self.setText("")
            return
        sentence = _("like “{text}” — {known}")
        metrics = self.fontMetrics()
        around = metrics.horizontalAdvance(sentence.format(text="", known=self._known)) + 16
        quote = " ".join(self._guidance.text.split())
        room = max(self.width() - around, QUOTED_PX)
        short = metrics.elidedText(quote, Qt.TextElideMode.ElideRight, room)
        self.setText(literal(sentence.format(text=short, known=self._known)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return little: its words are cut where there is no room."""
        return QSize(QUOTED_PX, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Cut the quoted words to the room there is; what is known of them stays."""
        super().resizeEvent(event)
        self._show_words()
