"""Below the answers: what judges and what writes share a row until somebody writes."""

from collections.abc import Callable

from PySide6.QtWidgets import QLabel

from tests.gui.driving.window import Driver
from tests.sse_server import SseServer

Open = Callable[[], Driver]


def test_a_bar_stands_beside_the_composer_until_something_is_written(
    team: SseServer, opened: Open
) -> None:
    person = opened()
    person.window.resize(1280, 800)
    foot = person.window.workbench.foot
    bar = QLabel("Which would you use?", foot)
    foot.share_with(bar)
    composer = person.find("composer")
    person.until(lambda: abs(bar.geometry().center().y() - composer.geometry().center().y()) < 4)

    person.write("Go on")

    person.until(lambda: bar.geometry().bottom() < composer.geometry().top() + 1)
