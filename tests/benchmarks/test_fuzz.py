"""The fuzzer runs, finds nothing in a small draw, and tells what breaks."""

from __future__ import annotations

import pytest

from benchmarks import fuzz


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_small_draw_breaks_nothing(capsys):
    assert fuzz.main(["--lines", "100", "--others", "200", "--folders", "50", "--worlds", "8", "--commands", "3"]) == 0
    assert capsys.readouterr().out.count("broken 0") == 5


@pytest.mark.parametrize(
    ("code", "told", "part"),
    [
        (1, "error: KeyError: 'x' (SIM_DEBUG=1 shows where)\n", "raw exception"),
        (1, "Traceback (most recent call last):\n", "raw exception"),
        (1, "error: it failed\n", "exit code 1"),
        (2, "error: " + "x" * 300 + "\n", "characters"),
        (2, "error: one\nerror: two\n", "not one line"),
        (2, "", "not one line"),
    ],
)
def test_what_breaks_is_told(code: int, told: str, part: str):
    with pytest.raises(fuzz.Broken, match=part):
        fuzz._ending(code, told, ["run"])


def test_one_line_and_two_is_a_refusal():
    assert fuzz._ending(2, "error: no setting 'x'\n", ["run"]) == "refused"
    assert fuzz._ending(0, "", ["run"]) == "accepted"


def test_ctrl_c_tells_what_was_tried(monkeypatch, capsys):
    def pressed(dice):
        if pressed.left == 0:
            raise KeyboardInterrupt
        pressed.left -= 1
        return "refused"

    pressed.left = 3
    monkeypatch.setattr(fuzz, "_line", pressed)
    assert fuzz.main(["--lines", "10", "--commands", "0"]) == 130
    assert capsys.readouterr().out.startswith("lines: 3, of these refused 3; broken 0;")
