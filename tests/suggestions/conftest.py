"""A small cluster on both sides of the gateway, with its match index built."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pytest
from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.matching import store
from matchmaker.matching.learning import Trained
from matchmaker.opportunities.models import Opportunity, OpportunityRequirement
from matchmaker.organisations.models import Organisation, OrganisationQuality
from matchmaker.suggestions import builds, learned
from matchmaker.vocabulary import vocabulary
from tests.factories import make_opportunity, make_organisation, make_user
from tests.matching.learning.test_shelf import comparison, reranker

VECTOR_NEED = "임상 1상에 쓸 GMP 렌티바이러스 벡터의 위탁생산과 공정 이전이 필요합니다."
VECTOR_OFFER = "Contract manufacturing of GMP lentiviral vectors with process transfer, made by Brindlevec in Boston."


@dataclass(slots=True)
class Cluster:
    """A Korean firm that needs vectors, the maker it should find, others, and the people of the first two."""

    firm: Organisation
    maker: Organisation
    clinic: Organisation
    insurer: Organisation
    member: User
    partner: User
    need: Opportunity
    offer: Opportunity


@pytest.fixture
def cluster(app: Flask) -> Cluster:
    """The cluster, not built yet."""
    member, partner = make_user(locale="ko"), make_user()
    firm = make_organisation(
        member=member, name_ko="물왕셀테라", name_en="Mulwang Celltera", website_domain="mulwang.example",
        summary="We develop CAR-T cell therapies.",
    )  # fmt: skip
    maker = make_organisation(
        country="US", member=partner, name_en="Brindlevec Biologics", website="https://brindlevec.example",
        website_domain="brindlevec.example", org_type="cdmo", summary="Brindlevec makes viral vectors.",
    )  # fmt: skip
    maker.qualities.append(OrganisationQuality(standard="us_cgmp", status="held"))
    need = make_opportunity(
        firm, profile_type="BR", language="ko", title="렌티바이러스 벡터 위탁생산처", need=VECTOR_NEED,
        codes={"unit_operation": ("viral_vector",), "partnership_type": ("outsourcing",)},
    )  # fmt: skip
    need.requirements.append(
        OpportunityRequirement(field="standard", operator="any_of", value=["us_cgmp"], strength="must")
    )
    offer = make_opportunity(
        maker, profile_type="BO", title="GMP lentiviral vector manufacturing by Brindlevec", offer=VECTOR_OFFER,
        codes={"unit_operation": ("viral_vector",), "partnership_type": ("contract_manufacturing",)},
    )  # fmt: skip
    clinic = make_organisation(
        country="CH", name_en="Rheinklinik Ostertor", cluster="BASEL", city="Basel", org_type="hospital",
        summary="A hospital with a phase 1 unit for cell therapy trials.",
    )  # fmt: skip
    make_opportunity(clinic, profile_type="JD", offer="Phase 1 unit for CAR-T cell therapy trials.",
                     need="CAR-T cell therapies from Asia for a joint clinical trial.",
                     codes={"partnership_type": ("clinical_collaboration",)})  # fmt: skip
    insurer = make_organisation(
        name_ko="한강보험", name_en="Hangang Mutual", summary="Insurance of laboratory buildings."
    )
    return Cluster(firm, maker, clinic, insurer, member, partner, need, offer)


@pytest.fixture
def built(cluster: Cluster) -> Cluster:
    """The cluster with its suggestions."""
    builds.build()
    return cluster


Install = Callable[..., str]
"""Installs a re-ranker that likes a pair by its shared words, times `liking`; its version."""


@pytest.fixture
def install(app: Flask) -> Iterator[Install]:
    """Installs re-rankers that are gone when the test ends."""

    def make(*, liking: float = -1.0, vocabulary_digest: str = vocabulary().digest) -> str:
        shape = reranker()
        coefficients = np.array([liking if name == "words" else 0.0 for name in shape.names])
        trained = Trained(store.ENGINE, vocabulary_digest, ("judged",), 60, 12)
        return learned.shelf().install(replace(shape, coefficients=coefficients, trained=trained), comparison())

    yield make
    shutil.rmtree(app.extensions["config"].instance / "rerankers", ignore_errors=True)
