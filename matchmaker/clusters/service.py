"""Staff add a cluster, correct what is said of it, and record facts with their sources."""

from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from matchmaker.clusters import queries
from matchmaker.clusters.models import Cluster, ClusterFact
from matchmaker.clusters.rules import is_code
from matchmaker.foundation import audit
from matchmaker.foundation.codes import is_known
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.versions import hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What staff say of a cluster. Names in Korean and English are required, the rest may be empty."""

    name_ko: str
    name_en: str
    name_ja: str
    name_de: str
    country: str
    time_zone: str
    places: str
    stages: tuple[str, ...]
    areas: tuple[str, ...]
    summary_ko: str
    summary_en: str
    kind_hours_ko: str
    kind_hours_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcedFact:
    """A published statement, who published it and when."""

    value_ko: str
    value_en: str
    source_ko: str
    source_en: str
    dated: str


def get(code: str) -> Cluster:
    """A cluster with what its page shows. Raises NotFound."""
    found = db.session.scalars(queries.whole(code)).first()
    if found is None:
        raise NotFound("not_found")
    return found


def add(code: str, said: Said, *, actor_id: int) -> Cluster:
    """Add a cluster. Raises RuleViolation when the code cannot be one or is taken."""
    if not is_code(code):
        raise RuleViolation("cluster.bad_code")
    if is_known("cluster", code):
        raise RuleViolation("cluster.code_taken", taken=code)
    cluster = Cluster(code=code)
    _say(cluster, said)
    try:
        with db.session.begin_nested():
            db.session.add(cluster)
    except IntegrityError as error:
        raise RuleViolation("cluster.code_taken", taken=code) from error
    audit.record("cluster.added", cluster, actor_id=actor_id, details={"code": code})
    return cluster


def change(cluster: Cluster, said: Said, *, version: int | None, actor_id: int) -> None:
    """Correct what is said of a cluster. Raises RuleViolation when it changed since it was seen."""
    hold(cluster, version)
    _say(cluster, said)
    audit.record("cluster.changed", cluster, actor_id=actor_id, details={"code": cluster.code})
    db.session.flush()


def record_fact(cluster: Cluster, fact: SourcedFact, *, actor_id: int) -> None:
    """Add a published fact."""
    cluster.facts.append(
        ClusterFact(
            value_ko=fact.value_ko, value_en=fact.value_en, source_ko=fact.source_ko, source_en=fact.source_en,
            dated=fact.dated,
        )
    )  # fmt: skip
    audit.record("cluster.fact_recorded", cluster, actor_id=actor_id, details={"code": cluster.code})
    db.session.flush()


def remove_fact(cluster: Cluster, fact_id: int, *, actor_id: int) -> None:
    """Take out a fact that was recorded by mistake. Raises NotFound."""
    found = next((fact for fact in cluster.facts if fact.id == fact_id), None)
    if found is None:
        raise NotFound("not_found")
    cluster.facts.remove(found)
    audit.record("cluster.fact_removed", cluster, actor_id=actor_id, details={"code": cluster.code})
    db.session.flush()


def _say(cluster: Cluster, said: Said) -> None:
    for name in Said.__slots__:
        value = getattr(said, name)
        setattr(cluster, name, list(value) if isinstance(value, tuple) else value)
