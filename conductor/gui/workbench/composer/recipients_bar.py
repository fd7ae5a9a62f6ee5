"""Choose who gets the next words: all, some, or one of those who take part."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QToolButton, QWidget

from conductor.core.entities import Assistant
from conductor.core.ids import AssistantId
from conductor.gui.widgets.assistant_dot import dot_icon
from conductor.gui.widgets.chip_row import ChipRow, chip
from conductor.i18n import _

HEIGHT = 30
NO_COLOUR = -1
"""The colour of an assistant whose name is hidden; one without a name gets no chip."""


class RecipientsBar(ChipRow):
    """A chip that is on or off for each assistant, and one for all.

    Signals:
        changed: somebody was switched on or off.
    """

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__("recipientsBar", HEIGHT, parent)
        self.bar.setAccessibleName(_("Who gets it"))
        self._who: list[tuple[AssistantId, QToolButton]] = []
        self._all = chip("recipientAll", _("all"), self.bar)
        self._all.setCheckable(True)
        self._all.setAccessibleName(_("Send to all"))
        self._all.clicked.connect(self._on_all)

    @property
    def chosen(self) -> tuple[AssistantId, ...]:
        """Who is switched on."""
        return tuple(who for who, button in self._who if button.isChecked())

    @property
    def offered(self) -> tuple[AssistantId, ...]:
        """Everybody who could be switched on."""
        return tuple(who for who, _button in self._who)

    def set_recipients(
        self, assistants: Sequence[Assistant], chosen: Sequence[AssistantId]
    ) -> None:
        """Offer these assistants, with those chosen switched on."""
        self._who = [(one.id, self._chip(one, is_on=one.id in chosen)) for one in assistants]
        for one, (_id, button) in zip(assistants, self._who, strict=True):
            button.setVisible(bool(one.name))
        buttons = [button for _id, button in self._who if button.text()]
        has_all = len(self._who) > 1
        self.set_chips([self._all, *buttons])  # also where it is hidden: who is left out is deleted
        self._all.setVisible(has_all)
        self._show_all()

    def _chip(self, assistant: Assistant, *, is_on: bool) -> QToolButton:
        button = chip("recipientChip", assistant.name, self.bar)
        if assistant.colour != NO_COLOUR:
            button.setIcon(dot_icon(assistant.colour))
        button.setAccessibleName(_("Send to {name}").format(name=assistant.name))
        button.setCheckable(True)
        button.setChecked(is_on)
        button.clicked.connect(self._on_clicked)
        return button

    def _show_all(self) -> None:
        self._all.setChecked(len(self.chosen) == len(self._who))

    @Slot()
    def _on_clicked(self) -> None:
        self._show_all()
        self.changed.emit()

    @Slot()
    def _on_all(self) -> None:
        for _id, button in self._who:
            button.setChecked(self._all.isChecked())
        self.changed.emit()
