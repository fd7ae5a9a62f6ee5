"""Read and write guidance, or one side of it, as a thing, so that what is done to it goes back.

Thread: main.
Rules: only what a step changed is looked at and written, so that evidence that came meanwhile
stays; a text takes its own evidence along.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from conductor.core.errors import InvalidInput, NotFound
from conductor.core.guidance.guidance import Guidance, GuidanceStatus
from conductor.core.ids import GuidanceId
from conductor.core.text.visible import visible
from conductor.i18n import _
from conductor.store.evidence import guidance as store
from conductor.workspace.desk import Desk
from conductor.workspace.guidance.guidance_evidence import GuidanceEvidence
from conductor.workspace.undo import Changed, Thing


@dataclass(frozen=True, slots=True)
class Wording:
    """A text, with where it stood when it was left.

    Attributes:
        decided: how many outcomes there were when the person last decided about it.
    """

    text: str
    version: str
    status: GuidanceStatus = field(compare=False)
    question: str = field(compare=False)
    decided: int = field(compare=False)


class GuidanceThings:
    """What can be done to guidance, each as a thing."""

    def __init__(
        self, desk: Desk, evidence: GuidanceEvidence, announce: Callable[[GuidanceId], None]
    ) -> None:
        self._desk = desk
        self._evidence = evidence
        self._announce = announce

    def whole(self, guidance_id: GuidanceId) -> Thing[Guidance | None]:
        """Return a piece of guidance; None if it is not there."""
        return Thing(
            ("guidance", guidance_id),
            partial(store.guidance_by_id, self._desk.db, guidance_id),
            partial(self._write_whole, guidance_id),
        )

    def wording(self, guidance_id: GuidanceId) -> Thing[Wording]:
        """Return the text of guidance."""
        return Thing(
            ("guidance text", guidance_id),
            partial(self._wording_now, guidance_id),
            partial(self._write_wording, guidance_id),
        )

    def side(self, guidance_id: GuidanceId, *fields: str) -> Thing[dict[str, object]]:
        """Return some of the fields of guidance."""
        return Thing(
            ("guidance", guidance_id, *fields),
            partial(self._fields_now, guidance_id, fields),
            partial(self._write_fields, guidance_id),
        )

    def question(self, guidance_id: GuidanceId) -> Thing[tuple[GuidanceStatus, str, int]]:
        """Return what is asked about guidance: its status, the question, what was decided."""
        return Thing(
            ("guidance question", guidance_id),
            partial(self._question_now, guidance_id),
            partial(self._write_question, guidance_id),
        )

    def _get(self, guidance_id: GuidanceId) -> Guidance:
        found = store.guidance_by_id(self._desk.db, guidance_id)
        if found is None:
            raise NotFound(_("There is no guidance {id}.").format(id=visible(guidance_id)))
        return found

    def _write_whole(self, guidance_id: GuidanceId, wanted: Guidance | None) -> None:
        db = self._desk.db
        if wanted is None and store.is_used(db, guidance_id):
            sentence = _("This guidance was used meanwhile, so it stays. Retire it instead.")
            raise Changed(sentence)
        if wanted is not None:
            self._refuse_double(guidance_id, wanted.version)
        with db.atomic():
            store.set_deleted(db, guidance_id, self._desk.now() if wanted is None else None)
        self._announce(guidance_id)

    def _refuse_double(self, guidance_id: GuidanceId, version: str) -> None:
        every = store.all_guidance(self._desk.db)
        if any(one.version == version and one.id != guidance_id for one in every):
            raise InvalidInput(_("Other guidance has this text already."))

    def _wording_now(self, guidance_id: GuidanceId) -> Wording:
        now = self._get(guidance_id)
        decided = store.decided_at(self._desk.db, guidance_id)
        return Wording(now.text, now.version, now.status, now.question, decided)

    def _write_wording(self, guidance_id: GuidanceId, wanted: Wording) -> None:
        db, now = self._desk.db, self._get(guidance_id)
        self._refuse_double(guidance_id, wanted.version)
        after = replace(
            now,
            text=wanted.text,
            version=wanted.version,
            status=wanted.status,
            question=wanted.question,
        )
        with db.atomic():
            store.set_text(db, after, self._desk.now())
            store.change_guidance(db, after)
            store.set_decided(db, guidance_id, wanted.decided)
            self._evidence.refresh(guidance_id)
        self._announce(guidance_id)

    def _fields_now(self, guidance_id: GuidanceId, fields: tuple[str, ...]) -> dict[str, object]:
        now = self._get(guidance_id)
        return {name: getattr(now, name) for name in fields}

    def _write_fields(self, guidance_id: GuidanceId, values: dict[str, object]) -> None:
        changed = replace(self._get(guidance_id), **values)  # type: ignore[arg-type]
        with self._desk.db.atomic():
            store.change_guidance(self._desk.db, changed)
        self._announce(guidance_id)

    def _question_now(self, guidance_id: GuidanceId) -> tuple[GuidanceStatus, str, int]:
        now = self._get(guidance_id)
        return now.status, now.question, store.decided_at(self._desk.db, guidance_id)

    def _write_question(
        self, guidance_id: GuidanceId, wanted: tuple[GuidanceStatus, str, int]
    ) -> None:
        status, question, decided = wanted
        changed = replace(self._get(guidance_id), status=status, question=question)
        with self._desk.db.atomic():
            store.change_guidance(self._desk.db, changed)
            store.set_decided(self._desk.db, guidance_id, decided)
        self._announce(guidance_id)
