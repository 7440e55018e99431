"""A meeting whose time is agreed, and one that is over."""

import pytest
from flask import Flask

from matchmaker.meetings.models import Meeting
from tests.introductions.scenes import Scene
from tests.meetings.scenes import brought_past, confirmed, introduced


@pytest.fixture
def agreed(app: Flask) -> tuple[Scene, Meeting]:
    scene, row = introduced()
    return scene, confirmed(scene, row)


@pytest.fixture
def over(agreed: tuple[Scene, Meeting]) -> tuple[Scene, Meeting]:
    brought_past(agreed[1])
    return agreed
