"""What the README promises, each sentence with the tests that hold it.

A promise that is worded anew is changed here as well; a new one gets its tests here. A test is
named by its file below `tests` and its name; the long runs are those marked `slow`.
"""

import ast
import functools
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
README = TESTS.parent / "README.md"

PROMISES: dict[str, tuple[str, ...]] = {
    # The beginning
    "every assistant keeps its own conversation with you, none sees another's": (
        "core/test_thread.py::test_a_thread_is_role_earlier_turns_and_new_words",
        "workspace/rounds/test_merging.py::test_a_merge_goes_on_in_its_assistants_thread_and_in_no_other",
    ),
    "nothing waits for the slowest": (
        "engine/test_engine.py::test_the_slowest_holds_up_nobody",
        "engine/test_engine_over_http.py::"
        "test_sixteen_stream_at_once_and_the_slowest_holds_up_nobody",
    ),
    "nothing that you wrote or received is lost": (
        "reliability/test_kill.py::test_a_kill_loses_no_committed_answer_and_little_text",
        "reliability/test_kill.py::"
        "test_a_hundred_kills_lose_no_committed_answer_and_at_most_250_ms_of_text",
        "reliability/test_kill_at_work.py::"
        "test_the_window_killed_anywhere_leaves_a_state_that_it_had",
        "reliability/test_kill_at_work.py::test_fifty_kills_lose_at_most_one_second_of_typing",
        "reliability/test_power_cuts.py::test_no_power_cut_damages_or_loses_anything",
        "reliability/test_io_errors.py::test_a_command_survives_an_error_at_any_call",
        "reliability/test_model.py::"
        "test_two_thousand_steps_leave_the_library_equal_to_a_plain_model",
    ),
    "what is still held when Conductor ends is put into a file that only you can read": (
        "gui/test_refused_words.py::"
        "test_words_that_are_refused_until_the_window_closes_are_put_into_a_file",
        "gui/test_refused_words.py::"
        "test_words_typed_in_a_library_that_can_only_be_read_are_put_into_a_file",
        "workspace/sessions/test_held_words.py::"
        "test_the_persons_own_text_that_is_refused_is_held_and_put_aside_at_the_end",
    ),
    "what you type is held and written as soon as that is possible": (
        "gui/test_refused_words.py::"
        "test_words_left_behind_while_they_were_refused_are_kept_without_coming_back",
        "workspace/sessions/test_held_words.py::"
        "test_the_persons_own_text_is_kept_as_soon_as_the_library_takes_it",
    ),
    "it needs no assistant, counts for nothing and is thrown away with one click": (
        "workspace/example/test_example.py::test_nothing_of_it_is_ever_drawn_or_attached",
        "workspace/example/test_example.py::test_deleted_from_the_bin_it_leaves_nothing_either",
    ),
    # How to …
    "Each column streams, stops, fails and is tried again on its own.": (
        "engine/test_engine.py::test_a_stop_ends_one_answer_only",
        "gui/workbench/test_workbench.py::test_one_answer_is_stopped_and_the_others_go_on",
    ),
    "the old round stays in the session and leaves the assistants' threads": (
        "gui/workbench/session/test_session.py::test_a_task_is_edited_and_sent_anew_and_the_old_one_stays",
    ),
    "shows exactly what an assistant saw": (
        "cli/commands/test_asking.py::test_show_thread_is_what_was_sent",
    ),
    "what had come is kept": (
        "engine/test_engine.py::test_a_stopped_answer_keeps_its_text",
        "core/test_thread.py::test_partial_text_stays_and_is_marked",
    ),
    "nothing is cut silently: the column offers to leave out the first rounds": (
        "core/test_thread.py::test_leaving_out_rounds_makes_a_thread_fit",
        "gui/workbench/reading/test_reading.py::test_a_thread_says_what_was_left_out_and_what_was_adopted",
    ),
    "All of this is worked out on your computer.": (
        "core/test_imports.py::test_libraries_stay_in_their_folders",
    ),
    "Changing your mind keeps both judgements.": (
        "workspace/judging/test_judging.py::test_changing_ones_mind_keeps_both_and_the_latest_counts",
        "gui/workbench/judging/test_judging.py::test_changing_ones_mind_keeps_both_judgements",
    ),
    "names, models, times and costs are hidden everywhere until you have judged": (
        "gui/workbench/judging/test_blind.py::test_columns_are_numbered_and_nothing_names_who_wrote_them",
        "gui/workbench/judging/test_blind.py::test_menus_clipboard_tabs_search_and_draft_give_nothing_away",
        "cli/commands/test_judging.py::test_a_blind_round_gives_no_name_away_until_it_is_judged",
    ),
    "The result tells what came from which draft and is judged like any other, blind": (
        "workspace/rounds/test_merging.py::test_a_merged_answer_is_judged_blind_against_the_best_draft",
    ),
    "notes survive a revision": (
        "workspace/sessions/test_notes_and_drafts.py::"
        "test_a_note_survives_a_revision_and_says_when_it_no_longer_fits",
    ),
    "fresh answers to the same tasks are written with the guidance and without it": (
        "workspace/trials/test_trials.py::test_both_answers_are_fresh_and_only_one_has_the_guidance",
    ),
    "hidden until you have judged": (
        "workspace/guidance/test_lottery.py::"
        "test_nothing_that_would_tell_is_given_out_until_the_task_is_judged",
    ),
    "What has proven itself is attached to new tasks by itself, listed above your words": (
        "workspace/guidance/test_playbook.py::test_only_proven_guidance_is_attached_by_itself",
        "gui/workbench/composer/test_attaching.py::test_what_a_new_task_gets_is_shown_before_it_is_sent",
    ),
    "moving one to the bin takes everything of it along, and it can be restored": (
        "store/sessions/test_bin.py::test_what_is_restored_is_what_was_binned",
        "store/sessions/test_bin.py::"
        "test_every_table_that_hangs_on_a_session_goes_with_it_or_is_known_to_stay",
    ),
    "Outside fields, **Ctrl+Z** undoes and Ctrl+Shift+Z redoes": (
        "gui/test_undo.py::test_it_is_undone_and_redone_by_key",
        "gui/test_undo.py::test_in_a_field_the_keys_are_the_fields",
        "gui/assistants/test_undo_of_what_is_set_up.py::test_it_is_undone_and_redone_by_key",
        "gui/what_works/test_undo_of_guidance.py::test_it_is_undone_and_redone_by_key",
        "workspace/test_undo_of_anything.py::"
        "test_whatever_is_done_goes_all_the_way_back_and_all_the_way_forth",
    ),
    "What was changed elsewhere meanwhile is never overwritten, and a key is not kept for it": (
        "workspace/test_undo.py::test_what_was_changed_elsewhere_meanwhile_is_not_overwritten",
        "gui/assistants/test_undo_of_what_is_set_up.py::"
        "test_a_key_in_memory_or_in_an_address_is_in_no_step_and_in_no_file",
    ),
    "what a draw has shown and counted stays": (
        "workspace/judging/test_taking_back.py::"
        "test_after_the_arms_were_seen_the_first_pick_stays_the_outcome",
    ),
    "Deleting for good asks first": (
        "gui/library/test_library_page.py::test_the_bin_restores_and_deletes_for_good_only_when_asked",
    ),
    # Commands
    "Every command takes `--json` and then prints one JSON document to standard output": (
        "cli/test_commands.py::test_every_command_takes_json",
    ),
    "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 some assistants failed and some answered": (
        "cli/commands/test_asking.py::test_one_failed_of_two_is_exit_code_3_and_says_why",
        "cli/commands/test_asking.py::test_all_failed_is_exit_code_1",
        "cli/commands/test_asking.py::test_wrong_usage_is_exit_code_2_with_a_sentence",
    ),
    "Ctrl+C keeps what came.": ("cli/commands/test_asking.py::test_ctrl_c_keeps_what_came",),
    "no word of it is left in the data folder: kept are the ledger's rows, evidence without "
    "words": (
        "workspace/test_gone_for_good.py::test_nothing_of_it_is_in_any_byte",
        "workspace/test_gone_for_good.py::test_evidence_stays_without_words_and_counts_as_before",
    ),
    "If the library is missing or damaged, Conductor says so, changes nothing": (
        "cli/commands/test_keeping.py::"
        "test_a_missing_library_is_said_by_every_command_and_begun_anew_only_on_request",
        "gui/rescue/test_rescue.py::test_a_missing_library_is_said_with_a_look_into_its_backups",
        "store/test_library.py::test_a_database_of_another_program_is_not_touched",
    ),
    "The present state is kept aside.": (
        "gui/rescue/test_rescue.py::test_a_backup_is_restored_from_the_window_after_a_look_at_it",
    ),
    "From a damaged library it saves what can still be read, row by row.": (
        "reliability/test_damage.py::test_of_a_library_with_one_damaged_page_nine_tenths_are_saved",
        "gui/rescue/test_rescue.py::test_what_can_be_read_of_a_damaged_library_is_saved_and_counted",
    ),
    "the next start says so and opens beside it": (
        "gui/workbench/session/test_opening.py::test_a_session_with_which_the_last_run_ended_is_not_opened_but_named",
        "gui/workbench/session/test_opening.py::"
        "test_a_window_that_was_killed_while_a_session_held_it_opens_beside_it",
    ),
    # Where your data lives
    "One folder, yours alone (mode 0700)": (
        "store/test_library.py::test_a_new_library_is_private_and_has_its_mark",
    ),
    "a copy of each of the last seven days of use and four weeks": (
        "store/backups/test_backup.py::test_seven_days_and_four_weeks_are_kept",
        "workspace/test_clock.py::test_backups_of_a_clock_that_was_wrong_do_not_push_out_good_ones",
    ),
    "the copy that holds most is never rotated out": (
        "store/backups/test_backup.py::test_the_backup_that_holds_most_stays_for_good",
    ),
    "what you type at least once a second, wherever you type": (
        "reliability/test_drafts.py::test_who_types_without_a_pause_loses_a_second_at_most",
    ),
    "one from before every change of the file's form": (
        "store/backups/test_backup.py::test_a_migration_is_preceded_by_a_backup_and_keeps_everything",
        "reliability/test_kill_at_work.py::"
        "test_a_program_killed_at_each_step_of_a_migration_leaves_the_old_or_the_new",
        "reliability/test_power_cuts.py::"
        "test_a_power_cut_while_migrating_leaves_an_old_or_a_new_library",
    ),
    "If the program is killed, the next start shows what had come, marked *interrupted*.": (
        "store/test_library.py::"
        "test_what_was_streaming_is_interrupted_at_the_next_start_with_its_text",
        "reliability/test_kill.py::test_a_kill_loses_no_committed_answer_and_little_text",
    ),
    "A library of a newer version is opened for reading only.": (
        "store/test_library.py::test_a_file_of_a_newer_version_is_opened_for_reading_only",
    ),
    "One copy of the program writes at a time; commands that only read work beside an open "
    "window.": (
        "reliability/test_instances.py::"
        "test_beside_an_open_window_reading_works_and_writing_is_refused_with_a_sentence",
        "reliability/test_instances.py::test_twenty_fast_restarts_leave_no_lock_and_lose_nothing",
    ),
    # Privacy
    "Nothing leaves your computer but what you send to the assistants you address, and the one "
    "download of the starter model. No telemetry, no update check.": (
        "security/test_silence.py::test_a_window_that_is_left_alone_reaches_for_nothing",
        "core/test_imports.py::test_libraries_stay_in_their_folders",
        "engine/local/test_starter.py::test_pip_is_asked_for_that_one_wheel_and_nothing_else",
    ),
    "Every request leaves a row in a ledger in your library": (
        "workspace/rounds/test_rounds.py::test_the_request_is_in_the_ledger_before_it_goes_out",
        "workspace/rounds/test_rounds.py::test_a_retry_of_the_engine_is_in_the_ledger_too",
    ),
    "It is never stored, never an argument, never in a log": (
        "cli/commands/test_connecting.py::test_keys_are_not_stored",
        "gui/assistants/test_connections_page.py::"
        "test_a_key_for_this_session_is_sent_and_never_shown_or_written",
        "engine/local/test_server.py::test_the_key_reaches_the_process_through_its_input_only",
        "security/test_canaries.py::test_keys_are_not_in_the_arguments_or_names_of_any_process",
        "security/test_canaries.py::test_keys_that_services_echo_are_nowhere_afterwards",
    ),
    "if a service repeats your key, it is masked before you or the disk see it": (
        "engine/attempts/test_redaction.py::test_no_key_gets_through_however_it_is_cut",
        "engine/test_engine.py::test_a_key_in_pieces_never_reaches_the_owner",
        "engine/test_engine_over_http.py::"
        "test_a_service_that_repeats_the_key_never_gets_it_to_the_owner",
    ),
    "Redirects are not followed": (
        "providers/test_hostile_server.py::test_a_redirect_is_not_followed_and_the_key_stays",
    ),
    "plain `http` only reaches your own machine or network": (
        "providers/wire/test_address.py::test_plain_http_stays_within_private_networks",
    ),
    "no picture, link or page is loaded from it": (
        "core/markup/test_parser.py::test_pictures_are_named_not_fetched",
        "gui/answer/test_hostile_answers.py::test_nothing_is_loaded_opened_or_run",
        "gui/answer/test_answer_spots.py::"
        "test_a_blocked_picture_names_its_whole_address_and_opens_nothing",
    ),
    # Limits
    "Names, tips and messages are plain text too.": (
        "security/test_hostile_names.py::test_hostile_names_are_shown_as_they_are_everywhere",
    ),
    "get the environment they need, and no key": (
        "security/test_children.py::test_every_program_that_is_started_gets_its_environment_from_one_place",
        "security/test_children.py::test_the_process_of_the_local_model_sees_its_processors_and_no_key",
    ),
    "so does code whose reading takes more than a second of processor time": (
        "gui/answer/document/test_code_highlighter.py::test_no_language_stops_the_window",
    ),
    "Only text files can be attached (UTF-8, UTF-16 or CP949, up to 2 MB).": (
        "cli/commands/test_asking.py::test_attached_text_is_sent_along_and_kept",
    ),
    # For developers
    "Imports point one way": ("core/test_imports.py::test_imports_point_one_way",),
}


def one_line(text: str) -> str:
    return " ".join(text.split())


@functools.cache
def readme() -> str:
    return one_line(README.read_text(encoding="utf-8"))


@functools.cache
def names_in(file: str) -> frozenset[str]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    found = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return frozenset(node.name for node in found if node.name.startswith("test_"))


@pytest.mark.parametrize("promise", PROMISES)
def test_a_promise_stands_in_the_readme_and_tests_hold_it(promise: str) -> None:
    assert one_line(promise) in readme(), "the README no longer says so"
    assert PROMISES[promise], "nothing holds it"
    for name in PROMISES[promise]:
        file, test = name.split("::")
        assert (TESTS / file).is_file(), f"there is no {file}"
        assert test in names_in(file), f"there is no test {name}"
