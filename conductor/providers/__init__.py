"""Speak to the services, one file each; the only place that knows httpx."""
