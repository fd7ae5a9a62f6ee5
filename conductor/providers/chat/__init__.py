"""Speak Chat Completions, the protocol of OpenAI and the many servers that follow it."""
