"""Show a picture that was drawn as SVG, in the colours of the look in use."""

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QByteArray, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontInfo, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from conductor.core.pictures.svg import Look, Picture
from conductor.gui.look.theme import current_tokens, text_font
from conductor.gui.look.tokens import Tokens

_SCALES = (1, 2)


def look_of(tokens: Tokens) -> Look:
    """Return the colours of pictures in a look of the window."""
    return Look(
        text=tokens.text,
        muted=tokens.muted,
        faint=tokens.faint,
        line=tokens.line,
        surface=tokens.surface,
        good=tokens.good,
        bad=tokens.bad,
        font=QFontInfo(text_font(12)).family(),  # QtSvg knows no lists
    )


@lru_cache(maxsize=512)
def picture_icon(picture: Picture) -> QIcon:
    """Return a picture for a cell of a table."""
    drawn = QIcon()
    for scale in _SCALES:
        pixmap = QPixmap(picture.width_px * scale, picture.height_px * scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        whole = QRectF(0, 0, pixmap.width(), pixmap.height())
        QSvgRenderer(QByteArray(picture.svg.encode())).render(painter, whole)
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
            drawn.addPixmap(pixmap, mode)
    return drawn


class SvgPicture(QWidget):
    """A picture, with its words for those who do not see it."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._draw: Callable[[Look], Picture] | None = None
        self._picture: Picture | None = None
        self._renderer = QSvgRenderer(self)

    @property
    def picture(self) -> Picture | None:
        """What is shown."""
        return self._picture

    def show_picture(self, draw: Callable[[Look], Picture]) -> None:
        """Show what a function draws, anew whenever the look of the window changes."""
        self._draw = draw
        self._take_look()

    def _take_look(self) -> None:
        if self._draw is None:
            return
        self._picture = self._draw(look_of(current_tokens()))
        self._renderer.load(QByteArray(self._picture.svg.encode()))
        self.setAccessibleName(self._picture.words)
        self.setFixedHeight(self._picture.height_px)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the natural size of the picture."""
        if self._picture is None:
            return QSize(0, 0)
        return QSize(self._picture.width_px, self._picture.height_px)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take the colours anew when the look of the window changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._take_look()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the picture at the left, smaller where there is too little room."""
        if self._picture is None:
            return
        share = min(1.0, self.width() / max(1, self._picture.width_px))
        room = QRectF(0, 0, self._picture.width_px * share, self._picture.height_px * share)
        painter = QPainter(self)
        self._renderer.render(painter, room)
        painter.end()
