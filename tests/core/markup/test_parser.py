"""Markdown becomes a tree: every kind of block, and nothing gets lost or dangerous."""

import pytest
from hypothesis import given

from conductor.core.markup.blocks import (
    Align,
    Block,
    Break,
    Code,
    Definition,
    Footnote,
    Heading,
    Image,
    Inlines,
    Item,
    List,
    Math,
    NoteMark,
    Paragraph,
    Quote,
    Rule,
    StyledText,
    Table,
)
from conductor.core.markup.parser import parse
from tests.core.markup.texts import markdown


def words(*texts: str) -> tuple[Paragraph]:
    return (Paragraph(tuple(StyledText(text) for text in texts)),)


def only(text: str) -> Block:
    (block,) = parse(text)
    return block


def inlines(text: str) -> Inlines:
    block = only(text)
    assert isinstance(block, Paragraph)
    return block.content


def test_nothing_is_nothing() -> None:
    assert parse("") == ()
    assert parse(" \n\n\t\n") == ()


def test_headings_have_levels() -> None:
    assert only("### Three") == Heading(3, (StyledText("Three"),))
    assert only("One\n===") == Heading(1, (StyledText("One"),))


def test_weights_and_strikes_nest() -> None:
    assert inlines("a **b *c* d** ~~e~~") == (
        StyledText("a "),
        StyledText("b ", bold=True),
        StyledText("c", bold=True, italic=True),
        StyledText(" d", bold=True),
        StyledText(" "),
        StyledText("e", strike=True),
    )


@pytest.mark.parametrize("text", ["**“인용”**은", "결과는**(좋음)**이다", "**4,200만 원(VAT)**을"])
def test_bold_words_end_before_a_korean_particle(text: str) -> None:
    bold = [part.text for part in inlines(text) if isinstance(part, StyledText) and part.bold]

    assert bold == [text.split("**")[1]]


def test_lines_stay_lines() -> None:
    assert inlines("Best,\nKim  \nend") == (
        StyledText("Best,"),
        Break(soft=True),
        StyledText("Kim"),
        Break(),
        StyledText("end"),
    )


def test_line_ends_of_every_kind_are_read() -> None:
    assert parse("a\r\n\r\nb\rc") == parse("a\n\nb\nc")


def test_code_stays_as_it_is() -> None:
    assert inlines("`a  *b*`") == (StyledText("a  *b*", code=True),)
    assert only("```Python title\n  x = '**'\n\n\ty\n```") == Code(
        "python", ("  x = '**'", "", "\ty")
    )
    assert only("    indented\n\n    code") == Code("", ("indented", "", "code"))
    assert only("~~~\nopen") == Code("", ("open",))


def test_lists_nest_and_keep_their_numbers() -> None:
    assert only("7. a\n8. b\n   - c\n") == List(
        (Item(words("a")), Item((*words("b"), List((Item(words("c")),))))), start=7
    )


def test_a_list_item_holds_any_block() -> None:
    item = only("- a\n\n  ```sh\n  ls\n  ```\n  > q")

    assert item == List(
        (Item((*words("a"), Code("sh", ("ls",)), Quote(words("q")))),),
    )


def test_tasks_are_items_with_a_box() -> None:
    assert only("- [ ] a\n- [X] b\n- [y] c\n- []") == List(
        (
            Item(words("a"), checked=False),
            Item(words("b"), checked=True),
            Item(words("[y] c")),
            Item(words("[]")),
        )
    )


def test_tables_know_their_columns() -> None:
    table = only("| a | b | c |\n|:--|:-:|--:|\n| 1 | **2** | |\n| x\\|y |\n")

    assert table == Table(
        ((StyledText("a"),), (StyledText("b"),), (StyledText("c"),)),
        (Align.LEFT, Align.CENTER, Align.RIGHT),
        (
            ((StyledText("1"),), (StyledText("2", bold=True),), ()),
            ((StyledText("x|y"),), (), ()),
        ),
    )


@pytest.mark.parametrize("prefix", ["", "> ", "- "])
def test_cells_beyond_the_last_column_are_kept(prefix: str) -> None:
    rest = prefix.replace("-", " ")
    text = f"{prefix}| a | b |\n{rest}|--|--|\n{rest}| 1 | 2 | 3 | 4 |\n{rest}| 5 | 6 |"

    found = repr(parse(text))

    assert "2 | 3 | 4" in found
    assert "6 |" not in found


@pytest.mark.parametrize("prefix", ["", "> "])
def test_a_row_may_begin_with_an_empty_cell(prefix: str) -> None:
    found = repr(parse(f"{prefix}| | now |\n{prefix}|--|--|\n{prefix}| | 2 |\n{prefix}||3|\n"))

    assert "|" not in found


def test_a_cell_may_hold_lines() -> None:
    table = only("| a |\n|--|\n| x<br>y<BR />z |")

    assert isinstance(table, Table)
    assert table.rows[0][0] == (StyledText("x"), Break(), StyledText("y"), Break(), StyledText("z"))
    assert inlines("x<br>y") == (StyledText("x<br>y"),)


def test_html_is_text() -> None:
    assert inlines("<script>alert(1)</script>") == (StyledText("<script>alert(1)</script>"),)
    assert only("<div onclick='x'>\n") == words("<div onclick='x'>")[0]


def test_entities_are_characters() -> None:
    assert inlines("a &amp; &#65; &lt;b&gt;") == (StyledText("a & A <b>"),)


