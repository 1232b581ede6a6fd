"""Serve the page: on this machine unless told otherwise, without telemetry, and without asking anybody for anything."""

from __future__ import annotations

import importlib.util
import os
import socket
import sys
import threading
import warnings
from pathlib import Path
from typing import Any

from sim.view.library import Library

NEEDED = ("solara", "ipyvue", "ipyvuetify", "solara_assets", "uvicorn")
INSTALL = "pip install -e '.[view]'"
NOWHERE = "http://127.0.0.1:9/"
"""Where Solara looks for what it lacks: a door that is closed, on this machine."""
LONGEST_MESSAGE = 2**20
"""Bytes of what a page may send at once; its commands are short."""
SETTINGS = {
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_TELEMETRY_SERVER_USER_ID": "nobody",
    "SOLARA_ASSETS_CDN": NOWHERE,
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False",
    "SOLARA_MODE": "production",
    "SOLARA_KERNEL_CULL_TIMEOUT": "10m",
    "SOLARA_SESSION_HTTP_ONLY": "True",
    "SOLARA_THEME_SHOW_BANNER": "False",
    "SOLARA_APP": "sim.view.page",
}


def missing() -> list[str]:
    """Give the packages that the page needs and that are not installed."""
    return [name for name in NEEDED if importlib.util.find_spec(name) is None]


def free_port(host: str, port: int) -> int:
    """Give the port if it is free; with 0 one that is; OSError says what is wrong."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        trial.bind((host, port))
        return int(trial.getsockname()[1])


def serve(folder: Path, names: list[str], seed: int, scale: int, language: str, host: str, port: int) -> None:
    """Serve until interrupted. The first city is burnt in meanwhile, so that the page finds it ready."""
    from sim.view import desk
    from sim.view.session import Chosen

    os.environ.update(SETTINGS)
    warnings.filterwarnings("ignore", module=r"solara\.")  # they are for who serves to the internet
    library = Library(folder)
    desk.prepare(library, Chosen(names, seed, scale, language))
    threading.Thread(target=_warm, args=(library, names, seed, scale), daemon=True).start()
    _listen(host, port)


def _warm(library: Library, names: list[str], seed: int, scale: int) -> None:
    """Live the burn-in and a month of both, so that all that is compiled late is there before somebody looks."""
    from sim.view import desk
    from sim.view.pair import Pair, Setup

    first, second = (library.load(name) for name in names)

    def say(step: str, part: float) -> None:
        pass

    pair = Pair(Setup((first, second), seed, scale), desk.WORLDS, say)
    pair.step()
    print("the city is ready", file=sys.stderr, flush=True)


def _listen(host: str, port: int) -> None:
    import uvicorn
    from solara.server.starlette import app

    from sim.view.security import Doorkeeper, names_of

    shown = "127.0.0.1" if host == "localhost" else f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}/"
    if host not in ("127.0.0.1", "localhost", "::1"):
        print(
            "others on the network can open the page, and save scenarios on this machine", file=sys.stderr, flush=True
        )

    class Server(uvicorn.Server):
        """A server that says where it is once it answers."""

        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets)
            print(address, flush=True)

    keeper: Any = Doorkeeper(app, names_of(host, port))
    Server(
        uvicorn.Config(
            keeper, host=host, port=port, access_log=False, log_level="warning", server_header=False,
            proxy_headers=False, ws_max_size=LONGEST_MESSAGE, timeout_graceful_shutdown=2,
        )
    ).run()  # fmt: skip
