"""Every mail belongs to a topic that its reader may switch, or is essential."""

from flask import Flask

from config import ROOT
from matchmaker.foundation.permissions import Actor, Role
from matchmaker.foundation.topics import essential, topic_of, topics, topics_for

MADE_HERE = {"digest"}
"""Made of mails that belong to topics."""


def test_every_mail_belongs_to_one_topic_or_is_essential(app: Flask) -> None:
    kinds = {path.stem for path in (ROOT / "templates" / "mail").glob("*.txt") if not path.stem.startswith("_")}
    switched = [kind for topic in topics() for kind in topic.kinds]

    assert sorted(switched) == sorted(set(switched)), "no kind in two topics"
    assert set(switched) & essential() == set()
    assert kinds == set(switched) | essential() | MADE_HERE


def test_a_topic_is_found_by_its_kinds(app: Flask) -> None:
    found = topic_of("introduction_forwarded")

    assert found is not None
    assert found.code == "introductions"
    assert topic_of("password_changed") is None


def test_topics_stand_in_their_order(app: Flask) -> None:
    assert [topic.order for topic in topics()] == sorted(topic.order for topic in topics())
    assert {topic.code for topic in topics_for(Actor(1, Role.MEMBER))} <= {topic.code for topic in topics()}
