"""Draw the icons of `resources/icons` in a colour of the look in use.

The set is Lucide (ISC licence, beside the files): outlines of one weight, well kept.
Thread: GUI.
"""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from conductor.assets import read_text

SIZE_PX = 20
_SCALES = (1, 2)


@cache
def icon(name: str, colour: str, faint: str = "") -> QIcon:
    """Return an icon by the name of its file.

    Args:
        name: the file's name without `.svg`.
        colour: `#RRGGBB`.
        faint: the colour while it cannot be used; empty for the same.
    """
    drawn = QIcon()
    for scale in _SCALES:
        drawn.addPixmap(_pixmap(name, colour, scale))
        if faint:
            drawn.addPixmap(_pixmap(name, faint, scale), QIcon.Mode.Disabled)
    return drawn


def _pixmap(name: str, colour: str, scale: int) -> QPixmap:
    source = read_text(f"icons/{name}.svg").replace("currentColor", colour)
    pixmap = QPixmap(SIZE_PX * scale, SIZE_PX * scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    whole = QRectF(0, 0, pixmap.width(), pixmap.height())
    QSvgRenderer(QByteArray(source.encode())).render(painter, whole)
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap
