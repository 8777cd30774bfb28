"""Options of a study: what it asks, how it is designed and where it runs; composed by Hydra, checked by the records."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hydra.core.config_store import ConfigStore
from hydra.errors import HydraException
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException

from sim.model.engine.parameters import parameter, parameters_of
from sim.settings.composition import composed
from sim.settings.errors import TYPED, SettingsError, UnknownName, WrongType, listed, nearest
from sim.settings.grammar import Grammar, refuse_in_words
from sim.settings.library import Library, place_of, target_keys
from sim.settings.own import check_file
from sim.settings.schema import mirror
from sim.settings.values import Origin, build
from sim.settings.words import ROOT
from sim.studies.cases import DAILY
from sim.studies.engines import ExecutorOptions

ANALYSES = ("compare", "sweep", "sensitivity", "discovery", "robustness", "portfolio")
DESIGNS = ("grid", "latin_hypercube", "sobol")
GROUPS = ("executor", "study")


@dataclass(frozen=True)
class StudyOptions:
    """One study: its question, its design, and how it is run."""

    title: str = parameter("", "title of the report", status="setting")
    question: str = parameter("", "what the study asks, in a sentence", status="setting")
    analysis: str = parameter("compare", "what is made of the runs", choices=ANALYSES, status="setting")
    words: list[str] = parameter([], "settings of the runs, as typed", status="setting")
    combine: str = parameter("none", "barriers together as well: by two, or every set", choices=("none", "pairs", "all"), status="setting")  # fmt: skip # noqa: E501
    channels: bool = parameter(False, "close each re-organisation channel in both twins, and tell its share", status="setting")  # fmt: skip # noqa: E501
    criterion: str = parameter("averted_first_year_share", "outcome that is aimed at or analysed", status="setting")  # fmt: skip # noqa: E501
    half_width: float = parameter(0.02, "replicates=auto goes on until the criterion's 95 % interval is plus or minus this", low=0, high=1e12, status="setting")  # fmt: skip # noqa: E501
    budget: int = parameter(1000, "replicates=auto stops here", unit="replicates", low=2, high=1_000_000, status="setting")  # fmt: skip # noqa: E501
    daily: str = parameter("summary", "daily tables kept: none, what effect curves need, or all columns", choices=DAILY, status="setting")  # fmt: skip # noqa: E501
    design: str = parameter("grid", "how points are laid", choices=DESIGNS, status="setting")
    over: list[str] = parameter([], "parameters that vary over the range of their records", status="setting")
    samples: int = parameter(64, "points of a sampled design", unit="points", low=1, high=1_000_000, status="setting")
    design_seed: int = parameter(1, "seed of a sampled design", low=0, high=2**31 - 1, status="setting")
    method: str = parameter("morris", "sensitivity by", choices=("morris", "sobol"), status="setting")
    threshold: float = parameter(0.05, "criterion that counts as a success (discovery, robustness)", low=-1e12, high=1e12, status="setting")  # fmt: skip # noqa: E501
    percentile: float = parameter(0.1, "share of the states in which it may be worse (robustness)", low=0, high=1, status="setting")  # fmt: skip # noqa: E501
    budget_eur: float = parameter(1e7, "most that a portfolio may cost in its first year", unit="EUR", low=0, high=1e13, status="setting")  # fmt: skip # noqa: E501
    generations: int = parameter(6, "generations of the search for portfolios", low=1, high=10_000, status="setting")
    executor: ExecutorOptions = field(default_factory=ExecutorOptions)


@dataclass(frozen=True)
class Asked:
    """What was asked for: the study's options, its named scenarios as words, and the words for the runs themselves.

    ``auto``: replicates are added until the criterion is known well enough.
    """

    options: StudyOptions
    scenarios: Mapping[str, tuple[str, ...]]
    words: tuple[str, ...]
    auto: bool = False


def understood(words: Sequence[str], config_dir: str | Path | None = None, **defaults: Any) -> Asked:
    """Sort the words into options of the study and words for the runs, and compose the options.

    ``defaults``: values of options where nothing else is said. Raises SettingsError.
    """
    library = Library.of(config_dir)
    refuse_in_words(list(words))
    own = [word for word in words if _root(word) in (*NAMES, *GROUPS)]
    rest = [word for word in words if word not in own]
    for word in rest:
        _check_name(word, library)
    _check_typed(own, library)
    plain = _compose(own, defaults, library)
    for key in target_keys(plain):
        raise SettingsError(f"{key}: settings never name code to call", key=key, hint="remove the entry")
    scenarios = _scenarios(plain.pop("scenarios", None) or {})
    said = {_root(word): f"{TYPED}: {word}" for word in own}
    options = build(StudyOptions(), plain, "", lambda key: said.get(key.split(".")[0], said.get("study", "")))
    auto = [word for word in rest if re.fullmatch(r"\+*replicates=auto", word)]
    typed = {_name(word) for word in rest}
    from_study = [word for word in options.words if _name(word) not in typed]
    return Asked(options, scenarios, (*from_study, *(w for w in rest if w not in auto)), bool(auto))


NAMES = tuple(f.name for f in dataclasses.fields(StudyOptions))


def _name(word: str) -> str:
    return word.partition("=")[0].lstrip("+~")


def _root(word: str) -> str:
    return re.split(r"[.@/]", _name(word))[0]


def _check_name(word: str, library: Library) -> None:
    """Refuse a misspelt option here, where its right name is known."""
    root = _root(word)
    if "=" in word and root not in ROOT and root not in library.groups:
        known = [*NAMES, *ROOT, *library.groups]
        near = nearest(root, known)
        if near in NAMES:
            raise UnknownName(f"no setting '{_name(word)}'", key=root, near=near, origin=f"{TYPED}: {word}")


def _check_typed(own: Sequence[str], library: Library) -> None:
    """Check each typed option by itself, which says more than Hydra's refusal and comes sooner."""
    parser = Grammar()
    for word in own:
        try:
            override = parser.parse_override(word)
        except HydraException as error:
            told = str(error).splitlines()[0].removesuffix(".")
            raise SettingsError(f"cannot read '{word}': {told}", key=_root(word), origin=f"{TYPED}: {word}",
                                hint="quote text that holds commas, brackets or spaces") from None  # fmt: skip
        origin, key, value = f"{TYPED}: {word}", override.key_or_group, override.value()
        if override.is_sweep_override():
            raise WrongType(f"{word}: an option of the study has one value", key=key, origin=origin)
        if key in GROUPS:
            if str(value) not in library.groups.get(key, {}):
                known = list(library.groups.get(key, {}))
                raise UnknownName(f"unknown {key} '{value}'", key=key, value=value, near=nearest(str(value), known),
                                  allowed=listed(known) or "none here; --config-dir names a folder with more",
                                  hint=library.misnamed(key, str(value)), origin=origin)  # fmt: skip
            check_file(library, key, str(value), StudyOptions(), key, ("scenarios",))
            continue
        nested: Any = value
        for part in reversed(key.split(".")):
            nested = {part: nested}
        build(StudyOptions(), nested, "", _always(origin))


