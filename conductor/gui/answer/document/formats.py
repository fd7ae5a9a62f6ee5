"""Turn a row's kind and a run's look into Qt's formats, in the colours of a theme.

Rules: one object per look; formats are made once and shared.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextFormat,
    QTextLength,
    QTextListFormat,
    QTextTableCellFormat,
    QTextTableFormat,
)

from conductor.core.markup.blocks import Align, StyledText
from conductor.core.markup.targets import is_allowed_target
from conductor.gui.answer.document.rows import (
    CODE_PADDING,
    ChangedText,
    DocumentRow,
    Mark,
    RowKind,
    shortened,
)
from conductor.gui.look.tokens import CODE_FAMILIES, LINE_HEIGHT, Tokens
from conductor.gui.widgets.tool_tip import set_tip

KIND = QTextFormat.Property.UserProperty + 1
QUOTE = QTextFormat.Property.UserProperty + 2
LANGUAGE = QTextFormat.Property.UserProperty + 3
IS_FIRST = QTextFormat.Property.UserProperty + 4
MARK = QTextFormat.Property.UserProperty + 5
"""What stands before an item, in Markdown: `-`, `3.`, `- [ ]` or `- [x]`."""

IMAGE = QTextFormat.Property.UserProperty + 6
"""Where the picture of a label would come from."""
GOES_ON = QTextFormat.Property.UserProperty + 7

INDENT_PX = 24
QUOTE_PX = 18

_HEADING_SIZES = {1: 1.36, 2: 1.2, 3: 1.07}
_CODE_SIZE = 0.92
_SMALL_SIZE = 0.88
_HEADING_LINE = 1.4
_ALIGN = {
    Align.NONE: Qt.AlignmentFlag.AlignLeft,
    Align.LEFT: Qt.AlignmentFlag.AlignLeft,
    Align.CENTER: Qt.AlignmentFlag.AlignHCenter,
    Align.RIGHT: Qt.AlignmentFlag.AlignRight,
}


def _mark_words(mark: Mark) -> str:
    if mark.checked is not None:
        return "- [x]" if mark.checked else "- [ ]"
    return "-" if mark.number is None else f"{mark.number}."


class Formats:
    """The formats of one look.

    Attributes:
        tokens: the colours.
        size_px: the size of the text, in pixels.
    """

    def __init__(self, tokens: Tokens, size_px: int) -> None:
        self.tokens = tokens
        self.size_px = size_px
        self._blocks: dict[tuple[object, ...], QTextBlockFormat] = {}
        self._texts: dict[tuple[object, ...], QTextCharFormat] = {}
        self._cells: dict[bool, QTextTableCellFormat] = {}

    def block(self, row: DocumentRow) -> QTextBlockFormat:
        """Return the format of a row's paragraph."""
        key = (row.kind, row.gap_px, row.level, row.indent, row.quote, row.language,
               row.is_first, row.goes_on, row.mark)  # fmt: skip
        if key not in self._blocks:
            self._blocks[key] = self._new_block(row)
        return self._blocks[key]

    def _new_block(self, row: DocumentRow) -> QTextBlockFormat:
        block = QTextBlockFormat()
        block.setProperty(KIND, row.kind.value)
        block.setProperty(QUOTE, row.quote)
        block.setTopMargin(row.gap_px)
        block.setLeftMargin(row.quote * QUOTE_PX)
        block.setIndent(row.indent if row.mark is None else 0)
        if row.kind is RowKind.CODE:
            block.setProperty(LANGUAGE, row.language)
            block.setProperty(IS_FIRST, row.is_first)
            block.setProperty(GOES_ON, row.goes_on)
            block.setLeftMargin(row.quote * QUOTE_PX + CODE_PADDING)
            block.setRightMargin(CODE_PADDING)
            block.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        elif row.kind is RowKind.HEADING:
            block.setHeadingLevel(row.level)
        elif row.kind is RowKind.FORMULA:
            block.setLeftMargin(row.quote * QUOTE_PX + INDENT_PX)
            block.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        if row.mark is not None:
            block.setProperty(MARK, _mark_words(row.mark))
            # The view paints marks itself: Qt sets them too high above lines of a fixed height.
            undefined = QTextListFormat.Style.ListStyleUndefined
            block.setProperty(QTextFormat.Property.ListStyle, undefined.value)
        self._set_line_height(block, row)
        return block

    def _set_line_height(self, block: QTextBlockFormat, row: DocumentRow) -> None:
        heights = {
            RowKind.HEADING: self._row_size(row) * _HEADING_LINE,
            RowKind.CODE: self.size_px * _CODE_SIZE * 1.5,
            RowKind.NOTE: self.size_px * _SMALL_SIZE * 1.5,
            RowKind.RULE: 3.0,
        }
        height = round(heights.get(row.kind, self.size_px * LINE_HEIGHT))
        block.setLineHeight(height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)

    def cell(self, align: Align) -> QTextBlockFormat:
        """Return the format of the paragraph in a table's cell."""
        key = ("cell", align)
        if key not in self._blocks:
            block = QTextBlockFormat()
            block.setProperty(KIND, RowKind.CELLS.value)
            block.setAlignment(_ALIGN[align])
            height = round(self.size_px * 0.95 * LINE_HEIGHT)
            block.setLineHeight(height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
            self._blocks[key] = block
        return self._blocks[key]

    def list_item(self, row: DocumentRow, mark: Mark) -> QTextListFormat:
        """Return the format of the list that a row with a mark is the only item of."""
        style = QTextListFormat.Style
        item = QTextListFormat()
        if mark.number is not None and mark.checked is None:
            item.setStyle(style.ListDecimal)
            item.setStart(mark.number)
        else:
            item.setStyle((style.ListDisc, style.ListCircle, style.ListSquare)[row.indent % 3 - 1])
        item.setIndent(row.indent)
        return item

    def table(self, row: DocumentRow) -> QTextTableFormat:
        """Return the format of the table that begins with a row."""
        table = QTextTableFormat()
        table.setBorder(0)
        table.setBorderCollapse(True)
        table.setCellPadding(0)
        table.setCellSpacing(0)
        table.setHeaderRowCount(1 if row.is_first else 0)
        table.setTopMargin(row.gap_px)
        table.setLeftMargin(row.indent * INDENT_PX + row.quote * QUOTE_PX)
        table.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        return table

    def cell_box(self, row: DocumentRow) -> QTextTableCellFormat:
        """Return the format of the box around a table's cell."""
        if row.is_first not in self._cells:
            box = QTextTableCellFormat()
            box.setTopPadding(5)
            box.setBottomPadding(5)
            box.setLeftPadding(4)
            box.setRightPadding(12)
            box.setBottomBorder(1)
            box.setBottomBorderStyle(QTextTableFormat.BorderStyle.BorderStyle_Solid)
            colour = self.tokens.faint if row.is_first else self.tokens.line
            box.setBottomBorderBrush(QBrush(QColor(colour)))
            self._cells[row.is_first] = box
        return self._cells[row.is_first]

    def text(self, row: DocumentRow, text: StyledText | None = None) -> QTextCharFormat:
        """Return the format of a run in a row; None asks for the row's own."""
        run = text or StyledText("")
        is_deleted = run.is_deleted if isinstance(run, ChangedText) else None
        key = (row.kind, row.level, row.quote > 0, row.is_first, run.bold, run.italic,
               run.strike, run.code, run.math, is_deleted)  # fmt: skip
        if key not in self._texts:
            self._texts[key] = self._new_text(row, run)
        if run.href is None:
            return self._texts[key]
        return self._linked(self._texts[key], run.href)

    def _linked(self, text: QTextCharFormat, href: str) -> QTextCharFormat:
        link = QTextCharFormat(text)
        link.setAnchor(True)
        link.setAnchorHref(href)
        set_tip(link, shortened(href))
        link.setForeground(QColor(self.tokens.accent))
        link.setFontUnderline(True)
        return link

    def _new_text(self, row: DocumentRow, run: StyledText) -> QTextCharFormat:
        tokens, text = self.tokens, QTextCharFormat()
        text.setForeground(QColor(tokens.text))
        size = self._row_size(row)
        if row.kind is RowKind.HEADING or (row.kind is RowKind.CELLS and row.is_first) or run.bold:
            text.setFontWeight(QFont.Weight.DemiBold)
        is_aside = row.kind is RowKind.NOTE or (row.kind is RowKind.TEXT and row.quote > 0)
        if is_aside or run.strike:
            text.setForeground(QColor(tokens.muted))
        if run.code or run.math or row.kind in (RowKind.CODE, RowKind.FORMULA):
            text.setFontFamilies(list(CODE_FAMILIES))
            text.setFontFixedPitch(True)
            size = size * _CODE_SIZE if row.kind is not RowKind.CODE else size
        if run.code and row.kind is not RowKind.CODE:
            text.setBackground(QColor(tokens.code))
        text.setProperty(QTextFormat.Property.FontPixelSize, round(size))
        text.setFontItalic(run.italic)
        text.setFontStrikeOut(run.strike)
        if isinstance(run, ChangedText):
            self._mark_change(text, run)
        return text

    def _mark_change(self, text: QTextCharFormat, run: ChangedText) -> None:
        """Show what was taken out struck through, what was added underlined, not by colour only."""
        tokens = self.tokens
        text.setForeground(QColor(tokens.bad if run.is_deleted else tokens.good))
        text.setBackground(QColor(tokens.bad_soft if run.is_deleted else tokens.good_soft))
        text.setFontStrikeOut(run.is_deleted or run.strike)
        text.setFontUnderline(not run.is_deleted)

    def hidden(self, text: QTextCharFormat) -> QTextCharFormat:
        """Return the format of the mark of a hidden character in some text."""
        mark = QTextCharFormat(text)
        mark.setForeground(QColor(self.tokens.bad))
        mark.setBackground(QColor(self.tokens.bad_soft))
        return mark

    def note_mark(self, row: DocumentRow) -> QTextCharFormat:
        """Return the format of a footnote's number in the text."""
        mark = QTextCharFormat(self.text(row))
        mark.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
        mark.setForeground(QColor(self.tokens.accent))
        return mark

    def blocked_image(self, row: DocumentRow, source: str) -> QTextCharFormat:
        """Return the format of the label of a picture, a link if it could be asked for."""
        label = self.text(row)
        is_link = is_allowed_target(source)
        label = self._linked(label, source) if is_link else QTextCharFormat(label)
        label.setProperty(IMAGE, source)
        label.setFontUnderline(False)
        label.setForeground(QColor(self.tokens.muted))
        label.setBackground(QColor(self.tokens.sunken))
        label.setProperty(QTextFormat.Property.FontPixelSize, round(self.size_px * _SMALL_SIZE))
        return label

    def _row_size(self, row: DocumentRow) -> float:
        if row.kind is RowKind.HEADING:
            return self.size_px * _HEADING_SIZES.get(row.level, 1.0)
        if row.kind is RowKind.NOTE:
            return self.size_px * _SMALL_SIZE
        if row.kind is RowKind.CODE:
            return self.size_px * _CODE_SIZE
        if row.kind is RowKind.CELLS:
            return self.size_px * 0.95
        return float(self.size_px)
