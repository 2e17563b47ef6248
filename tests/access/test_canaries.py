"""What is kept from somebody reaches them in nothing: no page, file, message, log, redirect, search or error page.

Words that stand nowhere else are planted in everything that is kept from somebody, and everybody from whom something is
kept asks for everything in every way. Everyday runs take a share of the tries, another one each day; the deep slice
takes all of them (ONEPLAN_TRIES=all).
"""

import json
import logging
import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client
from django.urls import reverse

from oneplan.rulebook.sharing.categories import Category
from oneplan.web.access.models import Account, AuditEvent, ViewBatch
from oneplan.web.site import outbox
from oneplan.web.site.models import OutboxMessage
from tests.access.askers import Asker, askers
from tests.access.canaries import Canary, Planted, plant
from tests.access.finding import in_answer, letters, unfolded
from tests.access.tries import Try, every
from tests.pages.rich import make_rich

SHARE = 1.0 if os.environ.get("ONEPLAN_TRIES") == "all" else 0.02


class Stage:
    def __init__(self, now: datetime) -> None:
        self.rich = make_rich(at=now)
        self.rich.opener = self.rich.cast.stan
        self.planted: Planted = plant(self.rich, at=now)
        self.askers = askers(self.rich, now=now)
        self.tries = list(every(self.rich, self.planted))

    def of(self, name: str) -> Asker:
        return next(each for each in self.askers if each.name == name)


@pytest.fixture
def stage(db: None, now: datetime) -> Stage:
    return Stage(now)


def test_explore(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    only = os.environ.get("ONLY", "")
    random = Random(1)
    print(len(stage.tries), "tries each,", len(stage.askers), "askers")
    asked = 0
    found: dict[Any, list[str]] = {}
    for asker in stage.askers:
        if only and only not in asker.name: continue
        client = asker.client()
        kept = [each for each in stage.planted.canaries if each.kind not in asker.may]
        for one in stage.tries:
            if random.random() >= float(os.environ.get("SH", "0.05")): continue
            asked += 1
            with transaction.atomic():
                answer = one.send(client, asker.account)
                said = in_answer(answer)
                transaction.set_rollback(True)
            for each in kept:
                if each.letters in said:
                    found.setdefault((asker.name, each.kind, each.where), []).append(f"{one.words} {answer.status_code}")
    print(asked)
    for key, value in found.items():
        print(key, len(value), value[:3])
