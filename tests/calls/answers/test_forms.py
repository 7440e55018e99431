"""What suppliers type."""

import pytest

from tests.calls.scenes import make_scene, open_call


@pytest.mark.parametrize("price", ["1e30", "sNaN", "Infinity", "²", "-1"])
def test_an_odd_price_is_refused(app, sign_in, price):
    scene = make_scene()
    call = open_call(scene)
    form = {"price": price, "currency": "KRW", "lead_weeks": "4", "language": "en", "agree": "y", "version": "0"}
    assert sign_in(scene.kim).post(f"/calls/{call.id}/answer", data=form).status_code == 422
