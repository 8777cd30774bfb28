"""Serve the pages on this machine alone, to who has the key."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
from pathlib import Path

from fastapi.responses import FileResponse, PlainTextResponse, Response
from nicegui import app, background_tasks, ui

from sim.dashboard import look
from sim.dashboard.ask import AskPage
from sim.dashboard.desk import Desk
from sim.dashboard.guard import Guard
from sim.settings import SettingsError

HOST = "127.0.0.1"
SANDBOX = "sandbox allow-scripts allow-popups"
"""Under which a report is shown: it may move its own charts, and cannot reach these pages."""


def free_port(wanted: int) -> int:
    """Give the port that is wanted, or any that is free where it is 0; raise SettingsError where it is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, wanted))
        except OSError as error:
            raise SettingsError(f"port={wanted} cannot be used: {error.strerror}", key="port", value=wanted,
                                hint="give another port=…, or port=0 for any that is free") from None  # fmt: skip
        return int(probe.getsockname()[1])


def serve(port: int, folders: tuple[str, ...], browser: bool) -> None:
    """Print the address and serve until Ctrl-C; what is running then is stopped, and what is finished kept."""
    os.environ["OTEL_SDK_DISABLED"] = "true"  # FastAPI would send figures of its own to where a variable says
    key = secrets.token_urlsafe(16)
    desk = Desk(folders)
    pages(desk)
    app.add_middleware(Guard, key=key, port=port)
    app.on_shutdown(desk.close)
    address = f"http://{HOST}:{port}/?key={key}"
    app.on_startup(lambda: background_tasks.create(_announce(port, address)))
    show = f"/?key={key}" if browser else False
    ui.run(
        host=HOST, port=port, title="barrierlife", favicon=look.ICON, reload=False, show=show,
        show_welcome_message=False, tailwind=False, language="en-US", reconnect_timeout=30,
        uvicorn_logging_level="critical",  # a page that is left while it loads is no error
    )  # fmt: skip


async def _announce(port: int, address: str) -> None:
    """Print the address as soon as it answers: start-up comes before the port is listened on."""
    while True:
        try:
            _, writer = await asyncio.open_connection(HOST, port)
        except OSError:
            await asyncio.sleep(0.02)
            continue
        writer.close()
        print(f"open {address}\nCtrl-C ends it", flush=True)
        return


def pages(desk: Desk) -> None:
    """Declare the pages and what can be fetched; those that draw tables are read when they are asked for."""
    ui.add_css(look.CSS, shared=True)

    @ui.page("/")
    def ask() -> None:
        AskPage(desk)

    @ui.page("/watch")
    def watch(study: str = "") -> None:
        from sim.dashboard.watch import WatchPage

        WatchPage(desk, study)

    @ui.page("/compare")
    def compare() -> None:
        from sim.dashboard.compare import ComparePage

        ComparePage(desk)

    @app.get("/fetch/{place}/{name}/{file}")
    def fetch(place: str, name: str, file: str) -> Response:
        path: Path | None = desk.file(place, name, file)
        if path is None:
            return PlainTextResponse("no such file of a stored study\n", status_code=404)
        shown = path.suffix == ".html"
        headers = {"Content-Security-Policy": SANDBOX, "Cache-Control": "no-store"}
        return FileResponse(path, filename=f"{name}-{file}", headers=headers,
                            content_disposition_type="inline" if shown else "attachment")  # fmt: skip
