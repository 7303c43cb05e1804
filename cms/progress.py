"""A progress bar with the rate and the time left, on terminals only; Ctrl-C reports the count."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, cast

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

Bar = Callable[[str, int], Callable[[int], object]]


class Rate(ProgressColumn):
    """A column with items per second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f}/s" if task.speed else "", style="progress.data.speed")


@contextmanager
def progress(
    stream: object, *, show: bool = True, advice: str = "run it again to go on"
) -> Iterator[Bar]:
    """Yield a function `bar(label, total)` that starts a bar and returns its `advance(steps)`.

    A KeyboardInterrupt inside is raised again with the number of pages done, and the advice.
    """
    columns = (
        TextColumn("{task.description:<10}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
    )
    console = Console(file=cast("IO[str]", stream))
    hidden = not (show and console.is_terminal)
    with (
        Progress(*columns, console=console, disable=hidden) as display,
        _stopped_after(display, advice),
    ):

        def start(label: str, total: int) -> Callable[[int], object]:
            task = display.add_task(label, total=total)
            return lambda steps: display.advance(task, steps)

        yield start


@contextmanager
def _stopped_after(bars: Progress, advice: str) -> Iterator[None]:
    """Raise a KeyboardInterrupt again, with the count of the last bar as its message."""
    try:
        yield
    except KeyboardInterrupt:
        if not bars.tasks:
            raise
        last = bars.tasks[-1]
        raise KeyboardInterrupt(
            f"Stopped after {last.completed:,.0f} of {last.total or 0:,.0f} pages "
            f"({last.description.lower()}); {advice}."
        ) from None
