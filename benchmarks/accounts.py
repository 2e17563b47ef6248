"""Give the busiest invented key workers accounts; print for each what they may open, as JSON."""

import json
import sys

import django

from benchmarks.area import PASSWORD


def main_list(number: int) -> list[dict[str, object]]:
    from django.contrib.auth.hashers import make_password
    from django.db.models import Count

    from oneplan.web.access.models import Account
    from oneplan.web.agencies.models import Worker
    from oneplan.web.casework.models import Episode, EpisodeRole

    hashed = make_password(PASSWORD)
    current = EpisodeRole.objects.filter(known_until=None, valid_to=None, episode__closed_on=None)
    busiest = current.values("worker").annotate(n=Count("pk")).order_by("-n", "worker")[:number]
    told = []
    for worker in Worker.objects.filter(pk__in=[row["worker"] for row in busiest]).order_by("pk"):
        if not Account.objects.filter(worker=worker).exists():
            Account.objects.create(name=f"bench-{worker.pk}", worker=worker, password=hashed)
        account = Account.objects.get(worker=worker)
        Account.objects.filter(pk=account.pk).update(password=hashed)
        families = Episode.objects.filter(roles__in=current.filter(worker=worker)).values_list("family", flat=True)
        told.append(_about(account.name, list(families)))
    return told


def _about(account: str, families: list[int]) -> dict[str, object]:
    from oneplan.web.people.models import Family, Membership

    people = [row.person for row in Membership.objects.known().filter(family__in=families).select_related("person")]
    named = [
        {"name": p.name, "reference": p.reference, "born": f"{p.born_from:%-d %B %Y}" if p.born_from else ""}
        for p in people
        if p.given_names
    ]
    references = [family.reference for family in Family.objects.filter(pk__in=families)]
    return {"account": account, "password": PASSWORD, "families": references, "people": named}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main_list(int(sys.argv[1]))))
