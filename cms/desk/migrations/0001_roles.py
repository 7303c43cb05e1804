"""The five roles. Wagtail's own two groups become the nearest ones, with whoever is in them."""

from django.db import migrations

from cms.desk.roles import permissions

RENAMED = {"Editors": "Editor", "Moderators": "Publisher"}


def on(model, *actions):
    app, name = model.split(".")
    return [f"{app}.{action}_{name}" for action in actions]


ACCESS = ["wagtailadmin.access_admin"]
EDITOR = [
    *ACCESS,
    *on("directory.person", "add", "change", "view"),
    *on("directory.memberstate", "view"),
    "simple_translation.submit_translation",
]
PUBLISHER = [
    *EDITOR,
    *on("directory.person", "delete"),
    *on("directory.memberstate", "add", "change", "delete"),
    *on("content.topic", "add", "change", "delete"),
    *on("wagtailredirects.redirect", "add", "change", "delete"),
    "maintenance.set_maintenance",
]
ADMINISTRATOR = [
    *PUBLISHER,
    *on("auth.user", "add", "change", "delete"),
    *on("auth.group", "add", "change", "delete"),
    *on("wagtailcore.collection", "add", "change", "delete"),
    *on("wagtailcore.site", "add", "change", "delete"),
    *on("wagtailcore.locale", "add", "change", "delete"),
    *on("wagtailcore.workflow", "add", "change", "delete"),
    *on("wagtailcore.task", "add", "change", "delete"),
]
PUBLISHING = ("add", "change", "publish", "lock", "unlock")
MEDIA = [*on("wagtailimages.image", "add", "choose"), *on("wagtaildocs.document", "add", "choose")]
ALL_MEDIA = [
    *MEDIA,
    *on("wagtailimages.image", "change"),
    *on("wagtaildocs.document", "change"),
]
ROLES = {  # what each may do with records, with every page, with every image and document
    "Editor": (EDITOR, ("add", "change"), MEDIA),
    "Reviewer": (ACCESS, ("change",), []),
    "Publisher": (PUBLISHER, PUBLISHING, ALL_MEDIA),
    "Search editor": (ACCESS, (), []),
    "Administrator": (ADMINISTRATOR, (*PUBLISHING, "bulk_delete"), ALL_MEDIA),
}


def rename(apps, names):
    groups = apps.get_model("auth", "Group").objects
    for old, new in names.items():
        if not groups.filter(name=new).exists():
            groups.filter(name=old).update(name=new)


def make(apps, schema_editor):
    rename(apps, RENAMED)
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    every = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    for name, (records, pages, media) in ROLES.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.set(permissions(apps, records))
        group.page_permissions.all().delete()
        for permission in permissions(apps, on("wagtailcore.page", *pages)):
            group.page_permissions.create(page=root, permission=permission)
        group.collection_permissions.all().delete()
        for permission in permissions(apps, media):
            group.collection_permissions.create(collection=every, permission=permission)


def unmake(apps, schema_editor):
    """Wagtail's groups get their names back, and keep their rights on pages and media."""
    groups = apps.get_model("auth", "Group").objects
    groups.filter(name__in=set(ROLES) - set(RENAMED.values())).delete()
    for group in groups.filter(name__in=RENAMED.values()):
        group.permissions.set(permissions(apps, ACCESS))
    rename(apps, {new: old for old, new in RENAMED.items()})


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("changes", "0001_initial"),
        ("content", "0001_initial"),
        ("directory", "0001_initial"),
        ("maintenance", "0001_initial"),
        ("simple_translation", "0001_initial"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]
    operations = [migrations.RunPython(make, unmake)]
