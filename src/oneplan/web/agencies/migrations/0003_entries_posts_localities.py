"""One string of languages becomes entries, the names of localities become codes, each worker gets the post they hold.

Backwards: the entries become one string again, the codes become names; posts, skills and areas are dropped with their
tables.
"""

from datetime import date

from django.db import migrations
from django.utils import timezone
from django.utils.text import slugify

SINCE = date(2010, 1, 1)


def forwards(apps, _schema_editor):
    for worker in apps.get_model("agencies", "Worker").objects.iterator():
        _languages(apps, worker)
        _post(apps, worker)
    for team in apps.get_model("agencies", "Team").objects.exclude(locality="").iterator():
        team.locality = _listed(apps, "locality", team.locality)
        team.save(update_fields=["locality"])


def backwards(apps, _schema_editor):
    Worker, Entry = apps.get_model("agencies", "Worker"), apps.get_model("agencies", "WorkerEntry")
    names = _names(apps, "language")
    for worker in Worker.objects.filter(entries__kind="language").distinct():
        codes = Entry.objects.filter(worker=worker, kind="language").order_by("pk").values_list("code", flat=True)
        worker.languages = ", ".join(names.get(code, code) for code in codes)[:120]
        worker.save(update_fields=["languages"])
    localities = _names(apps, "locality")
    for team in apps.get_model("agencies", "Team").objects.exclude(locality=""):
        team.locality = localities.get(team.locality, team.locality)[:60]
        team.save(update_fields=["locality"])
    apps.get_model("agencies", "Post").objects.all().delete()


def _languages(apps, worker):
    Entry = apps.get_model("agencies", "WorkerEntry")
    for name in filter(None, (part.strip() for part in worker.languages.split(","))):
        Entry.objects.get_or_create(worker=worker, kind="language", code=_listed(apps, "language", name))


def _post(apps, worker):
    apps.get_model("agencies", "Post").objects.create(
        worker=worker, role=worker.role, job_title=worker.job_title, agency_id=worker.agency_id,
        team_id=worker.team_id, known_from=timezone.now(), source="taken over from the list of workers",
    )


def _listed(apps, list_name, name):
    """The code of a name in the area's list; a name the list does not have yet joins it."""
    Item = apps.get_model("site", "AreaListItem")
    code = slugify(name)[:40] or "other"
    if not Item.objects.filter(list_name=list_name, code=code).exists():
        Item.objects.create(list_name=list_name, code=code, name=name, valid_from=SINCE)
    return code


def _names(apps, list_name):
    rows = apps.get_model("site", "AreaListItem").objects.filter(list_name=list_name)
    return dict(rows.order_by("valid_from").values_list("code", "name"))


class Migration(migrations.Migration):
    dependencies = [("agencies", "0002_agencies_and_agreements"), ("site", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
