"""The URLs of the log-in and of second factors, included below `/admin/`.

The names are those that django-allauth's templates and flows use.
"""

from allauth.account.views import account_inactive, logout, reauthenticate
from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.socialaccount.views import login_cancelled, login_error
from django.urls import include, path
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms.accounts.login import log_in_to_admin, refuse_when_locked
from cms.accounts.openid.confirmation import confirm_by_openid

SECURITY = "account/security/"
login_urls = [
    path("login/", log_in_to_admin, name="account_login"),
    path("account/cancel/", logout, name="account_logout"),
    path("account/inactive/", account_inactive, name="account_inactive"),
    path("account/single/<slug:provider_id>/login/", openid.login, name="openid_connect_login"),
    path(
        "account/single/<slug:provider_id>/callback/",
        openid.callback,
        name="openid_connect_callback",
    ),
    path("account/single/cancelled/", login_cancelled, name="socialaccount_login_cancelled"),
    path("account/single/error/", login_error, name="socialaccount_login_error"),
    path(
        f"{SECURITY}authenticate/", refuse_when_locked(base.authenticate), name="mfa_authenticate"
    ),
    path(f"{SECURITY}passkey/", webauthn.login_webauthn, name="mfa_login_webauthn"),
]
second_factor_urls = [
    path("", base.index, name="mfa_index"),
    path("confirm/", reauthenticate, name="account_reauthenticate"),
    path("confirm/single/", confirm_by_openid, name="account_confirm_by_openid"),
    path("confirm/code/", refuse_when_locked(base.reauthenticate), name="mfa_reauthenticate"),
    path("confirm/key/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("app/add/", totp.activate_totp, name="mfa_activate_totp"),
    path("app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("keys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("keys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("keys/<int:pk>/edit/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("keys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "codes/generate/", recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "codes/download/", recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]  # fmt: skip
urlpatterns = [
    *login_urls,
    path(SECURITY, include(decorate_urlpatterns(second_factor_urls, require_admin_access))),
]
