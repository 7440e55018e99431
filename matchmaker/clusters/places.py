"""Staff correct what is said of the sites and offices of a cluster, which change with it: one version for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from matchmaker.clusters.models import Cluster, Office, Site
from matchmaker.foundation import audit
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.versions import hold

Place = TypeVar("Place", Site, Office)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSaid:
    """What staff say of a site; latitude and longitude in degrees (WGS 84)."""

    name_ko: str
    name_en: str
    summary_ko: str
    summary_en: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeSaid:
    """What staff say of an office, who published it and when."""

    name_ko: str
    name_en: str
    part_of_id: int | None
    role_ko: str
    role_en: str
    source_ko: str
    source_en: str
    dated: str


def site_of(cluster: Cluster, site_id: int) -> Site:
    """A site of the cluster. Raises NotFound."""
    return _found(cluster.sites, site_id)


def office_of(cluster: Cluster, office_id: int) -> Office:
    """An office of the cluster. Raises NotFound."""
    return _found(cluster.offices, office_id)


def _found(places: Sequence[Place], place_id: int) -> Place:
    found = next((place for place in places if place.id == place_id), None)
    if found is None:
        raise NotFound("not_found")
    return found


def change_site(site: Site, said: SiteSaid, *, version: int | None, actor_id: int) -> None:
    """Correct what is said of a site. Raises RuleViolation when the cluster changed since it was seen."""
    _change(site, said, version=version)
    audit.record("cluster.site_changed", site, actor_id=actor_id, details={"key": site.key})


def change_office(office: Office, said: OfficeSaid, *, version: int | None, actor_id: int) -> None:
    """Correct what is said of an office. Raises RuleViolation when the cluster changed since it was seen."""
    _change(office, said, version=version)
    audit.record("cluster.office_changed", office, actor_id=actor_id, details={"key": office.key})


def _change(place: Site | Office, said: SiteSaid | OfficeSaid, *, version: int | None) -> None:
    hold(place.cluster, version)
    for name in said.__slots__:
        setattr(place, name, getattr(said, name))
    place.cluster.updated_at = now()  # its version rises
    db.session.flush()
