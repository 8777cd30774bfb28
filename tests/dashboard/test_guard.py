"""Nobody is answered without the key, from another name of host, or on behalf of another page."""

from __future__ import annotations

import asyncio

import pytest

from sim.dashboard.guard import Guard

KEY = "the-key"
KEPT = {"cookie": f"other=1; barrierlife-8080={KEY}"}
HERE = {"host": "127.0.0.1:8080"}


def asked(headers, query="", path="/", kind="http"):
    """Give what is sent back, or ["passed"] where the request is let through."""
    sent = []

    async def app(scope, receive, send):
        sent.append("passed")

    async def send(message):
        sent.append(message)

    scope = {"type": kind, "path": path, "query_string": query.encode(),
             "headers": [(k.encode(), v.encode()) for k, v in headers.items()]}  # fmt: skip
    asyncio.run(Guard(app, KEY, 8080)(scope, None, send))
    return sent


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080"])
def test_who_has_the_key_is_let_in(kind, host):
    assert asked({"host": host, **KEPT}, kind=kind) == ["passed"]
    assert asked({"host": host, "origin": f"http://{host}", **KEPT}, kind=kind) == ["passed"]


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    "headers",
    [
        HERE, {**HERE, "cookie": "barrierlife-8080=wrong"}, {**HERE, "cookie": "barrierlife-8081=the-key"},
        {"host": "evil.example:8080", **KEPT}, {"host": "", **KEPT}, {**HERE, "origin": "http://evil.example", **KEPT},
        {**HERE, "origin": "http://127.0.0.1:9999", **KEPT}, {**HERE, "origin": "null", **KEPT},
        {"host": "127.0.0.1.evil.example", **KEPT},
    ],
)  # fmt: skip
def test_others_are_refused(kind, headers):
    (first, *_) = asked(headers, kind=kind)
    assert first.get("status") == 403 or first["type"] == "websocket.close"


def test_the_address_that_is_printed_leaves_a_cookie():
    first = asked(HERE, query=f"key={KEY}")[0]
    sent = dict(first["headers"])
    assert first["status"] == 303 and sent[b"location"] == b"/"
    assert b"HttpOnly" in sent[b"set-cookie"] and b"SameSite=Strict" in sent[b"set-cookie"]
    assert asked(HERE, query="key=wrong")[0]["status"] == 403
    assert asked(HERE, query=f"key={KEY}", kind="websocket")[0]["type"] == "websocket.close"


def test_nobody_is_led_elsewhere():
    first = asked(HERE, query=f"key={KEY}", path="//evil.example/x")[0]
    assert dict(first["headers"])[b"location"] == b"/evil.example/x"
