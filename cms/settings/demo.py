"""Settings of the demo, or of a site made by `init_site`, on this machine.

They have a generated key and plain http; the rest is as in production.
"""

import secrets

from cms.settings.base import *  # noqa: F403
from cms.settings.base import ALLOWED_HOSTS, DATA_DIR, ENV, SITE_RECORD


def demo_key() -> str:
    """Return the secret key of this data folder, generated at the first start."""
    path = DATA_DIR / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text()


SECRET_KEY = ENV.secret_key or demo_key()
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "127.0.0.1", "localhost", "[::1]"]
DEMO = ENV.site == "demo" and SITE_RECORD.kind != "own"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # passkeys on http://localhost
WORKER_IN_WEB = True  # one command runs everything, also with Elasticsearch