def _always(text: str) -> Origin:
    return lambda key: text


def _compose(own: Sequence[str], defaults: Mapping[str, Any], library: Library) -> dict[str, Any]:
    ConfigStore.instance().store(name="study_schema", node=_schema(defaults))
    ready = ["+" + w.lstrip("+") if _root(w) == "study" else w.lstrip("+") for w in own]
    try:
        return composed("study", ready, library)
    except (HydraException, OmegaConfBaseException) as error:
        cause = error.__cause__ or error
        lines = [line.strip() for line in str(cause).splitlines() if line.strip()]
        files = [place_of(library.groups["study"][w.partition("=")[2]]) for w in own if _root(w) == "study"]
        raise SettingsError(" ".join(lines[:2]), key="study", origin=", ".join(files)) from None


def _schema(defaults: Mapping[str, Any]) -> Any:
    node = mirror(StudyOptions(**defaults))
    return OmegaConf.create({**OmegaConf.to_container(OmegaConf.structured(node)), "scenarios": {}})  # type: ignore[dict-item]


def _scenarios(plain: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(plain, Mapping):
        raise WrongType("scenarios is not a mapping of names to lists of words", key="scenarios", value=plain)
    found = {}
    for name, words in plain.items():
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise WrongType(f"scenarios.{name} is not a list of words", key=f"scenarios.{name}", value=words,
                            hint="write ['+intervention=takedown', 'start=200']")  # fmt: skip
        found[str(name)] = tuple(words)
    return found


def option_lines() -> list[tuple[str, Any]]:
    """List the options with their records, for help."""
    return [(p.name, p) for p in parameters_of(StudyOptions)]
