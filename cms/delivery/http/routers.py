"""The parts of the delivery API that other packages add."""

from ninja import Router

from cms.registry import Registry

api_routers = Registry[Router](
    "API router", lambda entry: isinstance(entry, Router), "a ninja.Router", names="[a-z][a-z-]*/"
)
"""Routers by the path below `/api/delivery/v1/` at which they begin, like `search/`."""
