"""Addresses of services: one form each, and none that means something else than it shows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor.core.errors import InvalidInput
from conductor.providers.wire.address import check_base_url, is_on_this_machine


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("https://api.openai.com/v1", "https://api.openai.com/v1"),
        (" https://api.openai.com/v1// \n", "https://api.openai.com/v1"),
        ("HTTPS://API.OpenAI.com:443/v1", "https://api.openai.com/v1"),
        ("https://api.openai.com./v1", "https://api.openai.com/v1"),
        ("https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1"),
        ("https://api.groq.com/openai/v1/models/", "https://api.groq.com/openai/v1"),
        ("https://api.deepseek.com/chat/completions", "https://api.deepseek.com"),
        ("https://api.deepseek.com", "https://api.deepseek.com"),
        ("https://my_host-1.example:8443/api/v1", "https://my_host-1.example:8443/api/v1"),
        ("https://한국.kr/v1", "https://xn--3e0b707e.kr/v1"),
        ("http://localhost:1234/v1", "http://localhost:1234/v1"),
        ("http://LOCALHOST:80", "http://localhost"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1"),
        ("http://[0:0:0:0:0:0:0:1]/v1", "http://[::1]/v1"),
        ("http://10.1.2.3/v1", "http://10.1.2.3/v1"),
        ("http://172.31.255.1/v1", "http://172.31.255.1/v1"),
        ("http://192.168.0.10:11434/v1", "http://192.168.0.10:11434/v1"),
        ("http://100.101.102.103:8000/v1", "http://100.101.102.103:8000/v1"),
        ("http://[fd12::1]:8000/v1", "http://[fd12::1]:8000/v1"),
        ("https://8.8.8.8/v1", "https://8.8.8.8/v1"),
    ],
)
def test_a_good_address_has_one_form(typed: str, meant: str) -> None:
    assert check_base_url(typed) == meant
    assert check_base_url(meant) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "http://api.openai.com/v1",
        "http://8.8.8.8/v1",
        "http://172.32.0.1/v1",
        "http://[2600::1]/v1",
        "http://mymac.local:1234",
        "http://localhost.evil.com",
        "http://evil.localhost",
        "http://127.0.0.1.nip.io",
    ],
)
def test_plain_http_stays_within_private_networks(typed: str) -> None:
    with pytest.raises(InvalidInput, match="Use https://"):
        check_base_url(typed)


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    "host",
    [
        "169.254.169.254",
        "169.254.0.1",
        "100.100.100.200",
        "168.63.129.16",
        "[fe80::1]",
        "[febf::1]",
        "[fd00:ec2::254]",
        "[fd20:ce::254]",
        "224.0.0.1",
        "[ff02::1]",
        "240.0.0.1",
        "255.255.255.255",
        "metadata.google.internal",
        "METADATA.google.internal.",
        "metadata",
        "metadata.goog",
        "instance-data",
    ],
)
def test_nothing_is_sent_where_clouds_keep_credentials(scheme: str, host: str) -> None:
    with pytest.raises(InvalidInput, match=r"does not send to this address"):
        check_base_url(f"{scheme}://{host}/latest/meta-data")


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    "host",
    [
        "0x7f.1",
        "0x7f000001",
        "0x",
        "2130706433",
        "2852039166",
        "0177.0.0.1",
        "127.1",
        "127.0.1",
        "127.0.0.0x1",
        "0251.0376.0251.0376",
        "169.254.43518",
        "1.2.3.4.5",
        "999.1.1.1",
        "example.123",
        "[::ffff:169.254.169.254]",
        "[::ffff:a9fe:a9fe]",
        "[::ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "[64:ff9b::a9fe:a9fe]",
        "[2002:a9fe:a9fe::]",
        "[fe80::1%25eth0]",
        "[::1%25lo]",
        "１２７.0.0.1",
        "①②⑦.0.0.1",
    ],
)
def test_numbers_in_other_notations_are_refused(scheme: str, host: str) -> None:
    with pytest.raises(InvalidInput, match="four plain numbers"):
        check_base_url(f"{scheme}://{host}/v1")


@pytest.mark.parametrize("host", ["0.0.0.0:8000", "[::]:8000"])
def test_where_a_server_listens_is_explained(host: str) -> None:
    with pytest.raises(InvalidInput, match=r"use 127\.0\.0\.1"):
        check_base_url(f"http://{host}/v1")


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("", "empty"),
        ("https://a b.com", "space"),
        ("https://a.com/\x00", "space"),
        ("https://" + "a" * 3000, "too long"),
        ("api.openai.com/v1", "must begin with https://"),
        ("localhost:1234/v1", "must begin with https://"),
        ("ftp://a.com", "must begin with https://"),
        ("file:///etc/passwd", "must begin with https://"),
        ("javascript://x", "must begin with https://"),
        ("http:/127.0.0.1", "must begin with https://"),
        ("https://u:p@a.com/v1", "user name"),
        ("https://api.openai.com@evil.com", "user name"),
        ("https://a.com\\@evil.com", "backslash"),
        ("https://a.com/v1?key=1", "a key never belongs"),
        ("https://a.com/v1#", "before any"),
        ("https://a.com/v1/../x", "path"),
        ("https://a.com//v1", "path"),
        ("https://a.com/%76%31", "path"),
        ("https://", "host"),
        ("https:///v1", "host"),
        ("https://a..b", "host"),
        ("https://-a.com", "host"),
        ("https://[::1", "host"),
        ("https://a,b.com", "host"),
        ("https://é..com", "host"),
        ("https://" + "a" * 64 + ".com", "host"),
        ("https://a.com:0", "port"),
        ("https://a.com:99999", "port"),
        ("https://a.com:x", "port"),
        ("https://a.com:", "port"),
    ],
)
def test_a_bad_address_says_what_is_wrong(typed: str, advice: str) -> None:
    with pytest.raises(InvalidInput, match=advice):
        check_base_url(typed)


@given(st.text("htps:/@.?#[]%\\0123456789abx \u3002é", max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_text_is_accepted_in_its_one_form_or_refused(rest: str) -> None:
    try:
        meant = check_base_url(f"http{rest}")
    except InvalidInput:
        return

    assert check_base_url(meant) == meant
    assert meant.isascii()


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("http://localhost:1/v1", True),
        ("http://127.9.9.9", True),
        ("http://[::1]:1/v1", True),
        ("http://192.168.0.1", False),
        ("https://localhost.example", False),
    ],
)
def test_this_machine_is_known(url: str, answer: bool) -> None:
    assert is_on_this_machine(url) is answer
