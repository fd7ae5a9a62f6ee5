"""Keep the person's guidance: write it down, edit, star, pin and retire it.

Thread: main.
"""

import logging
from dataclasses import replace

from conductor.core.change import Change
from conductor.core.errors import InvalidInput, NotFound
from conductor.core.guidance.guidance import (
    Control,
    Guidance,
    GuidanceKind,
    GuidanceSource,
    GuidanceStatus,
    GuidanceVersion,
    Scope,
    version_of,
)
from conductor.core.ids import GuidanceId, RoundId
from conductor.core.text.visible import visible
from conductor.evidence.status import after_restoring
from conductor.i18n import _
from conductor.store.evidence import guidance as store
from conductor.store.ulid import new_ulid
from conductor.workspace.desk import Desk
from conductor.workspace.guidance.guidance_evidence import GuidanceEvidence, question_words
from conductor.workspace.guidance.guidance_text import (
    Similar,
    checked_guidance,
    matching,
    similar_to,
)
from conductor.workspace.guidance.guidance_things import GuidanceThings, Wording
from conductor.workspace.undo import Kind, named

log = logging.getLogger(__name__)
OFFERED = 5
EVERYTHING = Scope()


class GuidanceList:
    """Everything the person ever asked to be changed."""

    def __init__(self, desk: Desk, evidence: GuidanceEvidence) -> None:
        self._desk = desk
        self._evidence = evidence
        self._things = GuidanceThings(desk, evidence, self.announce)

    def all(self, *, reusable_only: bool = False) -> tuple[Guidance, ...]:
        """Return guidance, oldest first."""
        every = store.all_guidance(self._desk.db)
        return tuple(item for item in every if item.reusable or not reusable_only)

    def get(self, guidance_id: GuidanceId) -> Guidance:
        """Return one piece of guidance.

        Raises:
            NotFound: it is not there.
        """
        found = store.guidance_by_id(self._desk.db, guidance_id)
        if found is None:
            raise _not_found(guidance_id)
        return found

    def find(self, name: str) -> Guidance:
        """Return the guidance with this id, or the only one whose id begins so.

        Raises:
            NotFound: there is none, or more than one.
        """
        wanted = name.strip().upper()
        found = [item for item in self.all() if item.id.startswith(wanted)]
        exact = [item for item in found if item.id == wanted]
        if len(exact or found) != 1 or not wanted:
            raise _not_found(name)
        return (exact or found)[0]

    def with_text(self, text: str) -> Guidance | None:
        """Return the guidance that has exactly these words now, None if there is none."""
        version = version_of(text)
        return next((item for item in self.all() if item.version == version), None)

    def versions(self, guidance_id: GuidanceId) -> tuple[GuidanceVersion, ...]:
        """Return the texts a piece of guidance has had, the first one first."""
        return store.versions_of(self._desk.db, guidance_id)

    def of_round(self, round_id: RoundId) -> tuple[GuidanceVersion, Control] | None:
        """Return the guidance that a round's words are, and what its control was."""
        return store.said_in(self._desk.db, round_id)

    def times_said(self) -> dict[GuidanceId, int]:
        """Return in how many rounds each piece of guidance was said."""
        return store.times_said(self._desk.db)

    def similar_to(self, text: str) -> tuple[Similar, ...]:
        """Return guidance that says much the same as a text, the nearest first."""
        return similar_to(text, self.all())

    def matching(self, typed: str, limit: int = OFFERED) -> tuple[Similar, ...]:
        """Return earlier guidance that fits what is being typed, the best first."""
        return matching(typed, self.all())[:limit]

    def new(self, text: str, kind: GuidanceKind, scope: Scope, *, reusable: bool) -> Guidance:
        """Return guidance that nobody has said yet; it is not kept."""
        return Guidance(
            id=GuidanceId(new_ulid()),
            text=text,
            version=version_of(text),
            kind=kind,
            scope=_tidy(scope),
            reusable=reusable,
            created=self._desk.now(),
        )

    def announce(self, guidance_id: GuidanceId) -> None:
        """Tell everybody that guidance is another now, after it was kept."""
        log.info("Guidance %s changed.", guidance_id)
        self._desk.publish(Change(guidance=frozenset({guidance_id})))

    def add(
        self,
        text: str,
        kind: GuidanceKind = GuidanceKind.OTHER,
        scope: Scope = EVERYTHING,
        *,
        source: GuidanceSource = GuidanceSource.PERSON,
    ) -> Guidance:
        """Write down reusable guidance without saying it to anybody.

        Raises:
            InvalidInput: there is no text, or it is there already.
            StoreError: it could not be kept.
        """
        words = checked_guidance(text)
        if self.with_text(words) is not None:
            raise InvalidInput(_("This guidance is there already. Give it a star to reuse it."))
        guidance = replace(self.new(words, kind, scope, reusable=True), source=source)
        with self._desk.db.atomic():
            store.add_guidance(self._desk.db, guidance)
        self.announce(guidance.id)
        words = _("guidance “{text}” added").format(text=named(guidance.text))
        self._desk.undo.note(words, self._things.whole(guidance.id), None, guidance)
        return guidance

    def edit(self, guidance_id: GuidanceId, text: str) -> Guidance:
        """Give guidance another text, which starts a new version with no evidence yet.

        The text of an older version brings that version back, with its evidence.

        Raises:
            NotFound: it is not there.
            InvalidInput: there is no text, or other guidance has it.
            StoreError: it could not be kept.
        """
        words = checked_guidance(text)
        before = self.get(guidance_id)
        present = self.with_text(words)
        if present is not None and present.id != guidance_id:
            raise InvalidInput(_("Other guidance has this text already."))
        if version_of(words) == before.version:
            return before
        after = Wording(words, version_of(words), GuidanceStatus.CANDIDATE, "", 0)
        title = _("guidance “{text}” edited").format(text=named(words))
        self._desk.undo.change(title, self._things.wording(guidance_id), after, Kind.EDIT)
        return self.get(guidance_id)

    def describe(self, guidance_id: GuidanceId, kind: GuidanceKind, scope: Scope) -> Guidance:
        """Say what guidance asks to be changed, and what it is for.

        Raises:
            NotFound: it is not there.
            StoreError: it could not be kept.
        """
        title = _("what guidance “{text}” is for")
        return self._change(guidance_id, title, Kind.EDIT, kind=kind, scope=_tidy(scope))

    def star(self, guidance_id: GuidanceId, *, reusable: bool = True) -> Guidance:
        """Give guidance a star, or take it away; its evidence stays.

        Raises:
            NotFound: it is not there.
            StoreError: it could not be kept.
        """
        before = self.get(guidance_id)
        title = _("star given to “{text}”") if reusable else _("star taken from “{text}”")
        pinned = before.pinned and reusable
        return self._change(guidance_id, title, reusable=reusable, pinned=pinned)

    def pin(self, guidance_id: GuidanceId, *, pinned: bool = True) -> Guidance:
        """Attach guidance always, proven or not, or leave that to its evidence again.

        Raises:
            NotFound: it is not there.
            StoreError: it could not be kept.
        """
        before = self.get(guidance_id)
        title = _("“{text}” attached always") if pinned else _("“{text}” not attached always")
        reusable = before.reusable or pinned
        return self._change(guidance_id, title, reusable=reusable, pinned=pinned)

    def retire(self, guidance_id: GuidanceId) -> Guidance:
        """Take guidance out of use; what is known of it stays.

        Raises:
            NotFound: it is not there.
            StoreError: it could not be kept.
        """
        status, title = GuidanceStatus.RETIRED, _("guidance “{text}” retired")
        return self._change(
            guidance_id, title, Kind.REMOVAL, status=status, pinned=False, question=""
        )

    def restore(self, guidance_id: GuidanceId) -> Guidance:
        """Take retired guidance back.

        Raises:
            NotFound: it is not there.
            StoreError: it could not be kept.
        """
        before = self.get(guidance_id)
        if before.status is not GuidanceStatus.RETIRED:
            return before
        title = _("guidance “{text}” taken back")
        return self._change(guidance_id, title, status=after_restoring(), reusable=True)

    def question_about(self, guidance: Guidance) -> str:
        """Return what the person should decide about guidance, as a sentence; empty if nothing."""
        return "" if guidance.is_example else question_words(guidance)

    def keep(self, guidance_id: GuidanceId) -> Guidance:
        """Answer the question about guidance with “keep it”; a new outcome may ask again.

        Raises:
            NotFound: it is not there.
            StoreError: it could not be kept.
        """
        before = self.get(guidance_id)
        thing = self._things.question(guidance_id)
        asked = thing.read()
        with self._desk.db.atomic():
            kept = self._evidence.keep(before)
        self.announce(guidance_id)
        words = _("guidance “{text}” kept").format(text=named(before.text))
        self._desk.undo.note(words, thing, asked, thing.read())
        return kept

    def _change(
        self, guidance_id: GuidanceId, title: str, step: Kind = Kind.PLAIN, **values: object
    ) -> Guidance:
        words = title.format(text=named(self.get(guidance_id).text))
        thing = self._things.side(guidance_id, *values)
        self._desk.undo.change(words, thing, values, step)
        return self.get(guidance_id)


def _tidy(scope: Scope) -> Scope:
    kinds = (kind.strip().casefold() for kind in scope.kinds)
    return Scope(
        tuple(dict.fromkeys(kind for kind in kinds if kind)),
        tuple(dict.fromkeys(scope.assistants)),
    )


def _not_found(name: str) -> NotFound:
    sentence = _("There is no guidance {id}. “conductor guidance list” lists it.")
    return NotFound(sentence.format(id=visible(name)))
