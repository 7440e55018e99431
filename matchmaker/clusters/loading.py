"""Loads the records that every installation has; what is there already stays as staff left it."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from matchmaker.clusters.models import Cluster, ClusterFact, Office, Site
from matchmaker.foundation.database import db

DATA = Path(__file__).resolve().parent / "data"
Loader = Callable[[], int]
_LOADERS: list[Loader] = []
_CLUSTER_PARTS = frozenset({"fact", "site", "office"})


def add_loader(load: Loader) -> None:
    """Let a room downstream load its records too; `load` gives how many were new."""
    if load not in _LOADERS:
        _LOADERS.append(load)


def load_all() -> int:
    """Load the records of this room and of those downstream; how many were new."""
    return load_clusters() + sum(load() for load in _LOADERS)


def read(folder: Path = DATA) -> list[dict[str, Any]]:
    """The clusters in the data files. Raises tomllib.TOMLDecodeError for a broken one."""
    contents = [tomllib.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))]
    return [entry for content in contents for entry in content.get("cluster", [])]


def load_clusters() -> int:
    """Add the clusters of the data files that are not there yet."""
    known = set(db.session.scalars(sa.select(Cluster.code)))
    new = [entry for entry in read() if entry["code"] not in known]
    for entry in new:
        db.session.add(_cluster(entry))
        db.session.flush()
    return len(new)


def _cluster(entry: dict[str, Any]) -> Cluster:
    cluster = Cluster(**{name: value for name, value in entry.items() if name not in _CLUSTER_PARTS})
    cluster.facts = [ClusterFact(**fact) for fact in entry.get("fact", [])]
    cluster.sites = [Site(**site) for site in entry.get("site", [])]
    offices: dict[str, Office] = {}
    for office in entry.get("office", []):
        part_of = offices.get(office.get("part_of", ""))
        plain = {name: value for name, value in office.items() if name != "part_of"}
        offices[office["key"]] = Office(**plain, part_of=part_of)
    cluster.offices = list(offices.values())
    return cluster
