"""The icons that come along are the icons that are used."""

from conductor.assets import root
from conductor.gui.look.icons import icon
from tests.core.house import modules


def test_every_icon_is_used() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in modules().values())
    names = [file.stem for file in (root() / "icons").glob("*.svg")]

    assert [name for name in names if f'"{name}"' not in sources] == []


def test_an_icon_is_drawn_in_the_colour_wanted(qapp: object) -> None:
    drawn = icon("star", "#FF0000").pixmap(20, 20).toImage()

    colours = {drawn.pixelColor(x, y).name() for x in range(20) for y in range(20)}
    assert "#ff0000" in colours
