"""Text that waits is taken in slices, in order."""

from hypothesis import given
from hypothesis import strategies as st

from conductor.gui.answer.document.text_queue import TextQueue


@given(st.lists(st.text()), st.lists(st.integers(1, 5)))
def test_nothing_is_lost_or_changed(pieces: list[str], sizes: list[int]) -> None:
    queue = TextQueue()
    for piece in pieces:
        queue.put(piece)

    taken = [queue.take(size) for size in sizes]

    assert all(len(text) <= size for text, size in zip(taken, sizes, strict=True))
    assert "".join(taken) + str(queue) == "".join(pieces)
    assert bool(queue) is bool(str(queue))


def test_a_cleared_queue_is_empty() -> None:
    queue = TextQueue()
    queue.put("abc")
    queue.take(1)

    queue.clear()
    queue.put("d")

    assert str(queue) == "d"
