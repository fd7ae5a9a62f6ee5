"""What one assistant sees."""

from hypothesis import given
from hypothesis import strategies as st

from conductor.core.entities import Answer, AnswerStatus, Attachment
from conductor.core.ids import AnswerId, AssistantId, RoundId
from conductor.core.request import Message
from conductor.core.thread import (
    GUIDANCE_HEADING,
    PARTIAL_MARK,
    Turn,
    build_thread,
    language_of,
    rounds_to_leave_out,
    system_message,
    words_of,
)


def answer(text: str, status: AnswerStatus = AnswerStatus.COMPLETE) -> Answer:
    return Answer(
        id=AnswerId("A"),
        round_id=RoundId("R"),
        assistant_id=AssistantId("S"),
        assistant="Astra",
        connection="Here",
        model="m",
        position=0,
        status=status,
        text=text,
    )


def test_a_thread_is_role_earlier_turns_and_new_words() -> None:
    turns = [Turn("one?", answer("1")), Turn("two?", answer("2"))]

    thread = build_thread("Be brief.", turns, "three?")

    assert thread == (
        Message.of("system", "Be brief."),
        Message.of("user", "one?"),
        Message.of("assistant", "1"),
        Message.of("user", "two?"),
        Message.of("assistant", "2"),
        Message.of("user", "three?"),
    )


def test_without_a_role_there_is_no_system_message() -> None:
    assert build_thread("", [], "hi") == (Message.of("user", "hi"),)


def test_a_turn_without_text_is_left_out_with_its_question() -> None:
    turns = [Turn("one?", answer("", AnswerStatus.FAILED)), Turn("two?", answer(" \n"))]

    assert build_thread("", turns, "three?") == (Message.of("user", "three?"),)


def test_partial_text_stays_and_is_marked() -> None:
    turns = [Turn("one?", answer("half an", AnswerStatus.INTERRUPTED))]

    thread = build_thread("", turns, "go on")

    assert thread[1] == Message.of("assistant", f"half an\n\n{PARTIAL_MARK}")


def test_attached_guidance_stands_at_the_end_of_the_system_message_verbatim() -> None:
    text = system_message("Be kind.", ["Numbers first.", "한 쪽으로."], "Sum up this report")

    assert text == f"Be kind.\n\n{GUIDANCE_HEADING}\n- Numbers first.\n- 한 쪽으로."


def test_a_task_in_another_language_than_the_role_asks_for_its_own() -> None:
    assert "Korean" in system_message("You are brief.", (), "회의록을 요약해 줘")
    assert "English" in system_message("간결하게 답하세요.", (), "Sum up the minutes")
    assert system_message("You are brief.", (), "Sum up the minutes") == "You are brief."
    assert system_message("", (), "회의록을 요약해 줘") == ""


def test_the_language_of_mixed_text_is_the_one_that_says_most() -> None:
    assert language_of("PDF 파일을 요약해 줘") == "ko"
    assert language_of("Translate 안녕 into French for the newsletter") == "en"
    assert language_of("1 + 1 = ?") is None
    assert language_of("Name three uses of a brick. (벽돌의 쓰임새 세 가지)") is None


def test_attached_files_are_framed_and_cannot_break_the_frame_by_their_name() -> None:
    files = [Attachment('a"><b>.txt', "0", "body\n")]

    assert words_of("Read this", files) == 'Read this\n\n<file name="a___b_.txt">\nbody\n</file>'


def test_leaving_out_rounds_makes_a_thread_fit() -> None:
    turns = [Turn("q" * 400, answer("a" * 400)) for _ in range(5)]
    thread = build_thread("role", turns, "now?")

    assert rounds_to_leave_out(thread, prompt_tokens=1200, context_tokens=800) == 3
    assert rounds_to_leave_out(thread, prompt_tokens=1200, context_tokens=4000) == 0
    assert rounds_to_leave_out(thread, prompt_tokens=10**7, context_tokens=100) is None


@given(
    st.lists(st.tuples(st.text(), st.text(), st.sampled_from(AnswerStatus))),
    st.text(),
    st.text(),
)
def test_roles_always_alternate_and_the_words_come_last(
    turns: list[tuple[str, str, AnswerStatus]], system: str, words: str
) -> None:
    thread = build_thread(system, [Turn(q, answer(a, s)) for q, a, s in turns], words)

    talk = [m.role for m in thread if m.role != "system"]
    assert talk == ["user", "assistant"] * (len(talk) // 2) + ["user"]
    assert thread[-1] == Message.of("user", words)
    assert all(message.text.strip() for message in thread[:-1] if message.role == "assistant")
