"""Who may talk to the page: only pages that this program served itself, under its own name.

A page elsewhere on the internet can let a browser send requests to this computer. It cannot choose the ``Host`` that
its own name resolves to (DNS rebinding gives it away), nor leave out or invent ``Origin``. So both are asked by name.
"""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

ON_THIS_MACHINE = ("127.0.0.1", "localhost", "[::1]")
PATHS = ("/jupyter/api/kernels/", "/jupyter/nbextensions/", "/_solara/cdn/", "/_solara/api/close/", "/static/")
"""What the page itself asks for, besides ``/``."""
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"content-security-policy",
     b"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
     b"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws://%s; object-src 'none'; "
     b"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
)  # fmt: skip
OF_PROXIES = (b"script-name", b"forwarded")
Scope = dict[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]


def names_of(host: str, port: int) -> frozenset[str]:
    """Give the names under which the page may be asked for: as ``Host`` says them, with the port."""
    names = set(ON_THIS_MACHINE)
    if host not in ON_THIS_MACHINE:
        own = socket.gethostname()
        names |= {host, own, *_addresses(own)}
    return frozenset(f"{name.lower()}:{port}" for name in names)


def _addresses(name: str) -> Iterable[str]:
    try:
        return socket.gethostbyname_ex(name)[2]
    except OSError:
        return ()


class Doorkeeper:
    """An ASGI application around another that lets in only what ``refusal`` has nothing against."""

    def __init__(self, app: App, names: frozenset[str]) -> None:
        self.app, self.names = app, names

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Pass a request on, with headers that keep the page to itself, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        status = refusal(scope, self.names)
        if status == 0:
            await self.app(_without_proxies(scope), receive, _with_headers(send, _said(scope, b"host")[0]))
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})  # before accepting: the handshake gets 403
        else:
            headers = [(b"content-type", b"text/plain"), (b"content-length", b"8")]
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": b"refused\n"})


def refusal(scope: Scope, names: frozenset[str]) -> int:
    """Give the status with which a request is refused, 0 where it is not."""
    hosts, origins = _said(scope, b"host"), _said(scope, b"origin")
    if len(hosts) != 1 or hosts[0] not in names:
        return 403
    if len(origins) > 1 or (origins and origins[0] not in {f"http://{name}" for name in names}):
        return 403
    if origins and origins[0] != f"http://{hosts[0]}":
        return 403
    if scope["type"] == "websocket":
        return 0 if origins else 403
    if scope["method"] not in ("GET", "HEAD") and not origins:
        return 403
    raw = scope.get("raw_path", b"").lower()
    path = scope["path"]
    if path == "/":
        return 0
    if ".." in path or "\\" in path or "\x00" in path or b"%2e" in raw or b"%2f" in raw or b"%5c" in raw:
        return 404
    return 0 if path.startswith(PATHS) else 404


def _said(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1").lower() for key, value in scope["headers"] if key == name]


def _without_proxies(scope: Scope) -> Scope:
    """Leave out what a proxy would say: there is none, and Solara would take its word for where the page is."""
    kept = [pair for pair in scope["headers"] if not pair[0].startswith(b"x-") and pair[0] not in OF_PROXIES]
    return {**scope, "headers": kept}


def _with_headers(send: Any, host: str) -> Any:
    """Add the headers to what is sent; ``host`` is the name under which the page was asked for, one of ours."""
    own = [(name, value.replace(b"%s", host.encode())) for name, value in HEADERS]

    async def sent(message: Any) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], *own]}
        await send(message)

    return sent
