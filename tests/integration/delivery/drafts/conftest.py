import pytest

from cms.delivery.models import DeliveryKey


@pytest.fixture
def bearer():
    """Return the headers of a request with a key that reads drafts."""
    key = DeliveryKey(name="Preview", reads_drafts=True)
    secret = key.issue()
    key.save()
    return {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
