"""Make the one HTTP client that all services are asked through.

Rules: no proxy, netrc or certificate file from the environment, no redirects, no cookies,
no compression. Time-outs belong to each request, see `timeouts`.
"""

import logging
import socket
import ssl
from functools import cache, partial
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib import import_module

import httpx

from conductor import __version__
from conductor.providers.wire.pools import Pools

CONNECT_LIMIT_S = 10.0
WRITE_LIMIT_S = 60.0
POOL_LIMIT_S = 10.0

_CONNECTIONS = 128
_IDLE_CONNECTIONS = 32
_IDLE_LIMIT_S = 60.0
_TCP_IDLE_S = 60
_TCP_INTERVAL_S = 60
_TCP_PROBES = 5


def make_client() -> httpx.AsyncClient:
    """Return a client; whoever makes it closes it, in the loop that used it."""
    for name in ("httpx", "httpcore"):  # at INFO and DEBUG they log URLs and headers
        logging.getLogger(name).setLevel(logging.WARNING)
    return httpx.AsyncClient(
        transport=Pools(partial(_make_pool, _tls())),
        trust_env=False,
        follow_redirects=False,
        timeout=timeouts(WRITE_LIMIT_S),
        headers={"User-Agent": f"Conductor/{__version__}", "Accept-Encoding": "identity"},
        cookies=_no_cookies(),
    )


def load_transport() -> None:
    """Load what the first connection needs, so that no answer waits for it. Thread: any."""
    import_module("anyio._backends._asyncio")  # httpcore's own way to sockets, by name
    _make_pool(_tls())


def _make_pool(tls: ssl.SSLContext) -> httpx.AsyncHTTPTransport:
    return httpx.AsyncHTTPTransport(
        verify=tls,
        trust_env=False,
        http1=True,
        http2=False,
        limits=httpx.Limits(
            max_connections=_CONNECTIONS,
            max_keepalive_connections=_IDLE_CONNECTIONS,
            keepalive_expiry=_IDLE_LIMIT_S,
        ),
        socket_options=_keep_alive_options(),
    )


def timeouts(read_limit_s: float) -> httpx.Timeout:
    """Return the time-outs of one request; `read_limit_s`: seconds between two bytes."""
    return httpx.Timeout(
        connect=CONNECT_LIMIT_S, write=WRITE_LIMIT_S, pool=POOL_LIMIT_S, read=read_limit_s
    )


@cache
def _tls() -> ssl.SSLContext:
    """Read the certificates of all authorities, once: that takes longer than all the rest."""
    return httpx.create_ssl_context(trust_env=False)


def _no_cookies() -> CookieJar:
    """A jar that takes none: cookies ignore ports, so one local server's would reach others."""
    return CookieJar(policy=DefaultCookiePolicy(allowed_domains=[]))


def _keep_alive_options() -> list[tuple[int, int, int]]:
    """Ask the system to notice a dead peer during the silence of a long reasoning."""
    options = [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)]
    idle = getattr(socket, "TCP_KEEPIDLE", None) or getattr(socket, "TCP_KEEPALIVE", None)
    if idle is not None:
        options.append((socket.IPPROTO_TCP, idle, _TCP_IDLE_S))
    if hasattr(socket, "TCP_KEEPINTVL"):
        options.append((socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, _TCP_INTERVAL_S))
    if hasattr(socket, "TCP_KEEPCNT"):
        options.append((socket.IPPROTO_TCP, socket.TCP_KEEPCNT, _TCP_PROBES))
    return options
