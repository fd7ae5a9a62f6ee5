"""Name the tables and columns of a library of this version, as the migrations make them.

Rules: a test holds it in step with the migrations. It is written out because a start must
know them at once, and what reads a damaged file cannot ask the file.
"""

from conductor.store.database import Database, damaged

COLUMNS: dict[str, str] = {
    "answer": (
        "id ulid round assistant assistant_name connection_name model position attempt status "
        "text reasoning finish raw_finish reported_model usage cost_usd seconds_first "
        "seconds_total error revises settings sent notices created ended deleted_at words"
    ),
    "answer_chunk": "answer seq text reasoning deleted_at",
    "assistant": "id ulid name folded connection model role settings colour created deleted_at",
    "attached": "answer position version deleted_at",
    "attachment": "round position name sha256 deleted_at",
    "attempt": (
        "id answer attempt model connection_name status text reasoning finish raw_finish "
        "reported_model usage cost_usd seconds_first seconds_total error settings sent "
        "notices created ended deleted_at"
    ),
    "connection": (
        "id ulid name folded kind base_url key_env model_path parallel created deleted_at example"
    ),
    "draft": "place text updated deleted_at",
    "draw": "id round version is_pair task_key state kept created deleted_at",
    "draw_column": "draw answer has deleted_at",
    "ensemble": "id ulid name folded used created deleted_at",
    "ensemble_member": "ensemble position assistant deleted_at",
    "guidance": (
        "id ulid version kind kinds assistants origin reusable pinned status use source "
        "question decided created deleted_at example origin_keys"
    ),
    "guidance_version": "id guidance number hash text created deleted_at",
    "handover": (
        "id ulid session kind assistant answer attempt boundary after round position is_rival "
        "given created deleted_at"
    ),
    "judged_answer": "judgement position answer attempt place deleted_at",
    "judgement": "id ulid round revision kind blind seconds reason created deleted_at",
    "judgement_tag": "judgement position tag deleted_at",
    "ledger": (
        "id time answer trial_answer proposal attempt connection_name model size_bytes sha256 "
        "deleted_at"
    ),
    "manuscript": "session text updated deleted_at",
    "manuscript_piece": (
        "id ulid session at answer attempt span_start span_end quote created deleted_at"
    ),
    "manuscript_version": "id ulid session text created deleted_at",
    "note": (
        "id ulid session round answer attempt span_start span_end quote text created updated "
        "deleted_at"
    ),
    "outcome": (
        "id version task_key source sign kind trial_task draw models cells created deleted_at"
    ),
    "pair_attached": "pair position version deleted_at",
    "proposal": (
        "id ulid source guidance assistant assistant_name connection_name model messages "
        "status text error cost_usd created ended deleted_at sessions"
    ),
    "round": "id ulid session number kind text created deleted_at blind peeked seed",
    "said": "round version control deleted_at",
    "session": "id ulid title kind touched created updated deleted_at blind example",
    "session_tag": "session tag deleted_at",
    "setting": "name value deleted_at",
    "task_set": "id ulid name folded created deleted_at",
    "task_set_item": "task_set position text kind deleted_at",
    "told": "answer words deleted_at",
    "trial": (
        "id ulid version use per_task state trouble prediction could_tell created ended deleted_at"
    ),
    "trial_answer": (
        "id ulid pair side attempt status connection_name model settings messages text "
        "reasoning finish raw_finish reported_model usage cost_usd seconds_first "
        "seconds_total error created ended deleted_at"
    ),
    "trial_assistant": "trial position assistant deleted_at",
    "trial_pair": (
        "id ulid task assistant assistant_name repeat with_side rank choice shown seconds "
        "confidence guess judged deleted_at"
    ),
    "trial_repeat": "id ulid pair rank choice shown seconds judged deleted_at",
    "trial_task": "id ulid trial position text task_key kind state trouble sign ended deleted_at",
}
"""The columns of every table, in the order in which a row holds them."""


def refuse_other_shape(db: Database) -> None:
    """Refuse a library of this version that lacks a table or a column.

    Raises:
        LibraryDamaged: it does; bytes of its description have turned bad.
    """
    rows = db.rows(
        """
        SELECT found.name AS name, group_concat(held.name, ' ') AS columns
        FROM sqlite_schema AS found, pragma_table_info(found.name) AS held
        WHERE found.type = 'table' GROUP BY found.name
        """
    )
    found = {row["name"]: set(row["columns"].split()) for row in rows}
    if any(not set(names.split()) <= found.get(table, set()) for table, names in COLUMNS.items()):
        raise damaged()
