"""Draw a session in a list: title and tags, and at the end when it was worked on."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from conductor.core.entities import Session
from conductor.gui.look.theme import current_tokens, text_font
from conductor.gui.look.tokens import INTERFACE_PX
from conductor.gui.words.kind_names import task_kind_name
from conductor.gui.words.session_words import listed_title
from conductor.gui.words.time_text import when_text
from conductor.i18n import _

ROW_HEIGHT = 38
MARGIN = 16
GAP = 12
ROW_ROLE = Qt.ItemDataRole.UserRole + 1


class SessionDelegate(QStyledItemDelegate):
    """Draws the rows."""

    def sizeHint(  # noqa: N802 - Qt's name
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of a row; all rows are equally high."""
        return QSize(0, ROW_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one row in the colours of the look in use."""
        session = index.data(ROW_ROLE)
        if not isinstance(session, Session):
            return
        tokens = current_tokens()
        area = QRect(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(tokens.accent_soft))
        room = area.adjusted(MARGIN, 0, -MARGIN, 0)
        about = _about(session)
        painter.setFont(text_font(INTERFACE_PX - 1))
        width = painter.fontMetrics().horizontalAdvance(about)
        painter.setPen(QColor(tokens.muted))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, about)
        room.setWidth(max(0, room.width() - width - GAP))
        painter.setFont(text_font(INTERFACE_PX))
        painter.setPen(QColor(tokens.text))
        title = painter.fontMetrics().elidedText(
            listed_title(session), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, title)
        used = painter.fontMetrics().horizontalAdvance(title) + GAP
        painter.setFont(text_font(INTERFACE_PX - 1))
        painter.setPen(QColor(tokens.muted))
        words = " ".join([task_kind_name(session.kind), *(f"#{tag}" for tag in session.tags)])
        rest = room.adjusted(used, 0, 0, 0)
        shown = painter.fontMetrics().elidedText(
            words.strip(), Qt.TextElideMode.ElideRight, max(0, rest.width())
        )
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()


def _about(session: Session) -> str:
    rounds = _("1 round") if session.rounds == 1 else _("{n} rounds").format(n=session.rounds)
    return f"{rounds} · {when_text(session.updated)}"
