"""Words that this project does not use, and where they stand.

`python -m tests.house.dialect [ROOM …]` lists them; without rooms, all of them.
"""

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

WORDS = frozenset(
    [
        *["told", "ask", "asks", "asked", "asking", "moment", "moments", "held", "anew"],
        *["mend", "mends", "mended", "mending", "fares", "whatever"],
        *["shall", "somebody", "whoever"],
        *["lifted", "lifts", "sought", "spoil", "spoilt", "spelt", "parted", "lacking"],
        *["loosened", "loosening", "closeness", "remembering", "twin", "twins", "unwanted"],
    ]
)
NAMES = WORDS | {"wanted", "said", "remembered"}
"""Words that are fine in prose, but vague in identifiers, and all others."""
LIMIT = re.compile(r"_?(MOST|LONGEST|LARGEST|DEEPEST|WIDEST|SHORTEST)(_[A-Z_]+)?")
"""Constants that should begin with MAX or MIN."""
PHRASES = re.compile(r"\bof (?:its|their|his|her) own\b|\bhow \w+ fares?\b", re.IGNORECASE)
DANGLING = frozenset(
    [
        *["Of", "With", "Without", "What", "Whether", "Which", "As", "By", "Until", "From"],
        *["In", "For", "Beside", "Between", "When", "Where", "Who", "How", "Why"],
        *["They", "Those", "It", "Its"],
    ]
)
"""First words with which a docstring begins in mid-air."""


@dataclass(frozen=True, slots=True)
class Finding:
    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"

    @property
    def room(self) -> str:
        """Return the folder that owns the file: one level deep, two in packages with rooms."""
        parts = Path(self.path).parts
        depth = 2 if parts[0] in {"cms", "search", "tests", "templates", "docs", "examples"} else 1
        return "/".join(parts[: min(depth, len(parts) - 1)]) or "."


def words_of(identifier: str) -> list[str]:
    """Split an identifier or a sentence into lower-case words: `HeldAnswer` is held, answer."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", identifier)
    return re.findall(r"[a-z]+", spaced.lower())


def in_text(text: str) -> list[str]:
    """Return the refused words and phrases of a text."""
    return [word for word in words_of(text) if word in WORDS] + PHRASES.findall(text)


def in_name(identifier: str) -> list[str]:
    """Return the refused words of an identifier; all of it for a limit that is not MAX or MIN."""
    if LIMIT.fullmatch(identifier):
        return [identifier]
    return [word for word in words_of(identifier) if word in NAMES]


def in_python(path: str, source: str) -> Iterator[Finding]:
    """Yield refused words in names, comments and docstrings; string values are not looked at."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        match token.type:
            case tokenize.NAME:
                words = in_name(token.string)
            case tokenize.COMMENT:
                words = in_text(token.string)
            case _:
                continue
        for word in words:
            yield Finding(path, token.start[0], f"{word!r} in {token.string.strip()[:60]!r}")
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Expr(value=ast.Constant(value=str(text))):
                yield from in_docstring(path, node.lineno, text)


def in_docstring(path: str, line: int, text: str) -> Iterator[Finding]:
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    if first in DANGLING:
        yield Finding(path, line, f"docstring begins with {first!r}")
    for number, content in enumerate(text.splitlines()):
        for word in in_text(content):
            yield Finding(path, line + number, f"{word!r} in a docstring")


def in_prose(path: str, source: str) -> Iterator[Finding]:
    """Yield refused words in Markdown and templates, outside code, tags and attributes."""
    blank = r"```.*?```|`[^`\n]*`|{%.*?%}|{{.*?}}|{#.*?#}|<[^>]*>|\]\([^)]*\)"
    text = re.sub(blank, lambda match: "\n" * match[0].count("\n"), source, flags=re.DOTALL)
    for number, content in enumerate(text.splitlines(), 1):
        for word in in_text(content):
            yield Finding(path, number, f"{word!r} in {content.strip()[:60]!r}")


def findings() -> Iterator[Finding]:
    """Yield every finding in the files of the repository, but for migrations."""
    for path in tracked("*.py"):
        if "/migrations/" not in path and not path.startswith("tests/house/"):
            yield from in_python(path, (ROOT / path).read_text())
    for path in tracked("*.md", "templates/*.html"):
        yield from in_prose(path, (ROOT / path).read_text())


def tracked(*patterns: str) -> list[str]:
    """Return the paths of the files in git, or added to it, that match the patterns."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for path in listed.stdout.splitlines() if (ROOT / path).is_file()]


def main(rooms: list[str]) -> None:
    listed = [each for each in findings() if not rooms or each.room in rooms]
    print(*listed, sep="\n")
    print(Counter(each.room for each in listed))


if __name__ == "__main__":
    main(sys.argv[1:])
