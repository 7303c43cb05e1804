"""The error that refuses an export or an import."""

from collections.abc import Sequence


class XliffError(Exception):
    """Nothing was exported or imported; `problems` are sentences with the reasons."""

    def __init__(self, problems: Sequence[str] | str) -> None:
        self.problems = [problems] if isinstance(problems, str) else list(problems)
        super().__init__("\n".join(self.problems))
