"""Declares which models of Django, Wagtail and other packages public responses show."""

from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.changes.models import Kind
from cms.changes.watching.objects import show
from cms.changes.watching.registry import hide


def declare() -> None:
    """Declare the models; called once, when the apps are ready."""
    image = get_image_model()
    show(image._meta.label, Kind.MEDIA, on_pages=True)
    # A rendition is made by the first response that shows it, and changes no other response.
    rendition = image.get_rendition_model()._meta.label
    show(rendition, Kind.MEDIA, part_of="image", ignores_creation=True)
    show(get_document_model()._meta.label, Kind.MEDIA, on_pages=True)
    show("wagtailcore.Collection", Kind.MEDIA)
    show("wagtailcore.CollectionViewRestriction", Kind.MEDIA, part_of="collection")
    show("wagtailcore.Site", Kind.SETTINGS)
    show("wagtailcore.Locale", Kind.SETTINGS)
    show("wagtailredirects.Redirect", Kind.REDIRECT)

    hide("wagtailcore.PageViewRestriction", reason="appends `restricted` for its page")
    hide(
        "wagtailcore.PageViewRestriction_groups",
        "wagtailcore.CollectionViewRestriction_groups",
        reason="groups that have access; the public sees the same",
    )
    hide(
        *("wagtailcore.APIToken", "wagtailcore.GroupSitePermission"),
        *("wagtailcore.GroupPagePermission", "wagtailcore.GroupCollectionPermission"),
        *("auth", "wagtailusers"),
        reason="users and their permissions; no response names a user",
    )
    hide(
        *("wagtailcore.Revision", "wagtailcore.UploadedFile", "wagtailcore.Comment"),
        *("wagtailcore.CommentReply", "wagtailcore.PageSubscription", "wagtailadmin"),
        reason="drafts, and editors' comments on them",
    )
    hide(
        *("wagtailcore.WorkflowContentType", "wagtailcore.WorkflowState", "wagtailcore.Workflow"),
        *("wagtailcore.WorkflowTask", "wagtailcore.Task", "wagtailcore.GroupApprovalTask"),
        *("wagtailcore.GroupApprovalTask_groups", "wagtailcore.TaskState"),
        "wagtailcore.WorkflowPage",
        reason="workflows end in publishing, which is a change of the page",
    )
    hide(
        *("wagtailcore.ModelLogEntry", "wagtailcore.PageLogEntry", "admin"),
        reason="histories for editors",
    )
    hide("wagtailcore.ReferenceIndex", "wagtailsearch", reason="derived from what is watched")
    hide("wagtailforms", reason="submissions of forms are read in the admin")
    hide("simple_translation", reason="holds a permission and no rows")
    hide("wagtailembeds", reason="a cache of other sites' responses, which expires")
    hide("taggit", reason="tags of images and documents serve the admin's search")
    hide("axes", "sessions", "account", "mfa", "socialaccount", reason="log-in")
    hide("contenttypes", reason="names of models, written by migrations")
    hide("changes", reason="the change log itself")
