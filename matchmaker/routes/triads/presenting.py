"""Triads as their reader sees them: the other side by its tier, the asset with its honest date."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _

from matchmaker.assets.availability import usable_in
from matchmaker.assets.wording import availability
from matchmaker.foundation.codes import code_label
from matchmaker.foundation.database import db
from matchmaker.foundation.i18n import locale
from matchmaker.organisations.days import today
from matchmaker.organisations.models import Organisation
from matchmaker.routes.models import Triad
from matchmaker.routes.triads import queries
from matchmaker.suggestions import presenting as suggestions
from matchmaker.suggestions.boxes import BoxLine, PairBox
from matchmaker.suggestions.models import Suggestion
from matchmaker.suggestions.presenting import Seen, SuggestionView
from matchmaker.suggestions.rules import points
from matchmaker.suggestions.service import listed

REASONS = ("unit_operation", "stage", "area")


@dataclass(frozen=True, slots=True)
class AssetView:
    """The third of a triad; `points` is 0 for one that cannot be used in the wanted window."""

    title: str
    url: str
    when: str
    is_open: bool
    points: float
    reasons: tuple[str, ...]

    @property
    def in_time(self) -> bool:
        """Whether it can be used, or is announced to be, in the wanted window."""
        return self.points > 0


@dataclass(frozen=True, slots=True)
class TriadView:
    """A pair with one asset. `firm` and `partner` are titles as the reader may see them, `url` leads to the pair."""

    firm: str
    partner: str
    url: str
    pair_points: float
    asset: AssetView


def asset_view(triad: Triad) -> AssetView:
    """The asset of `triad`, as far as it is today."""
    asset = triad.asset
    usable = usable_in(asset, triad.wanted_from, max(triad.wanted_from, triad.wanted_to), today=today())
    shared = [(name, [code_label(name, code) for code in triad.reasons.get(name, ())]) for name in REASONS]
    return AssetView(
        asset.name(locale()), url_for("assets.show", key=asset.key),
        availability(asset.available_from, asset.legal_status),
        usable.now, points(triad.score if usable.ever else 0.0),
        tuple(_reason(name, labels) for name, labels in shared if labels),
    )  # fmt: skip


def _reason(name: str, labels: Sequence[str]) -> str:
    codes = ", ".join(labels)
    if name == "unit_operation":
        return str(_("Capabilities that both need: %(codes)s", codes=codes))
    if name == "stage":
        return str(_("Stage needed next: %(codes)s", codes=codes))
    return str(_("Same areas: %(codes)s", codes=codes))


def open_pairs(own: Organisation, triads: sa.Select[Triad]) -> dict[int, Seen]:
    """The pairs behind triads of `own`, by the other's id, without those that either side has closed its door to."""
    others = queries.others_in(triads, own.id)
    return {pair.candidate.id: pair for pair in listed(own, _between(own.id, others))}


def for_member(own: Organisation, triads: Iterable[Triad], pairs: Mapping[int, Seen]) -> list[TriadView]:
    """Triads of `own`, all of them of `pairs`."""
    rows = list(triads)
    met = {other: pairs[other] for triad in rows if (other := other_of(triad, own.id)) in pairs}
    views = {view.candidate.id: view for view in suggestions.for_member(own, met.values(), locale())}
    return [_for_member(own, triad, views[other_of(triad, own.id)]) for triad in rows]


def other_of(triad: Triad, organisation_id: int) -> int:
    """The organisation opposite to this one."""
    return triad.overseas_id if triad.domestic_id == organisation_id else triad.domestic_id


def _between(own_id: int, others: sa.Select[int]) -> sa.Select[Suggestion]:
    there = sa.and_(Suggestion.organisation_id == own_id, Suggestion.candidate_id.in_(others))
    back = sa.and_(Suggestion.candidate_id == own_id, Suggestion.organisation_id.in_(others))
    return sa.select(Suggestion).where(sa.or_(there, back)).order_by(Suggestion.id)


def _for_member(own: Organisation, triad: Triad, view: SuggestionView) -> TriadView:
    names = (own.name(locale()), view.candidate.title)
    firm, partner = names if triad.domestic_id == own.id else names[::-1]
    url = url_for("suggestions.show", candidate_id=view.candidate.id)
    return TriadView(firm, partner, url, points(triad.pair_score), asset_view(triad))


def for_staff(triads: Iterable[Triad]) -> list[TriadView]:
    """Triads with all names."""
    return [
        TriadView(
            triad.domestic.name(locale()), triad.overseas.name(locale()),
            url_for("staff_suggestions.show", organisation_id=triad.domestic_id, candidate_id=triad.overseas_id),
            points(triad.pair_score), asset_view(triad),
        )
        for triad in triads
    ]  # fmt: skip


def box_of_pair(organisation: Organisation, candidate: Organisation, for_staff: bool) -> PairBox | None:
    """The assets that suit a pair, on its page."""
    triads = db.session.scalars(queries.of_pair(organisation.id, candidate.id)).all()
    if not triads:
        return None
    url = url_for("routes_staff.triads" if for_staff else "routes.triads")
    lead = _(
        "Facilities and programmes of the cluster that serve what the two of you need, with the day on which they open."
    )
    return PairBox(
        _("With a cluster asset"), lead, tuple(_line(asset_view(triad)) for triad in triads), _("All triads"), url
    )


def _line(view: AssetView) -> BoxLine:
    badge, kind = badge_of(view)
    return BoxLine(view.title, view.url, badge, kind, view.reasons)


def badge_of(view: AssetView) -> tuple[str, str]:
    """A word on whether the asset can be used, and its colour; one that opens later is never called available."""
    if view.is_open:
        return view.when, "success"
    return (view.when, "warning") if view.in_time else (_("%(when)s: not in your window", when=view.when), "gray")
