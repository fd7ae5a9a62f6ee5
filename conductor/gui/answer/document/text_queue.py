"""Hold text that is waiting, to be taken in slices, whatever the pieces it came in."""

from collections import deque


class TextQueue:
    """A queue of characters."""

    def __init__(self) -> None:
        self._pieces: deque[str] = deque()
        self._offset = 0  # what is taken of the first piece

    def __bool__(self) -> bool:
        return bool(self._pieces)

    def __str__(self) -> str:
        return "".join(self._pieces)[self._offset :]

    def put(self, text: str) -> None:
        """Add text at the end."""
        if text:
            self._pieces.append(text)

    def take(self, limit: int) -> str:
        """Remove and return at most `limit` characters from the front."""
        taken: list[str] = []
        while limit > 0 and self._pieces:
            piece = self._pieces[0][self._offset : self._offset + limit]
            taken.append(piece)
            limit -= len(piece)
            self._offset += len(piece)
            if self._offset == len(self._pieces[0]):
                self._pieces.popleft()
                self._offset = 0
        return "".join(taken)

    def clear(self) -> None:
        """Remove everything."""
        self._pieces.clear()
        self._offset = 0
