"""Make the tables of judgements, notes, the person's own draft and what is passed on."""

SQL = """
ALTER TABLE session ADD COLUMN blind INTEGER NOT NULL DEFAULT 0;
ALTER TABLE round ADD COLUMN blind INTEGER NOT NULL DEFAULT 0;
ALTER TABLE round ADD COLUMN peeked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE round ADD COLUMN seed TEXT NOT NULL DEFAULT '';
UPDATE round SET seed = hex(randomblob(8));
CREATE TABLE judgement (
  id INTEGER PRIMARY KEY, ulid TEXT NOT NULL UNIQUE,
  round INTEGER NOT NULL REFERENCES round(id), revision INTEGER REFERENCES answer(id),
  kind TEXT NOT NULL, blind INTEGER NOT NULL, seconds REAL, reason TEXT NOT NULL,
  created TEXT NOT NULL, deleted_at TEXT
);
CREATE INDEX judgement_round ON judgement(round);
CREATE INDEX judgement_revision ON judgement(revision) WHERE revision IS NOT NULL;
CREATE TABLE judged_answer (
  judgement INTEGER NOT NULL REFERENCES judgement(id), position INTEGER NOT NULL,
  answer INTEGER NOT NULL REFERENCES answer(id), attempt INTEGER NOT NULL, place INTEGER,
  deleted_at TEXT, PRIMARY KEY (judgement, position)
) WITHOUT ROWID;
CREATE INDEX judged_answer_answer ON judged_answer(answer);
CREATE TABLE judgement_tag (
  judgement INTEGER NOT NULL REFERENCES judgement(id), position INTEGER NOT NULL,
  tag TEXT NOT NULL, deleted_at TEXT, PRIMARY KEY (judgement, position)
) WITHOUT ROWID;
CREATE TABLE note (
  id INTEGER PRIMARY KEY, ulid TEXT NOT NULL UNIQUE,
  session INTEGER NOT NULL REFERENCES session(id), round INTEGER REFERENCES round(id),
  answer INTEGER REFERENCES answer(id), attempt INTEGER, span_start INTEGER, span_end INTEGER,
  quote TEXT NOT NULL, text TEXT NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL,
  deleted_at TEXT
);
CREATE INDEX note_session ON note(session);
CREATE INDEX note_answer ON note(answer) WHERE answer IS NOT NULL;
CREATE TABLE manuscript (
  session INTEGER PRIMARY KEY REFERENCES session(id), text TEXT NOT NULL,
  updated TEXT NOT NULL, deleted_at TEXT
);
CREATE TABLE manuscript_version (
  id INTEGER PRIMARY KEY, ulid TEXT NOT NULL UNIQUE,
  session INTEGER NOT NULL REFERENCES session(id), text TEXT NOT NULL,
  created TEXT NOT NULL, deleted_at TEXT
);
CREATE INDEX manuscript_version_session ON manuscript_version(session);
CREATE TABLE manuscript_piece (
  id INTEGER PRIMARY KEY, ulid TEXT NOT NULL UNIQUE,
  session INTEGER NOT NULL REFERENCES session(id), at INTEGER NOT NULL,
  answer INTEGER NOT NULL REFERENCES answer(id), attempt INTEGER NOT NULL,
  span_start INTEGER NOT NULL, span_end INTEGER NOT NULL, quote TEXT NOT NULL,
  created TEXT NOT NULL, deleted_at TEXT
);
CREATE INDEX manuscript_piece_session ON manuscript_piece(session);
CREATE TABLE handover (
  id INTEGER PRIMARY KEY, ulid TEXT NOT NULL UNIQUE,
  session INTEGER NOT NULL REFERENCES session(id), kind TEXT NOT NULL,
  assistant INTEGER NOT NULL REFERENCES assistant(id),
  answer INTEGER NOT NULL REFERENCES answer(id), attempt INTEGER NOT NULL,
  boundary TEXT NOT NULL, after INTEGER NOT NULL, round INTEGER REFERENCES round(id),
  position INTEGER NOT NULL, is_rival INTEGER NOT NULL, given INTEGER REFERENCES answer(id),
  created TEXT NOT NULL, deleted_at TEXT
);
CREATE INDEX handover_session ON handover(session);
CREATE INDEX handover_round ON handover(round) WHERE round IS NOT NULL;
CREATE TABLE told (
  answer INTEGER PRIMARY KEY REFERENCES answer(id), words TEXT NOT NULL, deleted_at TEXT
);
"""
