"""Pictures of evidence: what is drawn where, in which colours, and in which words."""

import itertools
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor.core.pictures.cells import CellRow, cell_rows
from conductor.core.pictures.over_time import WIDTH_PX, Moment, over_time
from conductor.core.pictures.share_bar import Share, share_bar, share_scale
from conductor.core.pictures.svg import Look, Picture, Tone, percent

LOOK = Look("#000001", "#000002", "#000003", "#000004", "#000005", "#00AA00", "#AA0000", "Inter")
BEFORE = Moment(0.25, 0.5, 0.25)
SVG = "{http://www.w3.org/2000/svg}"


def parts(picture: Picture, name: str) -> list[ET.Element]:
    return ET.fromstring(picture.svg).findall(f"{SVG}{name}")


def words(picture: Picture) -> list[str]:
    return [part.text or "" for part in parts(picture, "text")]


def polyline(picture: Picture, colour: str) -> list[tuple[float, float]]:
    (found,) = [p for p in parts(picture, "polyline") if p.get("stroke") == colour]
    points = (point.split(",") for point in found.get("points", "").split())
    return [(float(x), float(y)) for x, y in points]


def test_the_line_of_helps_rises_with_each_task_won() -> None:
    moments = [Moment(0.375, 0.5, 0.125), Moment(0.5, 0.43, 0.07), Moment(0.61, 0.35, 0.04)]

    picture = over_time(BEFORE, moments, LOOK)

    helps = polyline(picture, LOOK.good)
    assert [x for x, _y in helps] == sorted({x for x, _y in helps})
    assert [y for _x, y in helps] == sorted((y for _x, y in helps), reverse=True)
    assert {"61 % helps", "35 % no difference", "4 % hurts", "3 tasks counted"} <= set(
        words(picture)
    )
    assert "helps 61 %, no difference 35 %, hurts 4 %" in picture.words
    assert parts(picture, "title")[0].text == picture.words


def test_a_new_model_begins_its_lines_at_the_starting_assumption_again() -> None:
    moments = [Moment(0.9, 0.08, 0.02), Moment(0.375, 0.5, 0.125, begins_epoch=True)]

    picture = over_time(BEFORE, moments, LOOK)

    lines = [p for p in parts(picture, "polyline") if p.get("stroke") == LOOK.good]
    starts = [line.get("points", "").split()[0].split(",")[1] for line in lines]
    assert len(lines) == 2
    assert starts[0] == starts[1]
    assert "new model" in words(picture)


def test_a_model_that_changed_after_the_last_task_closes_the_picture() -> None:
    moments = [Moment(0.375, 0.5, 0.125)]

    assert "new model" not in words(over_time(BEFORE, moments, LOOK))
    assert "new model" in words(over_time(BEFORE, moments, LOOK, is_outdated=True))


def test_nothing_counted_yet_shows_the_starting_assumption() -> None:
    picture = over_time(BEFORE, [], LOOK)

    assert {"25 % helps", "50 % no difference", "25 % hurts"} <= set(words(picture))


shares = st.floats(0, 1, allow_nan=False)


@given(st.lists(st.tuples(shares, shares), max_size=60))
def test_every_line_and_label_stays_inside_the_picture(drawn: list[tuple[float, float]]) -> None:
    moments = [Moment(a * b, 1 - a, a * (1 - b)) for a, b in drawn]

    picture = over_time(BEFORE, moments, LOOK)

    for line in parts(picture, "polyline"):
        for point in line.get("points", "").split():
            x, y = map(float, point.split(","))
            assert 0 <= x <= WIDTH_PX
            assert 0 <= y <= picture.height_px
    names = ("helps", "hurts", "difference")
    ends = [p for p in parts(picture, "text") if (p.text or "").endswith(names)]
    heights = sorted(float(p.get("y", "")) for p in ends)
    assert all(0 < y <= picture.height_px for y in heights)
    assert all(b - a >= 14 for a, b in itertools.pairwise(heights))


@pytest.mark.parametrize(
    ("tone", "colour"),
    [(Tone.GOOD, "#00AA00"), (Tone.BAD, "#AA0000"), (Tone.NEUTRAL, "#000002")],
)
def test_the_bar_has_its_dot_at_the_share_and_the_colour_of_the_verdict(
    tone: Tone, colour: str
) -> None:
    picture = share_bar(Share(0.5, 0.25, 0.75, 0.1, 0.9), tone, LOOK)

    (dot,) = parts(picture, "circle")
    thick = next(p for p in parts(picture, "line") if p.get("stroke-width") == "3")
    assert float(dot.get("cx", "")) == picture.width_px / 2
    assert dot.get("fill") == thick.get("stroke") == colour
    assert float(thick.get("x1", "")) < picture.width_px / 2 < float(thick.get("x2", ""))
    assert words(picture) == []


def test_the_scale_shows_the_wider_interval_that_holds_however_often_one_looks() -> None:
    picture = share_scale(Share(0.8, 0.67, 0.95, 0.55, 0.97), Tone.GOOD, LOOK)

    coloured = [p for p in parts(picture, "line") if p.get("stroke") == LOOK.good]
    thin, thick = (
        next(p for p in coloured if p.get("stroke-width") == width) for width in ("1", "5")
    )
    assert float(thin.get("x1", "")) < float(thick.get("x1", ""))
    assert float(thin.get("x2", "")) > float(thick.get("x2", ""))
    assert words(picture) == ["0 %", "25 %", "50 %", "75 %", "100 %"]
    assert "90 % interval 67 % to 95 %, 55 % to 97 % however often one looks" in picture.words


def test_cells_with_too_few_tasks_are_hollow_and_muted() -> None:
    cells = [CellRow("Astra", 9, 1, 2, 0.86, False), CellRow("Opus", 2, 1, 0, 0.7, True)]

    picture = cell_rows(cells, LOOK)

    full, hollow = parts(picture, "circle")
    assert (full.get("fill"), hollow.get("fill")) == (LOOK.good, LOOK.surface)
    colours = {p.text: p.get("fill") for p in parts(picture, "text")}
    assert (colours["Astra"], colours["Opus"]) == (LOOK.text, LOOK.muted)
    assert {"86 %", "9 – 1 – 2", "2 – 1 – 0"} <= set(words(picture))
    assert "Opus: too few tasks yet, 2 won, 1 lost, 0 tied." in picture.words


@given(st.text(st.characters(exclude_categories=("C", "Zl", "Zp"))))
def test_a_name_is_never_markup(name: str) -> None:
    hostile = f"</text><script>{name}"

    picture = cell_rows([CellRow(hostile, 1, 0, 0, 0.6, True)], LOOK)

    root = ET.fromstring(picture.svg)
    assert not root.findall(f".//{SVG}script")
    assert parts(picture, "text")[1].text is not None


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0, "0 %"), (0.001, "< 1 %"), (0.5, "50 %"), (0.964, "96 %"), (0.998, "> 99 %"), (1, "100 %")],
)
def test_what_is_neither_all_nor_nothing_never_looks_like_it(share: float, shown: str) -> None:
    assert percent(share) == shown
