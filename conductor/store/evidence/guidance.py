"""Keep guidance with its versions, where it was said, and to which answers it was attached."""

import json
from collections.abc import Iterable, Sequence
from sqlite3 import Row

from conductor.core.guidance.guidance import (
    Control,
    Guidance,
    GuidanceKind,
    GuidanceSource,
    GuidanceStatus,
    GuidanceUse,
    GuidanceVersion,
    Scope,
)
from conductor.core.ids import AnswerId, AssistantId, GuidanceId, RoundId
from conductor.store.database import Database
from conductor.store.encoding import list_from, value_of

VERSION_KEY = """
(SELECT guidance_version.id FROM guidance_version
 JOIN guidance ON guidance.id = guidance_version.guidance
 WHERE guidance.ulid = ? AND guidance_version.hash = ?)
"""
_SELECT = """
SELECT guidance.*, guidance_version.text, guidance_version.hash, round.ulid AS origin_ulid
FROM guidance JOIN guidance_version ON guidance_version.id = guidance.version
LEFT JOIN round ON round.id = guidance.origin
WHERE guidance.deleted_at IS NULL
"""
_VERSIONS = """
SELECT guidance_version.*, guidance.ulid FROM guidance_version
JOIN guidance ON guidance.id = guidance_version.guidance
"""


