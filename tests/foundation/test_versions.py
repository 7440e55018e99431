"""Rows that two people may change at once."""

import pytest
import sqlalchemy as sa

from matchmaker.clusters.models import Cluster
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.forms import sent_version, whole_number
from matchmaker.foundation.versions import check_version, hold


@pytest.fixture
def row(app) -> Cluster:
    made = Cluster(code="LYON", name_ko="리옹", name_en="Lyon", country="FR", time_zone="Europe/Paris")
    db.session.add(made)
    db.session.commit()
    return made


@pytest.mark.parametrize("seen", [None, 0, 2])
def test_who_saw_another_version_is_told(row, seen):
    for check in (check_version, hold):
        with pytest.raises(RuleViolation) as refusal:
            check(row, seen)
        assert refusal.value.code == "changed_meanwhile"


def test_what_was_changed_beside_is_seen_once_it_is_held(row):
    check_version(row, row.version)
    hold(row, row.version)
    others = sa.update(Cluster).values(version=Cluster.version + 1)
    db.session.execute(others, execution_options={"synchronize_session": False})
    with pytest.raises(RuleViolation):
        hold(row, 1)


def test_what_is_gone_is_not_found(row):
    assert row.version == 1
    db.session.execute(sa.delete(Cluster), execution_options={"synchronize_session": False})
    with pytest.raises(NotFound):
        hold(row, 1)


@pytest.mark.parametrize(("said", "number"), [("7", 7), ("0", 0), ("-1", None), ("٣", None), ("²", None), ("", None),
                                              ("1" * 10, None), ("7 ", None)])  # fmt: skip
def test_only_a_plain_number_is_one(app, said, number):
    assert whole_number(said) == number
    with app.test_request_context(method="POST", data={"version": said}):
        assert sent_version() == number


def test_nothing_sent_is_no_number(app):
    assert whole_number(None) is None
    with app.test_request_context(method="POST"):
        assert sent_version() is None
