"""Read a user's own YAML with care: what is wrong with it is told with file and line, before Hydra sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from sim.settings.errors import SettingsError, short

PLAIN = re.compile(r"\$\{\s*[\w.\[\]]+\s*\}")
"""An interpolation that names a setting (``${start}``)."""
RESOLVER = re.compile(r"\$\{.*:", re.DOTALL)
"""What is left of one that calls something (``${oc.env:HOME}``) once plain ones are taken out of it."""
BASE_8_OR_60 = re.compile(r"[-+]?(0[0-7_]+|[0-9][0-9_]*(:[0-5]?[0-9])+)")
"""Numbers that YAML 1.1 reads to other bases: 010 as 8, 12:30 as 750."""
MOST_NODES, DEEPEST, MOST_DIGITS = 20_000, 40, 400
CALLS = ("_target_", "_partial_", "_args_", "_convert_", "_recursive_")
"""Keys by which Hydra would call code; settings never do."""
MARKS = ((b"\xef\xbb\xbf", "UTF-8"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


@dataclass
class Source:
    """A configuration file: its plain content, its header's package ("" for none), and the line of each dotted key."""

    file: Path
    content: dict[str, Any] = field(default_factory=dict)
    package: str = ""
    lines: dict[str, int] = field(default_factory=dict)
    bare: bool = False  # its name alone says what it stands on

    def where(self, key: str = "") -> str:
        """Give file and line of a dotted key, or of the nearest key above it that the file has."""
        while key and key not in self.lines:
            key = _above(key)
        return f"{shown_path(self.file)}:{self.lines[key]}" if key else shown_path(self.file)

    def has(self, key: str) -> bool:
        """Say whether the file sets a dotted key, or one above it."""
        while key and key not in self.lines:
            key = _above(key)
        return bool(key)


def _above(key: str) -> str:
    """Give the key above a dotted one, or the list above an entry of it."""
    return key[: key.rindex("[")] if key.endswith("]") and "[" in key else key.rpartition(".")[0]


def shown_path(file: Path) -> str:
    """Write a path relative to the working folder where that is shorter."""
    try:
        return str(file.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError, RuntimeError):
        return str(file)


def load(file: Path) -> Source:
    """Read a file; raise SettingsError with file and line where it cannot be meant."""
    from omegaconf._utils import get_yaml_loader  # only now: help reads no settings

    text = text_of(file)
    try:
        loader = get_yaml_loader()(text)
        node = loader.get_single_node()
        source = Source(file, {}, _package(text))
        if node is None:
            return source
        if not isinstance(node, yaml.MappingNode):
            raise _refusal(file, "holds no settings of the form 'name: value'", node.start_mark.line + 1)
        budget = [MOST_NODES]
        for key, line in _walk(node, "", file, (), budget):
            source.lines.setdefault(key, line)
        source.content = loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        raise _worded(file, text, error) from None
    except yaml.YAMLError as error:
        place = getattr(error, "position", None)
        row = None if place is None else text[:place].count("\n") + 1
        raise _refusal(file, f"is not YAML: {str(error).splitlines()[0]}", row) from None
    except (RecursionError, ValueError, TypeError, OverflowError) as error:
        if isinstance(error, SettingsError):
            raise
        raise _refusal(file, f"cannot be read: {str(error).splitlines()[0]}", None) from None
    return source


