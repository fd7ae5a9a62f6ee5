"""Put a price on tokens; an unknown price or usage stays unknown, never zero."""

from dataclasses import dataclass

from conductor.core.entities import Usage


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per token; None where the price list says nothing."""

    input_usd: float
    output_usd: float
    cache_read_usd: float | None = None
    cache_write_usd: float | None = None


FREE = Price(0.0, 0.0, 0.0, 0.0)


def cost_usd(usage: Usage | None, price: Price | None) -> float | None:
    """Return what a request cost in US dollars, None if usage or price is not known.

    Tokens read from or written to a cache without a price of their own are counted at
    the price of fresh input.
    """
    if usage is None or price is None:
        return None
    if usage.input_uncached is None or usage.output_total is None:
        return None
    read_usd = price.input_usd if price.cache_read_usd is None else price.cache_read_usd
    write_usd = price.input_usd if price.cache_write_usd is None else price.cache_write_usd
    return (
        usage.input_uncached * price.input_usd
        + (usage.cache_read or 0) * read_usd
        + (usage.cache_write or 0) * write_usd
        + usage.output_total * price.output_usd
    )
