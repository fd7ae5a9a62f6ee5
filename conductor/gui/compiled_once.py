"""Have PySide6's own Python files compiled once, not at every start.

PySide6 carries a hundred kilobytes of Python source inside a library, which Python cannot
keep compiled beside it as it does with every other module; compiling it is a third of what
`import PySide6.QtCore` takes. The compiled code is kept here where Python keeps this module's
own, under the same rules: beside it in `__pycache__`, not where bytecode is not to be written,
and used only for the very source and the very Python that it was made of. A file that is
missing, cut short or foreign is as good as none.

One of the files only writes stubs for type checkers; it is left empty.
"""

import builtins
import marshal
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import CodeType
from typing import Any
from zlib import crc32

OURS = "shibokensupport/"
"""Where the names of the files begin that PySide6 carries inside."""
FOR_STUBS = f"{OURS}signature/lib/pyi_generator.py"
"""Writes stubs for type checkers, which no window does, and takes a fifth of the import."""


class CompiledOnce:
    """Compiles as `compile` does, and remembers what it made of PySide6's files.

    Args:
        path: the file to remember in.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._compile = builtins.compile
        self._known = self._read()
        self._is_new = False

    def __call__(self, *given: Any, **named: Any) -> Any:
        """Return the code of a source; takes what `compile` takes, which all imports go through."""
        match given:
            case (bytes() as source, str() as filename, "exec") if not named:
                if filename.startswith(OURS):
                    return self._code_of(source, filename)
        return self._compile(*given, **named)

    def _code_of(self, source: bytes, filename: str) -> CodeType:
        if filename == FOR_STUBS:
            source = b""
        key = f"{filename} {crc32(source)} {len(source)}"
        code = self._known.get(key)
        if code is None:
            code = self._known[key] = self._compile(source, filename, "exec")
            self._is_new = True
        return code

    def _read(self) -> dict[str, CodeType]:
        try:
            made_by, known = marshal.loads(self._path.read_bytes())  # noqa: S302 - as Python reads its own
        except (OSError, ValueError, EOFError, TypeError):
            return {}
        return known if made_by == sys.version and isinstance(known, dict) else {}

    def keep(self) -> None:
        """Keep what was new for the next start, if it can be kept."""
        if not self._is_new or sys.dont_write_bytecode:
            return
        beside = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        with suppress(OSError):
            beside.write_bytes(marshal.dumps((sys.version, self._known)))
            beside.replace(self._path)  # whole or not at all; two starts may do it at once


@contextmanager
def compiled_once() -> Iterator[None]:
    """Import PySide6 for the first time within this."""
    cached = __spec__.cached
    if cached is None or "PySide6" in sys.modules:
        yield
        return
    once = CompiledOnce(Path(cached).with_suffix(".pyside"))
    compile_ = builtins.compile
    builtins.compile = once
    try:
        yield
    finally:
        builtins.compile = compile_
    once.keep()
