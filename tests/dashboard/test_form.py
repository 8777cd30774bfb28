"""Forms are made from the registries, and refuse what the command line refuses, in its words."""

from __future__ import annotations

import datetime
import shlex

import pytest

from sim.dashboard.cost import cost_of
from sim.dashboard.desk import Desk
from sim.dashboard.fields import TIMELINE, barrier_fields, fields_of, run_fields
from sim.dashboard.form import Form
from sim.dashboard.question import Question, choices, planned, usual
from sim.model.ecosystem import Ecosystem
from sim.model.engine.parameters import parameters_of
from sim.model.interventions.licensing import Licensing
from sim.model.interventions.registry import catalogue
from sim.model.interventions.takedown import Takedown
from sim.settings import SettingsError, compose


def field(name, barrier):
    return next(f for f in fields_of(barrier, "interventions.x.") if f.name == name)


@pytest.mark.parametrize("name", catalogue())
def test_every_setting_of_every_barrier_has_an_entry(name):
    barrier = catalogue()[name]()
    entries = {f.name for f in barrier_fields(name, barrier)} | set(TIMELINE)
    assert entries == {p.name for p in parameters_of(barrier)}
    for entry in barrier_fields(name, barrier):
        assert entry.read(entry.parameter.value) == entry.parameter.value
        assert entry.parameter.doc in entry.help


def test_range_and_source_stand_beside_an_entry():
    leads = field("leads", Takedown())
    assert "0 to 1 share" in leads.help and "B37-B42" in leads.help and "usually 0.03" in leads.help
    assert "our judgement" in field("publicity", Takedown()).help


@pytest.mark.parametrize(
    ("name", "value"),
    [("count", 0), ("count", 2.5), ("count", None), ("share", 1.5), ("share", float("nan")), ("leads", "much"),
     ("targets", "all of them"), ("countries", ["DE", "Atlantis"])],
)  # fmt: skip
def test_what_the_command_line_refuses_an_entry_refuses(name, value):
    owner = Licensing() if name == "countries" else Takedown()
    assert field(name, owner).problem(value)


def test_a_message_of_an_entry_is_that_of_the_command_line():
    with pytest.raises(SettingsError) as typed:
        compose(["+intervention=takedown", "interventions.takedown.count=0"])
    form = Form(Question(barriers={"takedown": {}}))
    entry = next(f for f in barrier_fields("takedown", Takedown()) if f.name == "count")
    form.set(form.question.barriers["takedown"], entry, 0)
    assert form.before(Desk()).error == str(typed.value).partition(" [")[0]
    form.set(form.question.barriers["takedown"], entry, 3)
    assert form.before(Desk()).error == ""
    assert form.question.barriers["takedown"] == {"count": 3}
    form.set(form.question.barriers["takedown"], entry, 1)
    assert form.question.barriers["takedown"] == {}  # as usual: nothing needs to be typed


def test_run_entries_are_of_the_ecosystem():
    assert {f.name: f.parameter.value for f in run_fields(usual("small"))}["buyers"] == 4000


