"""Lay the page of several answers out as rows of a list: headings, and sentences below them.

Rules: pure, no Qt.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conductor.core.compare.page import OnePage, PageLine, PagePart
from conductor.i18n import _


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose answer it is, as the columns show it.

    Attributes:
        colour: the number of the assistant's colour; None while it is hidden.
        number: what stands in place of the colour.
    """

    name: str
    colour: int | None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class PageRow:
    """One row of the list.

    Attributes:
        words: a heading, or what is said.
        line: what is said; None for a heading.
        speakers: who says it.
        starts_group: a little room above: a new contradiction begins.
    """

    words: str
    line: PageLine | None = None
    speakers: tuple[Speaker, ...] = ()
    starts_group: bool = False

    @property
    def spoken(self) -> str:
        """The row for those who hear it."""
        if self.line is None:
            return self.words
        return f"{', '.join(speaker.name for speaker in self.speakers)}: {self.words}"


def page_rows(page: OnePage, speakers: Sequence[Speaker]) -> tuple[PageRow, ...]:
    """Return the rows of a page."""
    return tuple(_rows(page, speakers))


def _rows(page: OnePage, speakers: Sequence[Speaker]) -> Iterator[PageRow]:
    for part in PagePart:
        lines = [line for line in page.lines if line.part is part]
        if part is PagePart.ONE:
            yield from _by_one(lines, speakers)
            continue
        if lines:
            yield PageRow(_heading(part))
        group = -1
        for line in lines:
            is_new = part is PagePart.CONTRADICTIONS and line.group != group
            yield _row(line, speakers, starts_group=is_new)
            group = line.group


def _by_one(lines: Sequence[PageLine], speakers: Sequence[Speaker]) -> Iterator[PageRow]:
    for number, speaker in enumerate(speakers):
        own = [line for line in lines if line.answers == (number,)]
        if own:
            yield PageRow(_("Only {name} says").format(name=speaker.name))
        for line in own:
            yield _row(line, speakers)


def _row(line: PageLine, speakers: Sequence[Speaker], *, starts_group: bool = False) -> PageRow:
    return PageRow(line.words, line, tuple(speakers[n] for n in line.answers), starts_group)


def _heading(part: PagePart) -> str:
    match part:
        case PagePart.CONTRADICTIONS:
            return _("They contradict each other")
        case PagePart.ALL:
            return _("All say")
        case _:
            return _("Several say")
