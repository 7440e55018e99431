"""What waits in calls, on the home page."""

from matchmaker.calls.postings import posting
from tests.calls.scenes import answer, make_scene, open_call


def test_answers_wait_on_the_home_page_only_where_there_are_some(app, sign_in):
    scene = make_scene()
    calls = [open_call(scene, title=title) for title in ("Bags of film", "Caps of glass")]
    answer(calls[0], scene.kim, scene.maker)
    for call in calls:
        posting.begin_screening(call, by=scene.by_anchor, version=call.version)
    page = sign_in(scene.park).page("/").get_text()
    assert "Answers to your call wait for your decision: Bags of film" in page
    assert "Caps of glass" not in page