HOSTILE = [
    "x'; rm -rf /",
    "1e5",
    "nan",
    "0x10",
    "a/b-c",
    "off",
    "${oc.env:HOME}",
    "a,b]",
    "{a: 1}",
    "null",
    "\\'",
    "$(touch x)",
    "true",
    "é 'x",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(text):
    """What is typed reaches the check of names as it is, by the form and by the line that it shows."""
    question = Question(barriers={"takedown": {"names": [text], "targets": "named"}})
    words = shlex.split(question.line())
    assert words[:4] == ["python", "-m", "sim", "run"]
    for ask in (question.plan, lambda: compose(words[4:])):
        with pytest.raises(SettingsError) as refused:
            ask()
        problem = refused.value.problem
        assert f"'{text}' is no marketplace" in problem or ("never read" in problem and "${" in text)


def test_a_trigger_is_typed_as_it_is():
    values = {"trigger": "leader_share > 0.6", "names": ["market-2"], "targets": "named"}
    question = Question(barriers={"takedown": values}, run={"replicates": 3})
    settings = question.plan().settings
    assert settings.interventions["takedown"].trigger == "leader_share > 0.6"
    assert compose(shlex.split(question.line())[4:]) == settings


def test_a_comparison_keeps_what_the_replay_needs():
    question = Question("compare", "small", {"takedown": {"start": 90}, "licensing": {}}, {"replicates": 3})
    ready = question.plan()
    assert [case.scenario for case in ready.cases] == ["takedown", "licensing"]
    assert {case.daily for case in ready.cases} == {"everything"}
    assert ready.cases[0].settings.interventions["takedown"].start == 90


def test_other_commands_are_not_run():
    with pytest.raises(SettingsError):
        planned("new", [])


def test_choices_are_those_of_the_registry():
    barriers, ecosystems = choices()
    assert set(barriers) == set(catalogue()) and all(barriers.values())
    assert {"western", "small"} <= set(ecosystems)


@pytest.mark.parametrize(
    "barrier",
    [
        Licensing(start=20), Licensing(start=20, duration=30, intensity=0.5),
        Licensing(start=10, duration=5, repeat=20, ramp=0), Licensing(start=20, ramp=7),
    ],
)  # fmt: skip
def test_the_cost_that_is_told_is_the_cost_of_the_run(barrier):
    world = Ecosystem(buyers=100, days=80, interventions=[barrier]).run()
    spent = float(world.records.column("cost").sum())
    assert cost_of(barrier, 80).whole == pytest.approx(spent)
    assert spent > 0


def test_the_first_year_ends_after_a_year():
    cost = cost_of(Licensing(start=0, ramp=0, cost_fixed=7.0, cost_per_day=1.0), 800)
    assert (cost.first_year, cost.whole) == (7 + 365, 7 + 800)
    assert cost_of(Takedown(start=0), 800).per_act == 250_000


def test_times_go_to_the_question():
    form = Form(Question(barriers={"takedown": {}}))
    form.time("takedown", 365, None)
    assert form.question.barriers["takedown"] == {}
    form.time("takedown", 100, 30)
    assert form.question.barriers["takedown"] == {"start": 100, "duration": 30}


def test_nothing_starts_without_a_barrier():
    assert Form(Question()).before(Desk()).error == "choose at least one barrier"
    one = Form(Question("compare", barriers={"takedown": {}}))
    assert "at least two" in one.before(Desk()).error


def test_size_and_cost_are_told_before(tmp_path):
    form = Form(Question("compare", "small", {"takedown": {}, "licensing": {}}, {"replicates": 5}))
    told = " ".join(form.before(Desk(root=tmp_path)).lines)
    assert "2 scenarios, 5 replicates = 10 pairs of runs" in told
    assert "Cost of takedown: EUR 2,000,000 in its first year" in told and "thin world" in told


def test_day_0_may_have_a_date_and_events_may_come_from_a_folder(tmp_path):
    form = Form(Question(ecosystem="small"))
    form.date(datetime.date(2017, 1, 1))
    (tmp_path / "events.csv").write_text("date,marketplace,cause\n2017-07-05,,seized\n")
    entry = next(f for f in run_fields(form.settings) if f.name == "data")
    form.set(form.question.run, entry, str(tmp_path))
    assert form.before(Desk()).error == ""
    (barrier,) = form.question.plan().settings.interventions.values()
    assert barrier.start == 185
    form.set(form.question.run, entry, str(tmp_path / "none"))
    assert "none" in form.before(Desk()).error


def test_barriers_stand_by_name_and_shocks_last():
    barriers, _ = choices()
    shocks = [name for name in barriers if "A shock: nobody's barrier." in barriers[name]]
    assert {"ddos", "hack"} <= {*shocks} and "takedown" not in shocks
    rest = [name for name in barriers if name not in shocks]
    assert list(barriers) == sorted(rest) + sorted(shocks)
