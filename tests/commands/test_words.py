"""What a user reads: no value of Python's, no plural of one, no line of a source file."""

from __future__ import annotations

import re

import pytest

from sim.__main__ import main

pytestmark = pytest.mark.usefixtures("unrendered")

ONE = ["ecosystem=small", "days=150", "start=40", "buyers=1000", "replicates=1", "workers=1"]
COMMANDS = {
    "run": ["run", "+intervention=takedown", *ONE],
    "baseline": ["run", *ONE],
    "compare": ["compare", "+intervention=[takedown,licensing]", *ONE],
    "compare one": ["compare", "+intervention=takedown", *ONE],
    "sweep": ["sweep", "+intervention=takedown", "interventions.takedown.count=1,2", *ONE],
    "sweep one": ["sweep", "+intervention=takedown", "interventions.takedown.count=1", *ONE],
}
NEVER = re.compile(
    r"\bNone\b|\bnan\b|np\.\w+\(|\b1 (replicates|runs|scenarios|days|buyers|marketplaces|points|sets|parameters|weeks|"
    r"vendors|cases|outcomes|files|times|pairs)\b|Warning: .*\.py|\.py:\d+|site-packages"
)


@pytest.mark.parametrize("name", COMMANDS)
def test_words_of_one_replicate(fake, tmp_path, capsys, name):
    folder = tmp_path / "out"
    assert main([*COMMANDS[name], f"output={folder}"]) == 0
    told = capsys.readouterr()
    texts = {"standard output": told.out, "standard error": told.err}
    texts |= {file.name: file.read_text() for file in folder.glob("*.txt")}
    page = (folder / "report.html").read_text()
    page = re.sub(r"<(style|script|svg)\b.*?</\1>|<img[^>]*>", " ", page, flags=re.DOTALL)
    texts["report.html"] = re.sub(r"<[^>]+>", " ", page)
    assert len(texts) > 3 and len(texts["report.html"]) > 500
    for where, text in texts.items():
        found = NEVER.search(text)
        assert not found, f"{where}: …{text[max(found.start() - 60, 0) : found.end() + 40]!r}"


@pytest.mark.parametrize(("words", "part"), [
    (["run", "--cfg"], "--cfg needs a value; allowed: job"),
    (["run", "--cfg", "all"], "--cfg 'all' is not known; allowed: job"),
    (["run", "objective=x", "--cfg", "job"], "objective='x' is not understood"),
    (["compare", "+study=run", "+study=sweep", "--check"], "+study=sweep stands beside +study=run; name one"),
])  # fmt: skip
def test_what_was_told_in_words_of_libraries_or_not_at_all(words, part, capsys):
    assert main(words) == 2
    told = capsys.readouterr()
    assert part in told.err and told.err.count("\n") == 1 and told.out == ""
