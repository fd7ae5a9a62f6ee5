"""Read back what a document looks like, so that two documents can be compared."""

from PySide6.QtGui import QBrush, QTextCursor, QTextDocument, QTextFormat

_OWN = {QTextFormat.Property.ObjectIndex.value}
Look = list[tuple[object, ...]]


def look_of(document: QTextDocument) -> Look:
    """Return every paragraph and run with its text and its formats."""
    look: Look = []
    block = document.begin()
    while block.isValid():
        table = QTextCursor(block).currentTable()
        cell = table.cellAt(QTextCursor(block)) if table else None
        items = block.textList()
        look.append(
            (
                block.text(),
                _properties(block.blockFormat()),
                _properties(items.format()) if items else None,
                (table.rows(), table.columns(), cell.row(), cell.column()) if table else None,
                _properties(cell.format()) if cell else None,
            )
        )
        part = block.begin()
        while not part.atEnd():
            fragment = part.fragment()
            look.append((fragment.text(), _properties(fragment.charFormat())))
            part += 1
        block = block.next()
    return look


def _properties(look: QTextFormat) -> dict[int, str]:
    return {key: _value(value) for key, value in look.properties().items() if key not in _OWN}


def _value(value: object) -> str:
    return value.color().name() if isinstance(value, QBrush) else str(value)
