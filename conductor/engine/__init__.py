"""Run many answers at once on one asyncio thread: limits, retries, time-outs, stopping."""
