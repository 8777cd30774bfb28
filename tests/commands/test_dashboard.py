"""Words of ``dashboard``: what is not understood is said in one line, before anything is served."""

from __future__ import annotations

import socket

import pytest

from sim.__main__ import main
from sim.commands.dashboard import parse


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["port=80"], "port=80 is out of range; allowed: 0 or 1024 to 65535"),
        (["port=x"], "port=x is out of range"), (["port=99999"], "port=99999 is out of range"), (["port="], "port= is"),
        (["prot=8080"], "did you mean port?"), (["--no-browsr"], "did you mean --no-browser?"),
        (["host=0.0.0.0"], "no setting 'host' of the dashboard"),
    ],
)  # fmt: skip
def test_bad_words(capsys, words, told):
    assert main(["dashboard", *words]) == 2
    error = capsys.readouterr().err
    assert told in error and len(error.splitlines()) == 1


def test_words():
    options = parse(["port=0", "--no-browser", "--barriers", "."])
    assert (options.port, options.no_browser, options.barriers) == (0, True, ["."])
    assert parse([]).port == 8080


def test_a_port_that_is_taken_is_said(capsys):
    pytest.importorskip("nicegui", reason="the extra [dashboard] is not installed")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["dashboard", f"port={port}", "--no-browser"]) == 2
    assert f"port={port} cannot be used" in capsys.readouterr().err


def test_what_is_missing_is_said(capsys, monkeypatch):
    monkeypatch.setattr("sim.commands.dashboard.find_spec", lambda name: None)
    assert main(["dashboard"]) == 2
    assert "pip install -e .[dashboard]" in capsys.readouterr().err


def test_help(capsys):
    assert main(["dashboard", "--help"]) == 0
    assert "127.0.0.1" in capsys.readouterr().out
