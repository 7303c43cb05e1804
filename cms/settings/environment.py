"""The environment variables that the project reads, typed and checked in one place."""

import os
import re
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Literal, NoReturn
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]
CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
"""A language code in the form of Django's settings, like `zh-hans`."""


def _words(value: object) -> object:
    """Split comma-separated text, the form of lists in the environment."""
    if isinstance(value, str):
        return [word.strip() for word in value.split(",") if word.strip()]
    return value


def _http(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("should be an http or https address, like https://example.org")
    return value.rstrip("/")


def _http_list(value: str) -> str:
    return ",".join(_http(each.strip()) for each in value.split(","))


def _origin(value: str) -> str:
    if value != "*" and urlsplit(_http(value)).path:
        raise ValueError("should be origins without a path, like https://example.org")
    return value.rstrip("/")


def _embeddings(value: str) -> str:
    """Return an address as it is, or an existing folder with a model and its tokenizer."""
    if "://" in value:
        _http(value)
        return value
    folder = ROOT / Path(value).expanduser()
    missing = [name for name in ("model.onnx", "tokenizer.json") if not (folder / name).is_file()]
    if missing:
        raise ValueError(f"should be an http address, or a folder with {' and '.join(missing)}")
    return str(folder)


def _code(value: str) -> str:
    if not CODE.fullmatch(value):
        raise ValueError("should be language codes, like en,fr,zh-hans")
    return value


Words = Annotated[list[str], NoDecode, BeforeValidator(_words)]
HttpUrl = Annotated[str, AfterValidator(_http)]
HttpUrls = Annotated[str, AfterValidator(_http_list)]
Embeddings = Annotated[str, AfterValidator(_embeddings)]
Codes = Annotated[list[Annotated[str, AfterValidator(_code)]], NoDecode, BeforeValidator(_words)]
Origins = Annotated[
    list[Annotated[str, AfterValidator(_origin)]], NoDecode, BeforeValidator(_words)
]


class Environment(BaseSettings):
    """The environment variables, which docs/operations.md describes."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore")

    secret_key: str | None = Field(default=None, min_length=32)
    allowed_hosts: Words = []
    base_url: HttpUrl | None = None
    data_dir: Path = Path("var")
    database_url: str | None = None
    elasticsearch_url: HttpUrls | None = None
    elasticsearch_index_prefix: str = Field(default="cms", pattern=r"^[a-z0-9][a-z0-9_-]{0,60}$")
    embeddings: Embeddings | None = None
    redis_url: str | None = Field(default=None, pattern=r"^(redis|rediss|unix)://")
    port: int = Field(default=8000, ge=1, le=65535)
    web_concurrency: int = Field(default=2, ge=1, le=64)
    rate_limit: Literal["on", "off"] = "on"
    cors_allowed_origins: Origins = []
    frontend_preview_url: HttpUrl | None = None
    email_url: str | None = None
    media_url_store: str | None = None
    log_format: Literal["text", "json"] = "text"
    otel_exporter_otlp_endpoint: HttpUrl | None = None
    sentry_dsn: HttpUrl | None = None
    metrics_token: str | None = Field(default=None, min_length=16)
    trusted_proxies: int = Field(default=0, ge=0, le=8)
    webhook_private_networks: bool = False
    languages: Codes = []
    site: Literal["demo", "own"] = "demo"
    require_second_factor: bool = False
    oidc_issuer: HttpUrl | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: str | None = None
    demo_admin_password: str | None = None


def refuse(message: str) -> NoReturn:
    """End the process with one line on standard error."""
    sys.exit(f"Configuration: {message}")


def require_package(variable: str, package: str, extra: str = "telemetry") -> None:
    """End the process with one line if the package that a variable needs is not installed."""
    try:
        spec = find_spec(package)
    except (ModuleNotFoundError, ValueError):  # a package above it, or one that is hidden
        spec = None
    if spec is None:
        refuse(f"{variable} needs the packages of requirements-{extra}.lock.")


def data_folder(path: Path) -> Path:
    """Return the folder for database, media and index; create it if it does not exist."""
    folder = path if path.is_absolute() else ROOT / path
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        refuse(f"DATA_DIR cannot be created: {error.strerror}: {folder}.")
    if not os.access(folder, os.W_OK):
        refuse(f"DATA_DIR cannot be written to: {folder}.")
    return folder


def read_environment() -> Environment:
    """Return the environment; a malformed value ends the process with one line."""
    try:
        return Environment()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        message = first["msg"].removeprefix("Value error, ")
        refuse(f"{name} is malformed: {message[0].lower()}{message[1:]}.")