def text_of(file: Path) -> str:
    """Read a file as UTF-8 text, or say why that cannot be."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise _refusal(file, f"cannot be read: {error.strerror or error}", None) from None
    for mark, name in MARKS:
        if raw.startswith(mark):
            raise _refusal(file, f"begins with a byte order mark of {name}", 1, "save it as UTF-8 without one (BOM)")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise _refusal(file, f"is not UTF-8: byte 0x{raw[error.start]:02x}", line, "save it as UTF-8") from None


def _package(text: str) -> str:
    found = re.search(r"^#\s*@package\s+(\S+)", text, re.MULTILINE)
    return found[1] if found else ""


def _refusal(file: Path, problem: str, line: int | None, hint: str = "", key: str = "") -> SettingsError:
    name = shown_path(file)
    return SettingsError(f"{file.name} {problem}", key=key or file.stem, hint=hint,
                         origin=name if line is None else f"{name}:{line}")  # fmt: skip


def _worded(file: Path, text: str, error: yaml.MarkedYAMLError) -> SettingsError:
    """Word an error of the YAML reader."""
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else None
    rows = text.splitlines()
    row = rows[mark.line] if mark and mark.line < len(rows) else ""
    problem = error.problem or "cannot be read"
    if "\t" in row[: len(row) - len(row.lstrip())] or "'\\t'" in problem:
        return _refusal(file, "is indented with a tab, which YAML does not allow", line, "use spaces")
    if "but found another document" in problem:
        return _refusal(file, "holds more than one document ('---')", line, "make two files of it")
    return _refusal(file, f"is not YAML: {problem}", line, "compare it with a file of configs/")


def _walk(node: Any, key: str, file: Path, above: tuple[int, ...], budget: list[int]) -> Iterator[tuple[str, int]]:
    """Yield the dotted keys of a tree with their lines; refuse keys twice, calls of code, and trees without end."""
    budget[0] -= 1
    line = node.start_mark.line + 1
    if id(node) in above:
        raise _refusal(file, f"holds itself at '{key}'", line, key=key)
    if len(above) > DEEPEST or budget[0] < 0:
        raise _refusal(file, "is nested too deeply" if budget[0] >= 0 else "unfolds to too many entries", line, key=key)
    above = (*above, id(node))
    if isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for name, value in node.value:
            if not isinstance(name, yaml.ScalarNode):
                raise _refusal(file, "has a name that is no word", name.start_mark.line + 1, key=key)
            full = f"{key}.{name.value}" if key else name.value
            line = name.start_mark.line + 1
            if name.value in seen:
                raise _refusal(file, f"sets '{full}' twice (lines {seen[name.value]} and {line})", line, key=full)
            if name.value in CALLS:
                raise SettingsError(f"{full}: settings never name code to call", key=full, hint="remove the entry",
                                    origin=f"{shown_path(file)}:{line}")  # fmt: skip
            seen[name.value] = line
            yield full, line
            yield from _walk(value, full, file, above, budget)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield f"{key}[{index}]", value.start_mark.line + 1
            yield from _walk(value, f"{key}[{index}]", file, above, budget)
    else:
        _check_scalar(node, key, file)


def _check_scalar(node: Any, key: str, file: Path) -> None:
    line, text = node.start_mark.line + 1, node.value
    if node.tag.endswith(":int") and len(text) > MOST_DIGITS:
        raise _refusal(file, f"sets '{key}' to a number of {len(text):,} digits", line, key=key)
    if node.tag.endswith(":int") and BASE_8_OR_60.fullmatch(text):
        raise _refusal(file, f"sets '{key}' to {short(text)}, which YAML reads as {_as_read(text)}", line,
                       "write a plain number, or the text in quotes", key=key)  # fmt: skip
    if calls(text):
        raise SettingsError(f"{key}: files never read the environment nor call functions (${{…:…}})", key=key,
                            hint="write the value itself, or ${name} for another setting's",
                            origin=f"{shown_path(file)}:{line}")  # fmt: skip
    if "${" in PLAIN.sub("", text):
        raise SettingsError(f"{key}: '{short(text)}' has a ${{ that names no setting", key=key,
                            hint="write ${name}, with the name of another setting",
                            origin=f"{shown_path(file)}:{line}")  # fmt: skip


def _as_read(text: str) -> int:
    digits = text.lstrip("+-").replace("_", "")
    if ":" not in digits:
        return int(digits, 8)
    value = 0
    for part in digits.split(":"):
        value = value * 60 + int(part)
    return value


def calls(text: str) -> bool:
    """Tell whether text would read the environment or call a function, however deep within itself."""
    return RESOLVER.search(PLAIN.sub("", text)) is not None
