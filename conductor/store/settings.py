"""Keep the settings."""

from conductor.store.database import Database


def all_settings(db: Database) -> dict[str, str]:
    """Return the settings that were changed, by name."""
    rows = db.rows("SELECT name, value FROM setting WHERE deleted_at IS NULL")
    return {row["name"]: row["value"] for row in rows}


def keep_setting(db: Database, name: str, value: str) -> None:
    """Keep one setting."""
    db.write(
        """
        INSERT INTO setting (name, value) VALUES (?, ?)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value, deleted_at = NULL
        """,
        (name, value),
    )
