"""Count how revisions by guidance were judged: shown beside the evidence, never part of it."""

from dataclasses import dataclass

from conductor.core.ids import GuidanceId
from conductor.store.database import Database


@dataclass(frozen=True, slots=True)
class RevisionCounts:
    """How many answers revised by guidance were better, the same or worse than before."""

    better: int = 0
    same: int = 0
    worse: int = 0


def revision_counts(db: Database) -> dict[tuple[GuidanceId, str], RevisionCounts]:
    """Return the counts of every version that was said, by guidance and version.

    Of several judgements of one revision the latest counts; what the others of a control were
    told is left out.
    """
    rows = db.rows(
        """
        SELECT guidance.ulid, guidance_version.hash,
          sum(judgement.kind = 'better') AS better, sum(judgement.kind = 'same') AS same,
          sum(judgement.kind = 'worse') AS worse
        FROM said JOIN guidance_version ON guidance_version.id = said.version
        JOIN guidance ON guidance.id = guidance_version.guidance
        JOIN judgement ON judgement.id IN (
          SELECT max(latest.id) FROM judgement AS latest
          WHERE latest.round = said.round AND latest.revision IS NOT NULL
            AND latest.deleted_at IS NULL GROUP BY latest.revision)
        JOIN answer ON answer.id = judgement.revision AND answer.words IS NULL
        GROUP BY guidance_version.id
        """
    )
    return {
        (GuidanceId(row["ulid"]), row["hash"]): RevisionCounts(
            row["better"], row["same"], row["worse"]
        )
        for row in rows
    }
