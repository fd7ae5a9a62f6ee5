"""Show the workspace in a window; the only place that knows Qt."""

import builtins

from conductor.gui.compiled_once import compiled_once

with compiled_once():
    import PySide6.QtCore  # noqa: F401 - loads what the next lines undo

# PySide6 reads and keeps the source of every module that is imported after it, only to see
# whether that asks for its `__feature__` switches, which nothing here does. That costs a
# start a tenth of its time and ten megabytes. The other half of its import hook stays.
if hasattr(builtins, "__orig_import__"):
    builtins.__import__ = builtins.__orig_import__
