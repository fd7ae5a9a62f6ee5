"""Show the earlier texts of the person's draft, and put one of them back."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from conductor.core.manuscript import DraftVersion
from conductor.gui.widgets.plain_dialog import PlainDialog
from conductor.gui.words.time_text import full_time_text
from conductor.i18n import _


class DraftHistory(PlainDialog):
    """One earlier text at a time.

    Signals:
        wanted: the id of the version that is to be put back.
    """

    wanted = Signal(object)

    def __init__(self, versions: Sequence[DraftVersion], parent: QWidget) -> None:
        super().__init__("draftHistory", _("Earlier texts of my draft"), parent)
        self.resize(620, 520)
        self._versions = tuple(versions)
        if not versions:
            words = _("There is no earlier text yet. One is kept before much of it changes.")
            self.add_words(words, name="draftHistoryEmpty", look="muted")
            self.add_close()
            return
        self._choice = QComboBox(self)
        self._choice.setObjectName("draftVersionChoice")
        self._choice.setAccessibleName(_("Which text"))
        for version in versions:
            words = _("{time} · {n} characters")
            n = f"{len(version.text):,}"
            self._choice.addItem(words.format(time=full_time_text(version.created), n=n))
        self.parts.addWidget(self._choice)
        self._text = self.add_text("", name="draftVersionText", title=_("The earlier text"))
        self._choice.currentIndexChanged.connect(self._on_chosen)
        self.add_close()
        restore = self.add_button("restoreDraftButton", _("Put this text back"), is_primary=True)
        restore.clicked.connect(self._on_restore)
        self._on_chosen(0)

    @Slot(int)
    def _on_chosen(self, index: int) -> None:
        self._text.show_text(self._versions[index].text)

    @Slot()
    def _on_restore(self) -> None:
        self.wanted.emit(self._versions[self._choice.currentIndex()].id)
        self.accept()
