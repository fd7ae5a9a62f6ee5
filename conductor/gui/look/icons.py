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
    source = read_text(f"icons/{name}.svg")
    for mode, one in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, faint)):
        if one:
            renderer = QSvgRenderer(QByteArray(source.replace("currentColor", one).encode()))
            for scale in _SCALES:
                drawn.addPixmap(_pixmap(renderer, scale), mode)
    return drawn


def _pixmap(renderer: QSvgRenderer, scale: int) -> QPixmap:
    pixmap = QPixmap(SIZE_PX * scale, SIZE_PX * scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    whole = QRectF(0, 0, pixmap.width(), pixmap.height())
    renderer.render(painter, whole)
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap
