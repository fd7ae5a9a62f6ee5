"""Lines that lexers stumble over."""

import string
from collections.abc import Iterator

FREEZING = {
    "fish": 'echo "' + "\\\\" * 60,
    "rego": 'echo "' + "\\\\" * 60,
    "chapel": 'echo "' + "\\\\" * 60,
    "maple": 'echo "' + "\\\\" * 60,
    "urbiscript": 'echo "' + "\\\\" * 60,
    "ansys": 'echo "' + "\\\\" * 60,
    "ncl": 'echo "' + "\\\\" * 60,
    "rita": '"' + "1" * 60,
    "fancy": "/" + "\\\\" * 60,
    "pug": "-" * 60,
    "tads3": '"""' + '\\"' * 60,
    "mcfunction": "1" * 1_900 + "_",
    "mcschema": "a-" * 900 + ":1.1.1-" + "." * 60,
}
"""One line for each language whose lexer does not end, or takes very long."""

RAISING = {"scheme": "(+ 3.14 2)", "postgresql": "SELECT $$ a $$", "rebol": "print 3"}
"""Lines of languages whose rules take no context."""

COMMON = (
    *("python", "js", "ts", "json", "html", "css", "bash", "c", "cpp", "java", "go", "rust"),
    *("sql", "yaml", "diff", "xml", "php", "ruby", "toml", "kotlin"),
)

_RUNS = (*string.punctuation, *"aA1 \t가😀", "a ", "a.", "a,", "a=", "()", "(a", "[a", "{a", "<a ",
         "/*", "(*", "{-", "--", "\\\\", "ab1_")  # fmt: skip
_OPENERS = "\"'`([{</#$@:="
_PLAIN = ("3.14", "$$", "$$ a $$", "(* (* /* /* {- {- <!-- " * 10)


def nasty_lines() -> Iterator[str]:
    """Yield a few hundred lines."""
    yield from _PLAIN
    for run in _RUNS:
        yield run
        yield f"x = {run * 60} y"
        yield run * 60
        yield run * 500
    for opener in _OPENERS:
        yield opener + f"\\{opener}" * 60
        for run in ("\\\\", "1", "a", " ", "_", opener):
            yield opener + run * 60
            yield f"a {opener}{run * 60}"
