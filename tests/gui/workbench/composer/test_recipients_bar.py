"""Whom the words go to can be chosen, however many come and go from session to session."""

from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from conductor.core.entities import Assistant
from conductor.core.ids import AssistantId, ConnectionId
from conductor.gui.workbench.composer.recipients_bar import RecipientsBar

ASTRA, OPUS = (
    Assistant(AssistantId(name), name, ConnectionId("here"), "m") for name in ("Astra", "Opus")
)


def test_all_can_be_chosen_again_after_a_session_of_one(qtbot: QtBot) -> None:
    bar = RecipientsBar(None)  # type: ignore[arg-type]  # the test owns it
    qtbot.addWidget(bar)
    seen = []

    for team in ((ASTRA, OPUS), (ASTRA,), (ASTRA, OPUS)):
        bar.set_recipients(team, [])
        with qtbot.waitExposed(bar):
            bar.show()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        seen.append([one.text() for one in bar.chips if one.isVisibleTo(bar)])

    assert seen == [["all", "Astra", "Opus"], ["Astra"], ["all", "Astra", "Opus"]]