def add_guidance(db: Database, guidance: Guidance) -> None:
    """Add a piece of guidance with its first version."""
    key = db.write(
        """
        INSERT INTO guidance (ulid, kind, kinds, assistants, origin, reusable, pinned, status,
          use, source, question, created, example)
        VALUES (?, ?, ?, ?, (SELECT id FROM round WHERE ulid = ?), ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            guidance.id,
            guidance.kind,
            _list_json(guidance.scope.kinds),
            _list_json(guidance.scope.assistants),
            guidance.origin,
            guidance.reusable,
            guidance.pinned,
            guidance.status,
            guidance.use,
            guidance.source,
            guidance.question,
            guidance.created,
            guidance.is_example,
        ),
    )
    _take_version(db, key, guidance.version, guidance.text, guidance.created)


def set_text(db: Database, guidance: Guidance, when: str) -> None:
    """Give a piece of guidance the text it has now as its version; an old one comes back."""
    row = db.row("SELECT id FROM guidance WHERE ulid = ?", (guidance.id,))
    if row is not None:
        _take_version(db, row["id"], guidance.version, guidance.text, when)


def _take_version(db: Database, key: int, version: str, text: str, when: str) -> None:
    db.write(
        """
        INSERT INTO guidance_version (guidance, number, hash, text, created)
        VALUES (?, (SELECT coalesce(max(number), 0) + 1 FROM guidance_version WHERE guidance = ?),
          ?, ?, ?)
        ON CONFLICT (guidance, hash) DO NOTHING
        """,
        (key, key, version, text, when),
    )
    db.write(
        """
        UPDATE guidance SET version =
          (SELECT id FROM guidance_version WHERE guidance = ? AND hash = ?)
        WHERE id = ?
        """,
        (key, version, key),
    )


def change_guidance(db: Database, guidance: Guidance) -> None:
    """Write everything about a piece of guidance but its text."""
    db.write(
        """
        UPDATE guidance SET kind = ?, kinds = ?, assistants = ?, reusable = ?, pinned = ?,
          status = ?, use = ?, question = ?,
          origin = (SELECT id FROM round WHERE ulid = ?)
        WHERE ulid = ?
        """,
        (
            guidance.kind,
            _list_json(guidance.scope.kinds),
            _list_json(guidance.scope.assistants),
            guidance.reusable,
            guidance.pinned,
            guidance.status,
            guidance.use,
            guidance.question,
            guidance.origin,
            guidance.id,
        ),
    )


def set_deleted(db: Database, guidance_id: GuidanceId, when: str | None) -> None:
    """Take away guidance that nobody used, or have it there again (None)."""
    db.write("UPDATE guidance SET deleted_at = ? WHERE ulid = ?", (when, guidance_id))


def is_used(db: Database, guidance_id: GuidanceId) -> bool:
    """Whether any version of guidance was said, attached, drawn or tested."""
    row = db.row(
        """
        SELECT 1 FROM guidance_version AS version JOIN guidance ON guidance.id = version.guidance
        WHERE guidance.ulid = ? AND version.id IN (
          SELECT version FROM said UNION ALL SELECT version FROM attached
          UNION ALL SELECT version FROM pair_attached UNION ALL SELECT version FROM draw
          UNION ALL SELECT version FROM trial UNION ALL SELECT version FROM outcome) LIMIT 1
        """,
        (guidance_id,),
    )
    return row is not None


def set_decided(db: Database, guidance_id: GuidanceId, outcomes: int) -> None:
    """Note how many outcomes there were when the person last decided about it."""
    db.write("UPDATE guidance SET decided = ? WHERE ulid = ?", (outcomes, guidance_id))


def decided_at(db: Database, guidance_id: GuidanceId) -> int:
    """Return how many outcomes there were when the person last decided about it."""
    row = db.row("SELECT decided FROM guidance WHERE ulid = ?", (guidance_id,))
    return 0 if row is None else int(row["decided"])


def all_guidance(db: Database) -> tuple[Guidance, ...]:
    """Return every piece of the person's guidance, oldest first, without the example's."""
    rows = db.rows(f"{_SELECT} AND NOT guidance.example ORDER BY guidance.id")
    return tuple(_guidance(row) for row in rows)


def is_any_reusable(db: Database) -> bool:
    """Whether the person has any reusable guidance."""
    found = db.row(
        "SELECT 1 FROM guidance WHERE reusable AND NOT example AND deleted_at IS NULL LIMIT 1"
    )
    return found is not None


def guidance_by_id(db: Database, guidance_id: GuidanceId) -> Guidance | None:
    """Return one piece of guidance, None if it is not there."""
    row = db.row(f"{_SELECT} AND guidance.ulid = ?", (guidance_id,))
    return None if row is None else _guidance(row)


def versions_of(db: Database, guidance_id: GuidanceId) -> tuple[GuidanceVersion, ...]:
    """Return the texts a piece of guidance has had, the first one first."""
    rows = db.rows(f"{_VERSIONS} WHERE guidance.ulid = ? ORDER BY number", (guidance_id,))
    return tuple(_version(row) for row in rows)


def add_said(db: Database, round_id: RoundId, guidance: Guidance, control: Control) -> None:
    """Note which guidance a round's words are."""
    db.write(
        f"""
        INSERT INTO said (round, version, control)
        VALUES ((SELECT id FROM round WHERE ulid = ?), {VERSION_KEY}, ?)
        """,
        (round_id, guidance.id, guidance.version, control),
    )


def said_in(db: Database, round_id: RoundId) -> tuple[GuidanceVersion, Control] | None:
    """Return the guidance that a round's words are, and what its control was."""
    row = db.row(
        """
        SELECT guidance_version.*, guidance.ulid, said.control FROM said
        JOIN guidance_version ON guidance_version.id = said.version
        JOIN guidance ON guidance.id = guidance_version.guidance
        JOIN round ON round.id = said.round WHERE round.ulid = ?
        """,
        (round_id,),
    )
    return None if row is None else (_version(row), value_of(Control, row["control"], Control.NONE))


def times_said(db: Database) -> dict[GuidanceId, int]:
    """Return in how many rounds each piece of guidance was said."""
    rows = db.rows(
        """
        SELECT guidance.ulid, count(*) AS n FROM said
        JOIN guidance_version ON guidance_version.id = said.version
        JOIN guidance ON guidance.id = guidance_version.guidance GROUP BY guidance.id
        """
    )
    return {GuidanceId(row["ulid"]): row["n"] for row in rows}


def attach(db: Database, answer_id: AnswerId, guidance: Sequence[Guidance]) -> None:
    """Note the guidance attached for one answer to a task, strongest first."""
    db.write_many(
        f"""
        INSERT INTO attached (answer, position, version)
        VALUES ((SELECT id FROM answer WHERE ulid = ?), ?, {VERSION_KEY})
        """,
        [(answer_id, n, item.id, item.version) for n, item in enumerate(guidance)],
    )


def attached_to(db: Database, answer_id: AnswerId) -> tuple[GuidanceVersion, ...]:
    """Return the guidance attached for one answer, in the order in which it stands."""
    rows = db.rows(
        """
        SELECT guidance_version.*, guidance.ulid FROM attached
        JOIN answer ON answer.id = attached.answer
        JOIN guidance_version ON guidance_version.id = attached.version
        JOIN guidance ON guidance.id = guidance_version.guidance
        WHERE answer.ulid = ? ORDER BY attached.position
        """,
        (answer_id,),
    )
    return tuple(_version(row) for row in rows)


def answers_to(db: Database, round_id: RoundId) -> tuple[tuple[AnswerId, AssistantId], ...]:
    """Return the answers of a round with who gave them, in the order of their columns."""
    rows = db.rows(
        """
        SELECT answer.ulid, assistant.ulid AS assistant_ulid FROM answer
        JOIN assistant ON assistant.id = answer.assistant
        WHERE answer.deleted_at IS NULL
          AND answer.round = (SELECT id FROM round WHERE ulid = ?)
        ORDER BY answer.position
        """,
        (round_id,),
    )
    return tuple((AnswerId(row["ulid"]), AssistantId(row["assistant_ulid"])) for row in rows)


def assistant_names(db: Database) -> dict[AssistantId, str]:
    """Return the names of all assistants, those that were removed as well."""
    rows = db.rows("SELECT ulid, name FROM assistant")
    return {AssistantId(row["ulid"]): row["name"] for row in rows}


def origin_texts(db: Database, guidance_id: GuidanceId) -> tuple[str, ...]:
    """Return the tasks and follow-ups of the session in which the guidance was invented."""
    rows = db.rows(
        """
        SELECT other.text FROM guidance JOIN round ON round.id = guidance.origin
        JOIN round AS other ON other.session = round.session
        WHERE guidance.ulid = ? AND other.kind IN ('task', 'follow-up') AND other.text <> ''
        ORDER BY other.number
        """,
        (guidance_id,),
    )
    return tuple(row["text"] for row in rows)


def origin_keys(db: Database, guidance_id: GuidanceId) -> tuple[str, ...]:
    """Return the keys of such tasks whose words were deleted for good."""
    row = db.row("SELECT origin_keys FROM guidance WHERE ulid = ?", (guidance_id,))
    return () if row is None else tuple(row["origin_keys"].split())


def _list_json(values: Iterable[str]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


def _guidance(row: Row) -> Guidance:
    return Guidance(
        id=GuidanceId(row["ulid"]),
        text=row["text"],
        version=row["hash"],
        kind=value_of(GuidanceKind, row["kind"], GuidanceKind.OTHER),
        scope=Scope(
            tuple(list_from(row["kinds"])),
            tuple(AssistantId(item) for item in list_from(row["assistants"])),
        ),
        origin=None if row["origin_ulid"] is None else RoundId(row["origin_ulid"]),
        reusable=bool(row["reusable"]),
        pinned=bool(row["pinned"]),
        status=value_of(GuidanceStatus, row["status"], GuidanceStatus.CANDIDATE),
        use=value_of(GuidanceUse, row["use"], GuidanceUse.ATTACHED),
        source=value_of(GuidanceSource, row["source"], GuidanceSource.PERSON),
        question=row["question"],
        created=row["created"],
        is_example=bool(row["example"]),
    )


def _version(row: Row) -> GuidanceVersion:
    return GuidanceVersion(
        GuidanceId(row["ulid"]), row["hash"], row["number"], row["text"], row["created"]
    )