def test_hidden_characters_come_out_visible_even_as_entities() -> None:
    assert inlines("a\u202eb &#x202E; &#x200B;") == (StyledText("a⟦U+202E⟧b ⟦U+202E⟧ ⟦U+200B⟧"),)
    assert only("```\n\x1b[31m\n```") == Code("", ("␛[31m",))


@pytest.mark.parametrize(
    "formula",
    ["$x^2$", "$a\\,b_1$", "\\(a\\,b\\)", "$$x$$"],
)
def test_formulas_are_kept_as_written(formula: str) -> None:
    assert inlines(f"is {formula}는") == (
        StyledText("is "),
        StyledText(formula, math=True),
        StyledText("는"),
    )


@pytest.mark.parametrize(
    "money", ["costs $5 and $10", "US$5 or A$6", "$20–$30", "\\$x\\$", "5$ to 6$"]
)
def test_money_is_no_formula(money: str) -> None:
    assert inlines(money) == (StyledText(money.replace("\\", "")),)


def test_blocks_of_formulas_end_at_their_mark_or_an_empty_line() -> None:
    assert only("$$\na_1 * b * c\n$$") == Math(("$$", "a_1 * b * c", "$$"))
    assert only("\\[ x = 1 \\]") == Math(("\\[ x = 1 \\]",))
    assert parse("where\n$$\nx\n\n# Next") == (
        *words("where"),
        Math(("$$", "x")),
        Heading(1, (StyledText("Next"),)),
    )
    assert inlines("\\[Your Name\\]") == (StyledText("[Your Name]"),)


def test_footnotes_stay_where_they_are() -> None:
    assert parse("a[^n]\n\n[^n]: why\n\n    more") == (
        Paragraph((StyledText("a"), NoteMark("n"))),
        Footnote("n", (*words("why"), *words("more"))),
    )


def test_rules_are_rules() -> None:
    assert parse("a\n\n---\n***") == (*words("a"), Rule(), Rule())


def test_links_lead_where_they_say() -> None:
    assert inlines("[a *b*](https://e.com/x)") == (
        StyledText("a ", href="https://e.com/x"),
        StyledText("b", italic=True, href="https://e.com/x"),
    )
    assert inlines("<mailto:a@b.c>") == (StyledText("mailto:a@b.c", href="mailto:a@b.c"),)


def test_link_targets_that_come_later_are_found() -> None:
    assert parse("[a][1]\n\n[1]: https://e.com 'T'") == (
        Paragraph((StyledText("a", href="https://e.com"),)),
        Definition("1", (StyledText("https://e.com", href="https://e.com"), StyledText(" T"))),
    )


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("see https://e.com/a(b)c.", "https://e.com/a(b)c"),
        ("(http://e.com/x)", "http://e.com/x"),
        ("https://e.com/보고서", "https://e.com/"),
        ("https://e.com에서", "https://e.com"),
        ("**https://e.com/a_b_c**", "https://e.com/a_b_c"),
    ],
)
def test_bare_addresses_are_links(text: str, url: str) -> None:
    links = [part for part in inlines(text) if isinstance(part, StyledText) and part.href]

    assert [(link.text, link.href) for link in links] == [(url, url)]


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "vbscript:x",
        "data:text/html;base64,PHNjcmlwdD4=",
        "file:///etc/passwd",
        "smb://host/share",
        "//host/share",
        "/etc/passwd",
        "../up",
        "C:%5Cwindows",
        "ms-msdt:/id",
        "vscode://file/x",
        "ftp://host/x",
        "https:evil",
        "tel:123",
        "conductor-img:00",
    ],
)
def test_other_targets_are_written_out(target: str) -> None:
    assert inlines(f"[here]({target})") == (StyledText("here"), StyledText(f" ({target})"))


def test_a_link_within_the_text_itself_is_its_words() -> None:
    assert inlines("[Part 2](#part-2)") == (StyledText("Part 2"),)


def test_pictures_are_named_not_fetched() -> None:
    assert inlines("![a *b*](https://evil.example/x?d=1)") == (
        Image("a b", "https://evil.example/x?d=1"),
    )
    assert Image("", "https://evil.example/x").host == "evil.example"
    assert Image("", "data:image/png;base64,x").host == "data"
    assert Image("", "file:///etc/passwd").host == "file"
    assert Image("", "http://[broken").host == ""


def test_a_linked_picture_keeps_the_link() -> None:
    assert inlines("[![alt](i.png)](https://e.com)") == (
        Image("alt", "i.png"),
        StyledText("https://e.com", href="https://e.com"),
    )


def test_deep_nesting_ends_in_text_not_in_loss() -> None:
    deep = repr(parse("> " * 200 + "bottom"))
    items = repr(parse("".join("  " * depth + f"- i{depth}\n" for depth in range(60))))

    assert "bottom" in deep
    assert all(f"i{depth}" in items for depth in range(60))


@pytest.mark.parametrize(
    "piece", ["[", "![", "[a](", "*a ", "**a*", "`", "<", "&", "~~", "_a", "\\(", "$"]
)
def test_unbalanced_marks_in_thousands_are_read(piece: str) -> None:
    text = piece * 5_000

    assert parse(text)


@given(markdown)
def test_any_text_is_read_to_values_that_are_safe(text: str) -> None:
    for block in parse(text):
        _check(block)


def _check(value: object) -> None:
    if isinstance(value, StyledText):
        assert value.href is None or value.href.startswith(("http://", "https://", "mailto:"))
        assert "\n" not in value.text
    elif isinstance(value, tuple):
        for part in value:
            _check(part)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            _check(getattr(value, name))
