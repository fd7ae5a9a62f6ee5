"""Remember beside the library what a window needs to be painted right before that is open.

It is derived: the library decides, and what is kept here follows it. A file that is missing,
foreign or cut short is as good as none.
Thread: GUI.
"""

import os
from pathlib import Path

from PySide6.QtCore import QLocale

FILE_NAME = "look"
MOST_BYTES = 200
MOST_LEFT_PX = 600
_THEMES, _LANGUAGES = ("system", "light", "dark"), ("system", "en", "ko")


class FirstLook:
    """What the window looked like.

    Attributes:
        theme: the choice of theme.
        language: the choice of language.
        is_follow_up: whether the words went on in a session.
        left_px: how far from the page's left edge the foot of the page stood.
        beside_px: how much of the foot stood left of the composer.
    """

    def __init__(
        self,
        theme: str = "system",
        language: str = "system",
        *,
        is_follow_up: bool = False,
        left_px: int = 0,
        beside_px: int = 0,
    ) -> None:
        self.theme = theme
        self.language = language
        self.is_follow_up = is_follow_up
        self.left_px = left_px
        self.beside_px = beside_px

    def text(self) -> str:
        """Return it as it is kept: five words."""
        pixels = f"{self.left_px} {self.beside_px}"
        return f"{self.theme} {self.language} {int(self.is_follow_up)} {pixels}\n"


def read_look(folder: Path) -> FirstLook:
    """Return what was kept in a data folder; the usual where there is nothing of use."""
    try:
        descriptor = os.open(folder / FILE_NAME, os.O_RDONLY | _NO_TRICKS)
        with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor has no path
            words = file.read(MOST_BYTES).decode("ascii").split()
        theme, language, follows, *pixels = words
        left_px, beside_px = (min(max(0, int(n)), MOST_LEFT_PX) for n in pixels)
    except (OSError, ValueError):
        return FirstLook()
    if theme not in _THEMES or language not in _LANGUAGES:
        return FirstLook()
    is_follow_up = follows == "1"
    return FirstLook(
        theme, language, is_follow_up=is_follow_up, left_px=left_px, beside_px=beside_px
    )


# A pipe or a link of this name must neither hold the start up nor lead it elsewhere.
_NO_TRICKS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def keep_look(folder: Path, look: FirstLook) -> None:
    """Keep it for the next start; where that cannot be, the next start looks as usual at first."""
    from conductor.disk import open_plain

    if read_look(folder).text() == look.text():
        return
    try:
        descriptor = open_plain(folder / FILE_NAME, os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
        with open(descriptor, "w", encoding="ascii") as file:  # noqa: PTH123 - as above
            file.write(look.text())
    except OSError:
        return


def language_of(choice: str) -> str:
    """Return the language to use for a choice, "en" or "ko"."""
    return QLocale.system().name()[:2] if choice == "system" else str(choice)
