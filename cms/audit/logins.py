"""Records log-ins, log-outs, failures and lock-outs in the audit log."""

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from cms.audit.log import record
from cms.audit.models import Action


def connect() -> None:
    user_logged_in.connect(_logged_in, dispatch_uid="audit")
    user_logged_out.connect(_logged_out, dispatch_uid="audit")
    user_login_failed.connect(_failed, dispatch_uid="audit")
    user_locked_out.connect(_locked_out, dispatch_uid="audit")


def _logged_in(request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    record(Action.LOGGED_IN, user, actor=user, request=request)


def _logged_out(request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    if user:
        record(Action.LOGGED_OUT, user, actor=user, request=request)


def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    record(Action.LOGIN_FAILED, _find_user(credentials.get("username")), request=request)


def _locked_out(request: HttpRequest, username: str | None = None, **kwargs: Any) -> None:
    record(Action.LOCKED_OUT, _find_user(username), request=request)


def _find_user(name: str | None) -> Any:
    """Return the user of this name, or None, since an unknown name may be a mistyped password."""
    model = get_user_model()
    return model._default_manager.filter(**{model.USERNAME_FIELD: name}).first() if name else None
