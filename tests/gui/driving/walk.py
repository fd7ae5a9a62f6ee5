"""Walk through a window as somebody does who has no mouse, or does not see it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

MOST_STEPS = 200
_ROLES: tuple[tuple[type[QWidget], tuple[QAccessible.Role, ...]], ...] = (
    (QCheckBox, (QAccessible.Role.CheckBox,)),
    (
        QAbstractButton,
        (
            QAccessible.Role.Button,
            QAccessible.Role.ButtonMenu,
            QAccessible.Role.CheckBox,
            QAccessible.Role.RadioButton,
        ),
    ),
    (QComboBox, (QAccessible.Role.ComboBox,)),
    (QLineEdit, (QAccessible.Role.EditableText,)),
    (QPlainTextEdit, (QAccessible.Role.EditableText,)),
    (QTextEdit, (QAccessible.Role.EditableText, QAccessible.Role.StaticText)),
    (
        QAbstractItemView,
        (QAccessible.Role.List, QAccessible.Role.Table, QAccessible.Role.Tree),
    ),
)


def controls(root: QWidget) -> list[QWidget]:
    """Return what can take the focus by Tab now."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and not widget.objectName().startswith("qt_")
    ]


def described(widget: QWidget) -> str:
    """Return a widget's class and name, for a sentence of a test."""
    return f"{type(widget).__name__} {widget.objectName()!r} in {widget.parent().objectName()!r}"


def nameless(widgets: list[QWidget]) -> list[str]:
    """Return the widgets that have no name for tests, or none that is read aloud."""
    return [described(w) for w in widgets if not w.objectName() or not spoken(w)]


def spoken(widget: QWidget) -> str:
    """Return what is read aloud of a widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else ""


def wrong_roles(widgets: list[QWidget]) -> list[str]:
    """Return the widgets that say they are something else than they are."""
    found = []
    for widget in widgets:
        interface = QAccessible.queryAccessibleInterface(widget)
        allowed = next((roles for kind, roles in _ROLES if isinstance(widget, kind)), None)
        if allowed is not None and interface.role() not in allowed:
            found.append(f"{described(widget)} is a {interface.role().name}")
    return found


def reached_by_tab(window: QWidget) -> list[QWidget]:
    """Press Tab until the focus is where it began; return where it has been, in order."""
    window.activateWindow()
    reached: list[QWidget] = []
    for _step in range(MOST_STEPS):
        focus = QApplication.focusWidget()
        if focus is None or focus in reached:
            break
        reached.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    return reached


def looks_the_same_with_focus(widget: QWidget) -> bool:
    """Whether nobody could see that a widget has the focus."""
    other = QWidget(widget.window())
    other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    other.show()
    other.setFocus(Qt.FocusReason.TabFocusReason)
    without = _seen(widget)
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    with_focus = _seen(widget)
    other.hide()
    other.setParent(None)
    other.deleteLater()
    return without == with_focus


def _seen(widget: QWidget) -> bytes:
    QApplication.sendPostedEvents()
    image = widget.grab().toImage()
    return bytes(image.constBits())
