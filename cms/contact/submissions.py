"""The retention of messages that visitors send through forms."""

from django.conf import settings
from django.utils import timezone
from wagtail.contrib.forms.models import FormSubmission


def delete_old() -> None:
    """Delete submissions older than `FORM_RETENTION`."""
    oldest = timezone.now() - settings.FORM_RETENTION
    FormSubmission.objects.filter(submit_time__lt=oldest).delete()
