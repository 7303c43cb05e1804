"""The log-in forms: a right password leads on to the second factor of users who have one."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.stagekit import get_pending_stage
from allauth.account.models import Login
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from wagtail.admin.views.account import LoginView as WagtailLoginView

from cms.accounts.limits import locked_out
from cms.accounts.openid import provider

CREDENTIALS = "username"


class SecondFactorMixin(LoginView):
    """Hands the user of a valid form to django-allauth, which leads to the second factor."""

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.get_user()
        remember = form.cleaned_data.get("remember")
        self.request.session.set_expiry(settings.SESSION_COOKIE_AGE if remember else 0)
        login = Login(user=user, redirect_url=self.get_success_url())
        return perform_password_login(self.request, {CREDENTIALS: user.get_username()}, login)


class AdminLoginView(SecondFactorMixin, WagtailLoginView):
    """Wagtail's log-in, with its field names, and single sign-on if it is configured."""

    extra_context: Any = {
        "has_openid": provider.is_enabled,
        "openid_provider": provider.PROVIDER_ID,
    }


class SiteLoginView(SecondFactorMixin, LoginView):
    """Lets readers log in whose pages are for users or groups."""

    template_name = "accounts/site_login.html"
    next_page: Any = "/"


log_in_to_admin = never_cache(AdminLoginView.as_view())
log_in = never_cache(SiteLoginView.as_view())


def connect() -> None:
    authentication_failed.connect(_wrong_code, Authenticator, dispatch_uid="accounts")


def _wrong_code(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Count a wrong code as a failed log-in, so that the same limits and the audit log apply."""
    credentials = {CREDENTIALS: user.get_username()}
    user_login_failed.send(sender=__name__, credentials=credentials, request=request)


def refuse_when_locked(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Wrap a view that takes codes: while the user is locked out at this address, it is 429."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        stage = get_pending_stage(request)
        user = stage.login.user if stage else request.user
        if user and user.is_authenticated and request.method == "POST":
            credentials = {CREDENTIALS: user.get_username()}
            if not AxesProxyHandler.is_allowed(request, credentials):
                return locked_out(request, None, credentials)
        return view(request, *args, **kwargs)

    return guarded
