"""What is told of a study while it runs, and when it has ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from nicegui import run, ui

from sim.dashboard.desk import Desk
from sim.dashboard.form import spoken
from sim.dashboard.job import RUNNING, Job
from sim.dashboard.look import heading, paragraphs, soft
from sim.dashboard.process import DONE, FAILED, STOPPED


class Running:
    """Progress with a button to stop; then the answer and what can be fetched. ``ended`` hears that it is over."""

    def __init__(self, desk: Desk, ended: Callable[[], None]) -> None:
        self.desk, self.ended = desk, ended
        self.shown: Job | None = None
        with ui.element("section").style("width: 100%").props('aria-label="Study"') as self.box:
            self.head = heading("Running")
            self.bar = ui.linear_progress(0, show_value=False, size="14px").props('aria-label="Runs finished"')
            self.text = ui.label("").props("aria-live=polite data-key=progress")
            with ui.element("div").classes("row-of"):
                self.stop = ui.button("Stop", on_click=self._stop).props("outline data-key=stop")
            self.result = ui.element("div").style("width: 100%").props("data-key=result")
        self.box.set_visibility(False)
        if desk.job is not None:
            self.show()
        ui.timer(0.5, self._tick)

    def show(self) -> None:
        """Show the study of the desk."""
        self.shown, self.head.text = self.desk.job, "Running"
        self.result.clear()
        self.box.set_visibility(True)
        self.stop.set_visibility(True)

    def _stop(self) -> None:
        if self.shown is not None:
            self.shown.stop()

    async def _tick(self) -> None:
        job = self.shown
        if job is None:
            return
        job.poll()
        self.bar.value = job.share
        count = f"{job.done} of {job.total} pairs of runs, " if job.total else ""
        left = job.left()
        rest = f", about {spoken(left)} to go" if left is not None else ""
        self.text.text = f"{count}{spoken(job.seconds)}{rest}: {job.told}"
        if job.state != RUNNING:
            self.shown = None
            self.stop.set_visibility(False)
            self.head.text = {DONE: "Done", STOPPED: "Stopped"}.get(job.state, "Failed")
            try:
                await self._finish(job)
            except Exception as error:  # what is stored is kept, and the next study can be asked for
                with self.result:
                    soft(f"The answer cannot be shown: {type(error).__name__}: {' '.join(str(error).split())[:250]}")
            finally:
                self.ended()

    async def _finish(self, job: Job) -> None:
        """Tell the answer, and give what can be fetched."""
        if job.state == FAILED:
            self.text.text = f"It failed after {spoken(job.seconds)}: {job.told}"
        study = self.desk.study(job.folder.name)
        if study is not None:
            texts = await run.io_bound(_answer, study.folder)
            with self.result:
                heading("The answer", 3)
                paragraphs(texts)
                for picture in study.pictures():
                    shown = ui.element("img").style("width: 100%; max-width: 60rem")
                    source = f"/fetch/{study.folder.parent.name}/{study.name}/{picture.name}"
                    shown.props(f'src="{source}" alt="{picture.stem}" data-key=picture')
                fetch_links(study.folder.parent.name, study.name, study.files())
                if study.everything:
                    ui.link("Watch it day by day", f"/watch?study={study.name}").props("data-key=watch")


def _answer(folder: Path) -> list[str]:
    from sim.dashboard.answer import answer  # draws tables, which the first page need not wait for

    return answer(folder)


def fetch_links(place: str, name: str, files: Mapping[str, Path]) -> None:
    """Give a link for each file of a study, and the line that repeats it."""
    with ui.element("div").classes("row-of"):
        for label, path in files.items():
            ui.link(label, f"/fetch/{place}/{name}/{path.name}", new_tab=True)
    soft("To run it once more and compare every figure:")
    ui.label(f"python -m sim reproduce results/{place}/{name}").classes("line")
