"""Choose among the saved teams, or save the present one."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from conductor.core.entities import Ensemble
from conductor.i18n import _

SAVE = "save"
WIDTH = 150


class EnsembleBox(QComboBox):
    """The ensembles.

    Signals:
        taken: the id of the ensemble the person chose.
        save_wanted: the present team is to be saved.
    """

    taken = Signal(object)
    save_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("ensembleBox")
        self.setAccessibleName(_("Ensemble"))
        self.setPlaceholderText(_("Own choice"))
        self.setFixedWidth(WIDTH)
        self._now = -1
        self.activated.connect(self._on_activated)

    def show_ensembles(
        self, ensembles: Sequence[Ensemble], now: Ensemble | None, *, may_save: bool
    ) -> None:
        """Offer these ensembles; `now` is the one whose members take part, None if none is."""
        self.clear()
        for ensemble in sorted(ensembles, key=_by_name):
            self.addItem(ensemble.name, ensemble.id)
        if may_save:
            if ensembles:
                self.insertSeparator(self.count())
            self.addItem(_("Save this team …"), SAVE)
        self._now = -1 if now is None else self.findData(now.id)
        self.setCurrentIndex(self._now)
        self.setVisible(self.count() > 0)

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        value = self.itemData(index)
        self.setCurrentIndex(self._now)
        if value == SAVE:
            self.save_wanted.emit()
        elif value is not None:
            self.taken.emit(value)


def _by_name(ensemble: Ensemble) -> str:
    return ensemble.name.casefold()
