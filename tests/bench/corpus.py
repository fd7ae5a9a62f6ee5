"""Make text like assistants write it: headings, two languages, code, tables, lists."""

from itertools import cycle, islice

_BLOCKS = (
    "## What was decided\n\n",
    "The board approved **42 M** for the year; the pilot starts in `December` and ends in May. "
    "Two suppliers are compared, [details](https://example.com/a) follow by mail.\n\n",
    "예산 **4,200만 원**이 승인되었고, 집행 계획은 김 팀장이 12월 5일까지 확정한다. "
    "공급사 두 곳을 비교하고, 위험 목록은 매주 금요일에 갱신한다.\n\n",
    "1. Compare suppliers\n2. Draw up the risk list\n   - weekly, by Friday\n   - owner: Lee\n"
    "3. Report back\n\n",
    "```python\ndef left(budget: float, spent: float) -> float:\n"
    '    """Return what is left."""\n    return round(budget - spent, 2)\n```\n\n',
    "| item | budget | spent |\n|---|---:|---:|\n| people | 30.0 | 8.1 |\n"
    "| tools | 12.0 | 3.5 |\n\n",
    "> 다음 회의는 월요일 10시이다. Everybody brings numbers.\n\n",
    "- [x] agenda sent\n- [ ] minutes written\n\n",
)
CHARACTERS_PER_TOKEN = 4


def tokens(count: int) -> list[str]:
    """Return so many pieces of text, of about the size in which services send them."""
    text = "".join(_BLOCKS)
    pieces = [
        text[at : at + CHARACTERS_PER_TOKEN] for at in range(0, len(text), CHARACTERS_PER_TOKEN)
    ]
    return list(islice(cycle(pieces), count))
