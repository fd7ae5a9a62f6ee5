"""Ask before a link of an answer is opened; name what a blocked picture would have loaded.

Rules: the only place that opens an address; http, https and mailto, and only after the person
saw the host as the network knows it and the whole address.
"""

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from conductor.core.markup.targets import is_allowed_target
from conductor.gui.widgets.plain_dialog import PlainDialog
from conductor.i18n import _

_WIDTH_PX = 520
_URL_HEIGHT_PX = 84
_SHOWN_LIMIT = 100_000


class LinkDialog(PlainDialog):
    """What is known about an address, and the choice to copy or open it."""

    def __init__(self, url: str, parent: QWidget, *, is_image: bool = False) -> None:
        title = _("A blocked picture") if is_image else _("Open a link?")
        super().__init__("linkDialog", title, parent)
        self.setMinimumWidth(_WIDTH_PX)
        self._url = url
        self._explain(is_image=is_image)
        self.add_button("copyLinkButton", _("Copy the address")).clicked.connect(self._on_copy)
        if is_image or not is_allowed_target(url):
            self.add_close()
            return
        self.add_close(_("Cancel"))
        opens = self.add_button("openLinkButton", _("Open in the browser"))
        opens.clicked.connect(self._on_open)

    def _explain(self, *, is_image: bool) -> None:
        host = host_of(self._url)
        if is_image:
            sentence = _(
                "The answer asks for this picture. Conductor loads none: whoever asks for a "
                "picture tells its server so, and what stands in its address."
            )
            self.add_words(sentence)
        elif not is_allowed_target(self._url):
            self.add_words(
                _(
                    "This link is not opened: Conductor opens only web pages (http, https) and "
                    "mail addresses (mailto)."
                ),
                name="linkRefused",
            )
        elif host:
            self.add_words(_("This link of the answer leads to:"))
        else:
            self.add_words(_("This link of the answer writes a mail:"))
        if host:
            self.add_words(host, name="linkHost", look="title")
        box = self.add_text(
            written_out(self._url)[:_SHOWN_LIMIT], name="linkAddress", title=_("The whole address")
        )
        box.setFixedHeight(_URL_HEIGHT_PX)

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._url)

    @Slot()
    def _on_open(self) -> None:
        if is_allowed_target(self._url):
            QDesktopServices.openUrl(QUrl(self._url, QUrl.ParsingMode.StrictMode))
        self.accept()


def written_out(url: str) -> str:
    """Return an address as it goes over the network, so that no letter looks like another."""
    parsed = QUrl(url)
    if not is_allowed_target(url) or not parsed.isValid():
        return url
    return parsed.toString(QUrl.ComponentFormattingOption.FullyEncoded)


def host_of(url: str) -> str:
    """Return the host of an address as the network knows it (punycode), empty if it has none."""
    return QUrl(url).host(QUrl.ComponentFormattingOption.FullyEncoded)
