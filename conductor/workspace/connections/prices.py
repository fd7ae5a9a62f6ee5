"""Find what a model costs: bundled prices, as of their date; unknown stays unknown."""

import json
from functools import cache
from urllib.parse import urlsplit

from conductor.assets import read_text
from conductor.core.cost import FREE, Price
from conductor.core.entities import Connection
from conductor.core.service import service_of

_SERVICE_OF_HOST = {
    "api.openai.com": "openai",
    "api.mistral.ai": "mistral",
    "api.groq.com": "groq",
    "api.deepseek.com": "deepseek",
    "api.x.ai": "xai",
    "generativelanguage.googleapis.com": "gemini",
}


@cache
def _catalogue() -> dict[str, dict[str, float]]:
    models: dict[str, dict[str, float]] = json.loads(read_text("model_catalogue.json"))["models"]
    return models


def price_of(connection: Connection, model: str) -> Price | None:
    """Return the price of a model over a connection, None if it is not known.

    Models that run on this computer by the built-in server cost nothing.
    """
    if service_of(connection.kind).is_built_in:
        return FREE
    service = _SERVICE_OF_HOST.get(urlsplit(connection.base_url).hostname or "")
    row = _catalogue().get(f"{service}:{model}") if service else None
    if row is None or "input_cost_per_token" not in row or "output_cost_per_token" not in row:
        return None
    return Price(
        row["input_cost_per_token"],
        row["output_cost_per_token"],
        row.get("cache_read_input_token_cost"),
        row.get("cache_creation_input_token_cost"),
    )
