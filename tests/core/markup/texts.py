"""Markdown as models write it, to be read whole and in slices."""

from hypothesis import strategies as st

ANSWER = """\
# 결정 사항

예산 **4,200만 원** 승인, 집행은 *김 팀장이* 확정한다. [회의록](https://e.com/m)과 `b` 참고.
Best regards,
Kim

1. first
2. second **bold**
   - nested ~~old~~
     - deeper

     more of deeper
3. third

- [ ] open task
- [x] done task

> quoted *words*
> > deeper

| Item | Owner | Cost |
|:-----|:-----:|-----:|
| Licences | 김 | 11.6 |
| a<br>b | `x\\|y` | 1 |

```python
def left(budget):

    return budget
```

$$
E = mc^2
$$

Energy[^1] is $m c^2$, see [the book][b] and https://example.org/x.

---

![chart](https://evil.example/x.png?d=secret)
<b>not bold</b> &amp; a\\*star

[^1]: A footnote.

[b]: https://example.com/book "The book"
"""

FRAGMENTS = [
    *("a", "b c", "가나", "😀", "é"),
    *("\n", "\n", "\n\n", "  ", "    ", "\t", "\r\n", "\r"),
    *("- ", "* ", "+ ", "1. ", "2) ", "10. ", "> ", "# ", "## ", "[ ] ", "[x] "),
    *("```", "~~~", "````", "python", "---", "***", "===", "    code"),
    *("|", "| a | b |", "|---|---|", "--|--", "\n| x | y |\n"),
    *("**", "*", "_", "`", "~~", "\\", "<b>", "&lt;", "$$", "$x$", "\\[", "\\]", "\\(", "\\)"),
    *("[x](http://u)", "[r]", "[r]: http://e ", "[r]: /u\n'tit", '"t"', "![i](u)"),
    *("[^1]", "[^1]: n", "https://e.com"),
]

markdown = st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join)


@st.composite
def sliced(draw: st.DrawFn) -> list[str]:
    """Markdown, cut into slices."""
    text = draw(markdown)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=20)))
    return [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
