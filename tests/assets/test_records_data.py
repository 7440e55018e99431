"""The records of the cluster's facilities: complete, in both languages, with dated sources, loaded once."""

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.assets.models import Asset, AssetFact, AssetLink
from matchmaker.assets.records.loading import ASSET_LISTS, read
from matchmaker.assets.rules import LegalStatus, parse_published_date
from matchmaker.assets.wording import TAG_LABEL, TOPIC_LABEL
from matchmaker.clusters.loading import load_all
from matchmaker.clusters.models import Cluster, Office, Site
from matchmaker.foundation.codes import is_known
from matchmaker.foundation.database import db
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import VettingState


def counts():
    tables = (Cluster, Site, Office, Organisation, Asset, AssetFact, AssetLink)
    return {table.__tablename__: db.session.scalar(sa.select(sa.func.count(table.id))) for table in tables}


def test_a_real_installation_has_the_cluster_after_one_command(app: Flask) -> None:
    run = app.test_cli_runner().invoke
    assert int(run(args=["cluster", "load"]).output.split()[0]) >= 18  # rooms downstream may add theirs
    first = counts()
    assert run(args=["cluster", "load"]).output == "0 records of the cluster were new.\n"
    assert counts() == first
    assert {name: first[name] for name in ("cluster", "site", "office", "organisation", "asset", "asset_link")} == {
        "cluster": 4, "site": 4, "office": 2, "organisation": 3, "asset": 7, "asset_link": 4,
    }  # fmt: skip
    anchor = db.session.scalars(sa.select(Organisation).where(Organisation.is_anchor)).one()
    assert (anchor.source_key, anchor.state) == ("ckd-siheung", VettingState.APPROVED)
    complex_ = db.session.scalars(sa.select(Asset).where(Asset.key == "ckd-complex")).one()
    assert (complex_.operator, complex_.site.key) == (anchor, "baegot")


def test_organisations_that_the_demo_loaded_before_are_not_doubled(app: Flask) -> None:
    db.session.add(Organisation(name_en="SIPA", country="KR", cluster="SIHEUNG", source="demo", source_key="sipa"))
    load_all()
    assert db.session.scalar(sa.select(sa.func.count(Organisation.id)).where(Organisation.source_key == "sipa")) == 1


@pytest.fixture(scope="module")
def assets():
    return read()["asset"]


def unknown_codes(entry, lists):
    return [
        (field, code)
        for field, list_name in lists.items()
        for code in (entry[field] if isinstance(entry[field], list) else [entry[field]])
        if code and not is_known(list_name, code)
    ]


def test_the_seven_facilities_are_there_with_honest_states(assets):
    states = {asset["key"]: (asset["legal_status"], asset["available_from"]) for asset in assets}

    assert states == {
        "snuh-baegot": ("ground_broken", ""),
        "ktr-siheung": ("ground_broken", "2029-H2"),
        "snu-bio-graduate": ("planned", ""),
        "carx-gmp": ("planned", ""),
        "tukorea-icc": ("open", "2025-11-28"),
        "snu-talent-centre": ("open", "2025-07-07"),
        "ckd-complex": ("planned", ""),
    }


def test_assets_are_written_in_both_languages_with_dated_sources(assets):
    lists = {"kind": "asset_kind", "access_mode": "access_mode", "legal_status": "legal_status"}
    lists |= {field: name for field, name in ASSET_LISTS.items() if field != "tags"}
    for asset in assets:
        assert unknown_codes(asset, lists) == [], asset["key"]
        assert set(asset["tags"]) <= set(TAG_LABEL), asset["key"]
        assert set(asset["text"]) == {"ko", "en"}, asset["key"]
        for text in asset["text"].values():
            assert len(text["summary"]) <= 500
            assert len(text["description"]) <= 4000
        assert all(asset[f"{field}_{lang}"] for field in ("name", "operator") for lang in ("ko", "en")), asset["key"]
        LegalStatus(asset["legal_status"])
        parse_published_date(asset["available_from"])


def test_every_fact_has_a_topic_with_words_both_languages_a_source_and_a_date(assets):
    for asset in assets:
        assert asset["fact"], asset["key"]
        for fact in asset["fact"]:
            assert set(fact) == {"about", "value_ko", "value_en", "source_ko", "source_en", "dated"}, asset["key"]
            assert fact["about"] in TOPIC_LABEL, (asset["key"], fact["about"])
            assert all(fact.values()), asset["key"]
            assert parse_published_date(str(fact["dated"])), asset["key"]


def test_sources_disagree_where_the_press_does_and_nowhere_else(assets):
    disputed = {
        (asset["key"], fact["about"])
        for asset in assets
        for fact in asset["fact"]
        for other in asset["fact"]
        if fact["about"] == other["about"] and fact["value_en"] != other["value_en"]
    }
    assert disputed == {
        ("snuh-baegot", "ground_breaking"), ("ktr-siheung", "completion"), ("carx-gmp", "selection"),
    }  # fmt: skip
