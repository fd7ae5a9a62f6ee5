"""Make the words of a merge and of a review round from a template and the framed drafts.

Rules: the template is the person's to edit; the frames and the sentence that they are
material are added when the words are sent, so that no edit can lose them.
"""

from conductor.core.drafts.frames import Framed
from conductor.core.entities import RoundKind
from conductor.core.thread import language_of

PLACEHOLDER = "{drafts}"
"""Where the frames go in the person's words; at their end if it is not there."""
LANGUAGES = ("en", "ko")


def prompt_language(task: str, otherwise: str) -> str:
    """Return the language of a task that there are prompts for, else the other one given."""
    spoken = language_of(task) or otherwise
    return spoken if spoken in LANGUAGES else "en"


def template_name(kind: RoundKind, language: str) -> str:
    """Return the resource with the words of a merge or review round, for the person to edit."""
    return f"prompts/{kind.value}.{language}.md"


def preface_name(language: str) -> str:
    """Return the resource with the sentences that stand before the frames."""
    return f"prompts/drafts.{language}.md"


def words_with_drafts(words: str, preface: str, drafts: Framed) -> str:
    """Return what is sent: the person's words with preface and frames in their place."""
    material = f"{preface.strip()}\n\n{drafts.text}"
    before, placeholder, after = words.partition(PLACEHOLDER)
    after = after.replace(PLACEHOLDER, "")
    if not placeholder:
        return f"{words.rstrip()}\n\n{material}".lstrip("\n")
    parts = (before.rstrip(), material, after.strip("\n").rstrip())
    return "\n\n".join(part for part in parts if part.strip())
