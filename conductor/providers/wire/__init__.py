"""Carry calls to a service and bytes back: addresses, HTTP, server-sent events, safe text."""
