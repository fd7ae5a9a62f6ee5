"""Check the address of a service before a key or a thought is sent there.

Rules: plain http only within this machine and private networks; no address that means
something else than it shows (other notations of numbers, user names, embedded IPv4), and
none where clouds keep their credentials. Nothing is looked up: a name stays a name.
"""

import re
from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address, IPv6Network
from urllib.parse import SplitResult, urlsplit

from conductor.core.errors import InvalidInput
from conductor.i18n import _

_LENGTH_LIMIT = 2048
_LOCALHOST = "localhost"
_DEFAULT_PORTS = {"http": 80, "https": 443}
_CALLS = ("/chat/completions", "/completions", "/responses", "/embeddings", "/models")

_PRIVATE_4 = tuple(
    IPv4Network(net)
    for net in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
)
_PRIVATE_6 = (IPv6Network("::1/128"), IPv6Network("fc00::/7"))
_EMBEDS_IPV4 = (
    IPv6Network("::/96"),
    IPv6Network("::ffff:0:0/96"),
    IPv6Network("::ffff:0:0:0/96"),
    IPv6Network("64:ff9b::/96"),
    IPv6Network("64:ff9b:1::/48"),
    IPv6Network("2002::/16"),
    IPv6Network("2001::/32"),
)
_METADATA_IPS = frozenset(
    {
        IPv4Address("100.100.100.200"),
        IPv4Address("168.63.129.16"),
        IPv4Address("192.0.0.192"),
        IPv6Address("fd00:ec2::254"),
        IPv6Address("fd20:ce::254"),
    }
)
_METADATA_NAMES = frozenset(
    {"metadata", "metadata.google.internal", "metadata.goog", "instance-data"}
    | {"instance-data.ec2.internal", "metadata.azure.internal", "metadata.tencentyun.com"}
)

_LABEL = r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"{_LABEL}(\.{_LABEL})*")
_ENDS_IN_NUMBER = re.compile(r"(^|\.)([0-9]+|0x[0-9a-f]*)$")

_Ip = IPv4Address | IPv6Address


def check_base_url(url: str) -> str:
    """Return the address in its one form: lower-case host, no default port, no last slash.

    The paths of single calls (`…/v1/chat/completions`) are cut back to their base.

    Raises:
        InvalidInput: the address is incomplete, or one that Conductor does not send to.
    """
    parts = _split(url.strip())
    host, ip = _checked_host(parts)
    if parts.scheme == "http" and not _is_private(host, ip):
        raise InvalidInput(
            _(
                "Plain http would send the key and the text readable through the network. "
                "Use https://, or the number of a machine in your own network."
            )
        )
    shown = f"[{ip}]" if isinstance(ip, IPv6Address) else host
    port = _port(parts)
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        shown = f"{shown}:{port}"
    return f"{parts.scheme}://{shown}{_base_path(parts.path)}"


def is_on_this_machine(base_url: str) -> bool:
    """Return whether a checked address is a loopback one."""
    host = urlsplit(base_url).hostname or ""
    ip = _ip(host)
    return host == _LOCALHOST if ip is None else ip.is_loopback


def _split(url: str) -> SplitResult:
    if not url or len(url) > _LENGTH_LIMIT or any(c.isspace() or not c.isprintable() for c in url):
        raise InvalidInput(_("The address is empty, too long, or has a space in it."))
    scheme = url.partition("://")[0].lower() if "://" in url else ""
    if scheme not in _DEFAULT_PORTS:
        raise InvalidInput(
            _(
                "The address must begin with https://, or with http:// for a server on this "
                "machine, as in http://127.0.0.1:1234/v1."
            )
        )
    if "?" in url or "#" in url:
        raise InvalidInput(_("The address must end before any ? or #; a key never belongs in it."))
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise _no_host() from error
    if "@" in parts.netloc or "\\" in url:
        raise InvalidInput(
            _("The address must not hold a user name, a password, an @ or a backslash.")
        )
    return parts


def _checked_host(parts: SplitResult) -> tuple[str, _Ip | None]:
    typed = parts.hostname or ""
    host = _ascii_host(typed)
    ip = _ip(host)
    if ip is not None and not typed.isascii():
        raise _odd_number()
    if ip is not None:
        _check_ip(ip)
    elif ":" in host or _ENDS_IN_NUMBER.search(host):
        raise _odd_number()
    elif len(host) > 253 or not _NAME.fullmatch(host):
        raise _no_host()
    elif host in _METADATA_NAMES:
        raise _forbidden()
    return host, ip


def _ascii_host(host: str) -> str:
    """Return the name as it goes to the name server, so that look-alikes are checked too."""
    try:
        plain = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise _no_host() from error
    return plain.lower().removesuffix(".")


def _ip(host: str) -> _Ip | None:
    for kind in (IPv4Address, IPv6Address):
        try:
            return kind(host)
        except AddressValueError:
            continue
    return None


def _check_ip(ip: _Ip) -> None:
    if ip.is_unspecified:
        sentence = _("{ip} is where a server listens, not where it is reached: use 127.0.0.1.")
        raise InvalidInput(sentence.format(ip=ip))
    if isinstance(ip, IPv6Address) and _is_odd(ip):
        raise _odd_number()
    is_reserved = ip.is_reserved and not ip.is_loopback
    if ip.is_link_local or ip.is_multicast or is_reserved or ip in _METADATA_IPS:
        raise _forbidden()


def _is_odd(ip: IPv6Address) -> bool:
    embeds_ipv4 = not ip.is_loopback and any(ip in net for net in _EMBEDS_IPV4)
    return embeds_ipv4 or ip.scope_id is not None


def _is_private(host: str, ip: _Ip | None) -> bool:
    if ip is None:
        return host == _LOCALHOST  # not *.localhost: some systems ask the network for those
    return any(ip in net for net in (_PRIVATE_4 if ip.version == 4 else _PRIVATE_6))


def _port(parts: SplitResult) -> int | None:
    try:
        port = parts.port
    except ValueError as error:
        raise _bad_port() from error
    if port == 0 or (port is None and parts.netloc.endswith(":")):
        raise _bad_port()
    return port


def _base_path(path: str) -> str:
    path = path.rstrip("/")
    if any(part in ("", ".", "..") for part in path.split("/")[1:]) or "%" in path:
        raise InvalidInput(_("The path of the address is not a plain one, as /v1 is."))
    for call in _CALLS:
        if path.endswith(call):
            return path.removesuffix(call)
    return path


def _no_host() -> InvalidInput:
    return InvalidInput(_("The address has no readable host, as api.openai.com is one."))


def _odd_number() -> InvalidInput:
    return InvalidInput(_("Write the machine's number as four plain numbers, as in 192.168.0.10."))


def _bad_port() -> InvalidInput:
    return InvalidInput(_("The port in the address must be a number from 1 to 65535."))


def _forbidden() -> InvalidInput:
    return InvalidInput(
        _(
            "Conductor does not send to this address: it belongs to the machine's own network "
            "or to a cloud's internal services, never to an assistant."
        )
    )
