"""Posts and applications as somebody may see them."""

from collections.abc import Callable
from dataclasses import dataclass

from matchmaker.foundation.codes import code_label
from matchmaker.foundation.i18n import locale
from matchmaker.landing.talent.models import TalentApplication, TalentPost
from matchmaker.landing.wording import APPLICATION_BADGES, APPLICATION_STATES, POST_BADGES, POST_STATES
from matchmaker.organisations import visibility
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import redactor_of, teaser_title
from matchmaker.organisations.readers import Reader
from matchmaker.organisations.rules import Tier


def knows(organisation: Organisation, reader: Reader) -> bool:
    """Whether `reader` may know who `organisation` is."""
    if reader.by_agency or reader.speaks_for(organisation):
        return True
    if reader.organisation is None:
        return False
    return visibility.tier_for(reader.organisation, organisation) >= Tier.NAMED


def name_for(organisation: Organisation, reader: Reader) -> str:
    """The name, or kind and place."""
    known = knows(organisation, reader)
    return organisation.name(locale()) if known else teaser_title(organisation, locale())


def tell_for(organisation: Organisation, reader: Reader) -> Callable[[str], str]:
    """Gives the organisation's own words as `reader` may read them."""
    return str if knows(organisation, reader) else redactor_of(organisation)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostView:
    """A post on a card or page."""

    post: TalentPost
    id: int
    title: str
    text: str
    owner: str
    kind: str
    skill: str
    country: str
    state: str
    badge: str


def post_view(post: TalentPost, reader: Reader) -> PostView:
    """A post as `reader` sees it."""
    tell = tell_for(post.organisation, reader)
    return PostView(
        post=post, id=post.id, title=tell(post.title), text=tell(post.text), owner=name_for(post.organisation, reader),
        kind=code_label("talent_kind", post.kind), skill=code_label("skill", post.skill),
        country=code_label("country", post.country), state=str(POST_STATES[post.state]), badge=POST_BADGES[post.state],
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationView:
    """An application on the page of its post."""

    row: TalentApplication
    name: str
    words: str
    answer: str
    state: str
    badge: str


def application_view(row: TalentApplication, reader: Reader) -> ApplicationView:
    """An application as `reader` sees it."""
    return ApplicationView(
        row=row, name=name_for(row.organisation, reader), words=tell_for(row.organisation, reader)(row.words),
        answer=tell_for(row.post.organisation, reader)(row.answer), state=str(APPLICATION_STATES[row.state]),
        badge=APPLICATION_BADGES[row.state],
    )  # fmt: skip
