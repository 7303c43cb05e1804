"""A progress bar with the rate and the time left, on terminals only."""

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
def progress(stream: object, *, show: bool = True) -> Iterator[Bar]:
    """Yield a function `bar(label, total)` that starts a bar and returns its `advance(steps)`."""
    columns = (
        TextColumn("{task.description:<10}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
    )
    console = Console(file=cast("IO[str]", stream))
    hidden = not (show and console.is_terminal)
    with Progress(*columns, console=console, disable=hidden) as shown:

        def start(label: str, total: int) -> Callable[[int], object]:
            task = shown.add_task(label, total=total)
            return lambda steps: shown.advance(task, steps)

        yield start
