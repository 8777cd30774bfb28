"""Who may open the pages: who has the key of this session, from this machine, under its own name.

On a machine of several users all can reach 127.0.0.1, and any page in a browser can send requests there. The address
that is printed holds a key; without it, or under another name of host, nothing is answered.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]
HOSTS = ("127.0.0.1", "localhost")
REFUSED = b"This page belongs to who started it: open the address that python -m sim dashboard printed.\n"


class Guard:
    """Answer only requests that bring the key, as a cookie or in the address, to a name of this machine."""

    def __init__(self, app: App, key: str, port: int) -> None:
        self.app, self.key, self.cookie = app, key, f"barrierlife-{port}"

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Pass on what is allowed; see the ASGI specification."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("key", [""])[0]
        host = headers.get("host", "")
        if not _here(host) or headers.get("origin", f"//{host}").partition("//")[2] != host:
            await _refuse(scope, send)
        elif scope["type"] == "http" and given and self._right(given):
            await _welcome(scope["path"], f"{self.cookie}={self.key}; Path=/; HttpOnly; SameSite=Strict", send)
        elif self._right(self._kept(headers.get("cookie", ""))):
            await self.app(scope, receive, send)
        else:
            await _refuse(scope, send)

    def _kept(self, text: str) -> str:
        try:
            kept = SimpleCookie(text).get(self.cookie)
        except CookieError:
            return ""
        return kept.value if kept else ""

    def _right(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self.key.encode())


def _here(host: str) -> bool:
    return host.rpartition(":")[0] in HOSTS if ":" in host else host in HOSTS


async def _welcome(path: str, cookie: str, send: Any) -> None:
    """Keep the key in a cookie, and lead to the page without it in the address."""
    there = "/" + path.lstrip("/")  # two of them would name another host
    headers = [(b"location", there.encode("latin-1", "replace")), (b"set-cookie", cookie.encode())]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _refuse(scope: Scope, send: Any) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": REFUSED})
