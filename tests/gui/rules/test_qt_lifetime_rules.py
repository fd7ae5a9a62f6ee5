"""Nothing in the window keeps something of Qt's for longer than Qt does."""

from pathlib import Path

import pytest

from tests.gui.rules.qt_lifetime_rules import findings

ROOT = Path(__file__).parents[3]
CHECKED = [
    *sorted((ROOT / "conductor" / "gui").rglob("*.py")),
    ROOT / "conductor" / "app.py",
]


def test_no_code_of_the_window_keeps_what_is_qts() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{one.line}: {one.words}"
        for path in CHECKED
        for one in findings(path.read_text(encoding="utf-8"))
    ]

    assert len(CHECKED) > 100
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "planted",
    [
        "def f(self):\n    return self._row.itemAt(0).widget()",
        "def f(row):\n    return [row.itemAt(n) for n in range(row.count())]",
        "def f(grid):\n    while (item := grid.takeAt(0)):\n        item.widget().close()",
        "def f(grid):\n    grid.itemAtPosition(0, 1).widget().hide()",
        "def f(index):\n    return index.internalPointer()",
        "def f(self, row):\n    return self.createIndex(row, 0, self.node)",
        "def f(clipboard):\n    data = QMimeData()\n    clipboard.setMimeData(data)",
        "def f(self, event: QDropEvent):\n    self._event = event",
        "def f(self, _event: QMouseEvent | None):\n    self._pressed, self._x = _event, 1\n"
        "    self._last = _event",
        "def f(self, index: QModelIndex):\n    self._current = index",
        "def f(self, index: QModelIndex | QPersistentModelIndex):\n    self._all.append(index)",
        "def f(self, index: QModelIndex):\n    QTimer.singleShot(0, self, partial(self.g, index))",
        "def f(self, carried: QMimeData):\n    self._carried = carried",
        "def f(self, option: QStyleOptionViewItem):\n    self._option = option",
        "def f(self, cursor):\n    self._line: QTextBlock = cursor.block()",
        "def f(self):\n    self._at: QTextCursor | None = None",
        "def f(self):\n    self._item: 'QLayoutItem | None' = None",
        "def f(self, button):\n    button.clicked.connect(lambda: self.g(1))",
        "def f(self, button):\n    button.clicked.connect(partial(lambda: self.g(1)))",
        "def f(self):\n    QTimer.singleShot(0, lambda: self.g())",
    ],
)
def test_the_rules_find_what_is_planted(planted: str) -> None:
    assert findings(planted)


@pytest.mark.parametrize(
    "harmless",
    [
        "def f(self):\n    let_go(self._row, self._chips)",
        "def f(self, event: QMouseEvent):\n    self._at = event.position().toPoint()",
        "def f(self, index: QModelIndex):\n    self._shown = index.data(ID_ROLE)",
        "def f(self, event: QKeyEvent):\n    super().keyPressEvent(event)",
        "def f(self, data: QMimeData):\n    return data.hasFormat('x')",
        "def f(self, index: QModelIndex):\n    self._kept = QPersistentModelIndex(index)",
        "def f(self, ranks):\n    self._best = min(ranks, key=lambda one: one.rank)",
        "def f(self):\n    self._looks: dict[str, QTextBlockFormat] = {}",
        "def f(self, tree, at):\n    return tree.itemAt(at.position())",
    ],
)
def test_the_rules_leave_harmless_code_alone(harmless: str) -> None:
    assert not findings(harmless)
