"""Converts Markdown to HTML; `::: name` … `:::` becomes an element marked with the block's name."""

import re
from collections.abc import Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

PROSE_BLOCKS = {"aims", "principles", "callout", "quote", "accordion", "table"}
"""Blocks that are written in Markdown; all others are written in YAML."""

_OPEN, _CLOSE = "container_block_open", "container_block_close"
_FENCE = re.compile(r"\s*:{3,}\s*")


def to_html(text: str) -> str:
    """Return HTML with raw HTML escaped; raises ValueError for a container left open."""
    return str(_PARSER.render(text))


def _keep_records(state: StateCore) -> None:
    """Replace the parsed content of YAML containers by its source."""
    lines = state.src.split("\n")
    tokens: list[Token] = []
    closes_at = -1
    for position, token in enumerate(state.tokens):
        if position <= closes_at:
            continue
        if token.type == _OPEN and token.map:
            start, end = token.map
            if end >= len(lines) or not _FENCE.fullmatch(lines[end]):
                name = token.info.strip()
                raise ValueError(f"`::: {name}` is not closed: end it with a line `:::`.")
            if token.info.split()[0] not in PROSE_BLOCKS:
                closes_at = _closing(state.tokens, position)
                content = "\n".join(lines[start + 1 : end])
                token = Token("record", "pre", 0, info=token.info, content=content, block=True)
        tokens.append(token)
    state.tokens = tokens


def _closing(tokens: Sequence[Token], opening: int) -> int:
    level = tokens[opening].level
    return next(
        position
        for position in range(opening + 1, len(tokens))
        if tokens[position].type == _CLOSE and tokens[position].level == level
    )


def _marks(token: Token) -> str:
    name, _, parameters = token.info.strip().partition(" ")
    return f'data-block="{escape(name)}" data-parameters="{escape(parameters.strip())}"'


def _container(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    token = tokens[index]
    return f"<div {_marks(token)}>\n" if token.nesting == 1 else "</div>\n"


def _record(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    return f"<pre {_marks(tokens[index])}>{escape(tokens[index].content)}</pre>\n"


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.use(
        container_plugin,
        "block",
        validate=lambda parameters, *_: bool(parameters.strip()),
        render=_container,
    )
    parser.core.ruler.after("block", "records", _keep_records)
    parser.add_render_rule("record", _record)
    return parser


_PARSER = _parser()
