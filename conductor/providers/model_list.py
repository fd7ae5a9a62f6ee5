"""Read the list of models that a service gives, with their sizes where it tells them."""

from typing import Any

from conductor.core.request import ModelInfo
from conductor.providers.wire.json_value import count_of, object_of

LIST_LIMIT_BYTES = 8 * 1024 * 1024
_ID_LIMIT = 500  # characters
_CONTEXT_FIELDS = (
    "max_model_len",  # vLLM
    "context_length",  # OpenRouter, xAI, Together
    "context_window",  # Groq
    "max_context_length",  # Mistral, LM Studio
)


def models_in(document: Any) -> tuple[ModelInfo, ...] | None:
    """Return the models in a document, in its order; None if it is no such list."""
    rows = document
    if isinstance(document, dict):
        rows = document.get("data")
        if rows is None and document.get("object") == "list":  # Ollama without any model
            return ()
    if not isinstance(rows, list):
        return None
    models = {row["id"]: row for row in map(object_of, rows) if _is_usable(row.get("id"))}
    if rows and not models:
        return None
    return tuple(ModelInfo(name, _context_of(row)) for name, row in models.items())


def _is_usable(name: Any) -> bool:
    return isinstance(name, str) and 0 < len(name) <= _ID_LIMIT and name.isprintable()


def _context_of(row: dict[str, Any]) -> int | None:
    told = [row.get(field) for field in _CONTEXT_FIELDS]
    told.append(object_of(row.get("meta")).get("n_ctx"))  # llama.cpp, for each of its slots
    return next((count for count in map(count_of, told) if count), None)
