"""A sketch map of the city, drawn by hand: the coast, the sites, the assets; pure.

Points are latitude and longitude (WGS 84) in a plain projection that suits a few kilometres: a degree of longitude is
shortened by the cosine of the latitude. Markers that would cover each other are set apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Protocol

WIDTH, HEIGHT = 800, 640
"""Size of the drawing in its own units."""
_WEST, _EAST, _SOUTH, _NORTH = 126.675, 126.765, 37.325, 37.40
_MARGIN = 40
_APART = 44
"""Markers stand at least so far from each other."""
_RINGS = 8
"""How many markers away a free place is looked for: room for more than the drawing holds."""
COAST = (
    (37.400, 126.7385), (37.3955, 126.7375), (37.3915, 126.7365), (37.3885, 126.7325), (37.3850, 126.7265),
    (37.3790, 126.7215), (37.3730, 126.7180), (37.3665, 126.7165), (37.3620, 126.7130), (37.3565, 126.7060),
    (37.3520, 126.6985), (37.3475, 126.6895), (37.3440, 126.6855), (37.3405, 126.6880), (37.3370, 126.6935),
    (37.3325, 126.6975), (37.325, 126.7010),
)  # fmt: skip
"""The shore of the Yellow Sea from the Soraepo inlet in the north to the Sihwa works in the south, as we drew it."""


class Placed(Protocol):
    """Something with a point on the map."""

    @property
    def latitude(self) -> float | None:
        """Degrees north."""

    @property
    def longitude(self) -> float | None:
        """Degrees east."""

    def name(self, language: str) -> str:
        """What it is called."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A point of the drawing, its number in the list beside it, and its name."""

    x: float
    y: float
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is drawn: the shore and the sea as lists of points for SVG, sites by name, assets by number."""

    shore: str
    sea: str
    sites: tuple[Marker, ...]
    assets: tuple[Marker, ...]


def draw(sites: Sequence[Placed], assets: Sequence[Placed], language: str) -> Sketch:
    """The sketch for readers of `language`; things without a point are left out, points outside stand at the edge."""
    shore = [_point(latitude, longitude) for latitude, longitude in COAST]
    sea = [(0.0, 0.0), (shore[0][0], 0.0), *shore, (shore[-1][0], float(HEIGHT)), (0.0, float(HEIGHT))]
    return Sketch(_as_points(shore), _as_points(sea), _markers(sites, language), apart(_markers(assets, language)))


def _markers(things: Sequence[Placed], language: str) -> tuple[Marker, ...]:
    return tuple(
        Marker(*_point(thing.latitude, thing.longitude), number, thing.name(language))
        for number, thing in enumerate(things, 1)
        if thing.latitude is not None and thing.longitude is not None
    )


def apart(markers: Sequence[Marker]) -> tuple[Marker, ...]:
    """`markers`, each at the place nearest to its own where it covers none that was set before, within the drawing."""
    kept: list[Marker] = []
    for marker in markers:
        free = [place for place in _places_around(marker) if not any(_covers(place, one) for one in kept)]
        x, y = next((place for place in free if _is_inside(place)), free[0])
        kept.append(Marker(x, y, marker.number, marker.name))
    return tuple(kept)


def _places_around(marker: Marker) -> list[tuple[float, float]]:
    """The marker's own place and a grid around it, the nearest first."""
    steps = range(-_RINGS, _RINGS + 1)
    grid = [(right, down) for right in steps for down in steps]
    grid.sort(key=lambda step: (step[0] ** 2 + step[1] ** 2, step))
    return [(marker.x + right * _APART, marker.y + down * _APART) for right, down in grid]


def _covers(place: tuple[float, float], other: Marker) -> bool:
    return abs(place[0] - other.x) < _APART and abs(place[1] - other.y) < _APART


def _is_inside(place: tuple[float, float]) -> bool:
    return _MARGIN <= place[0] <= WIDTH - _MARGIN and _MARGIN <= place[1] <= HEIGHT - _MARGIN


def _point(latitude: float, longitude: float) -> tuple[float, float]:
    shorten = cos(radians((_SOUTH + _NORTH) / 2))
    scale = min((WIDTH - 2 * _MARGIN) / ((_EAST - _WEST) * shorten), (HEIGHT - 2 * _MARGIN) / (_NORTH - _SOUTH))
    x = _MARGIN + (longitude - _WEST) * shorten * scale
    y = _MARGIN + (_NORTH - latitude) * scale
    return (
        round(min(max(x, _MARGIN), WIDTH - _MARGIN), 1), round(min(max(y, _MARGIN), HEIGHT - _MARGIN), 1),
    )  # fmt: skip


def _as_points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)
