"""The interface of the MCP server's tools; `settings.MCP_TOOLS` names them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from cms.delivery.http.served_site import ServedSite


class Arguments(BaseModel):
    """The arguments of a tool; its JSON schema is what clients see."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class ToolResult:
    """The result of a call: JSON, and its text if that is not the same JSON.

    `is_error`: the text says what is wrong, so that a model can correct its call.
    """

    data: dict[str, Any]
    text: str = ""
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class Tool[A: Arguments]:
    """A tool that only reads. `run` may raise ProblemError, which becomes an error result."""

    name: str
    title: str
    description: str
    arguments: type[A]
    run: Callable[[ServedSite, A], ToolResult]
