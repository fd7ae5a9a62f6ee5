"""Note what proposals were made of, and keep the keys of tasks whose words are gone."""

SQL = """
ALTER TABLE proposal ADD COLUMN sessions TEXT;
ALTER TABLE guidance ADD COLUMN origin_keys TEXT NOT NULL DEFAULT '';
"""
