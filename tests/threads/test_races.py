"""Two at once, on a real PostgreSQL: one form is one message, with its file kept once."""

import io

import pytest

from matchmaker.foundation import files
from matchmaker.foundation.database import db, transaction
from matchmaker.introductions.rules import IntroductionState as S
from matchmaker.threads.models import ThreadAttachment, ThreadMessage
from tests.introductions.scenes import brought_to, make_scene
from tests.introductions.test_races import at_once, post, served, signed_in  # noqa: F401 - `served` is a fixture
from tests.threads.conversations import PDF, url_of


@pytest.mark.slow
def test_a_form_sent_twice_at_the_same_moment_is_one_message_with_one_file(served):  # noqa: F811
    with served.app_context():
        with transaction():
            scene = make_scene()
            row = brought_to(scene, S.SUBMITTED)
        url = f"{url_of(row)}?lane=requester"
        browsers = [signed_in(served, scene.kim) for _ in range(4)]
        db.session.commit()
        for round_ in range(10):
            fields = {"body": f"Round {round_}.", "token": f"{round_:032x}", "may_share": "y"}
            calls = [post(one, url, fields | {"files": (io.BytesIO(PDF), "계획.pdf")}) for one in browsers]
            assert at_once(*calls) == [302] * 4
        db.session.expire_all()
        assert [m.body for m in db.session.query(ThreadMessage).order_by(ThreadMessage.id)] == [
            f"Round {n}." for n in range(10)
        ]
        store, root = files._store()
        kept = {path.rpartition("/")[2] for path in store.find(root)}
        assert kept == {one.file_key.rpartition("/")[2] for one in db.session.query(ThreadAttachment)}
        assert len(kept) == 10
