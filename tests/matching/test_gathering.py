"""What processes read, put together as arrays."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.matching import Settings
from matchmaker.matching.batches import ROLES, Batch
from matchmaker.matching.gathering import Gathered
from matchmaker.matching.language.text import Language
from matchmaker.matching.roles import Roles
from matchmaker.matching.semantic.lexicon import Lexicon
from matchmaker.matching.semantic.spans import Span
from matchmaker.matching.vectors import TermSpace, mean_length

TERMS = ("#cell", "세포", "zeolite", "~kntrr", "cell media", "GMP")
weights = st.dictionaries(st.sampled_from(TERMS), st.sampled_from([0.0, 0.1, 0.3, 1.0, 2.5]), max_size=len(TERMS))
cuts = st.lists(st.integers(0, 6), max_size=3)
LEXICON = Lexicon({"세포": (("#cell", 0.4), ("bank", 0.3)), "GMP": (("zeolite", 0.25),)})


@st.composite
def said(draw):
    """What a listing says; its profile has all of its terms, and a word for some of them."""
    profile = draw(weights)
    offer, need = ({term: weight for term, weight in draw(weights).items() if term in profile} for _ in range(2))
    words = {term: f"{term}!" for term in profile if draw(st.booleans())}
    spans = (Span("We grow cells", Language.EN, is_whole=True, weights=(1.0, 0.0, 1.0)),)
    return Roles(offer, need, profile, draw(weights), words, spans)


def gathered(roles, places):
    """The roles in batches, cut at these places."""
    ends = sorted({0, len(roles), *(min(place, len(roles)) for place in places)})
    return Gathered.of([Batch.of(roles[first:last]) for first, last in pairwise(ends)])


def parts(matrix):
    return matrix.data.tolist(), matrix.indices.tolist(), matrix.indptr.tolist(), matrix.shape


@given(st.lists(said(), max_size=6), cuts)
def test_however_it_is_cut_vectors_are_those_of_the_texts_themselves(roles, places):
    settings, found = Settings(), gathered(roles, places)
    space, lengths = found.space(), found.lengths()
    matrices, words = found.vectors(space, lengths, settings)
    plain = TermSpace.fit([{**one.profile, **one.names} for one in roles])
    assert (space.terms, space.idf.tolist(), space.documents) == (plain.terms, plain.idf.tolist(), plain.documents)
    for role in ROLES:
        texts = [getattr(one, role) for one in roles]
        assert lengths[role] == mean_length(texts)
        assert parts(matrices[role]) == parts(
            plain.vectors(texts, mean_length=lengths[role], k1=settings.k1, b=settings.b)
        )
    assert words.all_at(np.arange(matrices["profile"].nnz)) == [
        one.surfaces.get(term, "") for one in roles for term in sorted(one.profile)
    ]


@given(st.lists(said(), max_size=6), cuts)
def test_what_a_lexicon_adds_is_what_it_adds_to_each_text(roles, places):
    found, alone = gathered(roles, places).extended(LEXICON), gathered([one.extended(LEXICON) for one in roles], ())
    assert described(found) == described(alone)
    plain = gathered(roles, ())
    assert [known.tolist() for known in found.known.values()] == [known.tolist() for known in plain.known.values()]


def described(found):
    """Terms and words of all texts, in their order, without the places that they have."""
    terms, words = list(found.terms), list(found.words)
    bags = {
        role: ([terms[place] for place in one.places], one.weights.tolist(), one.counts.tolist())
        for role, one in found.bags.items()
    }
    holders = dict(zip(terms, found.holders.tolist(), strict=True))
    return bags, holders, [words[place] for place in found.said], found.spans


@given(st.lists(said(), min_size=1, max_size=4))
def test_the_lexicon_hears_what_the_listings_say(roles):
    heard = list(gathered(roles, ()).heard())
    assert [(one.frequencies, one.surfaces) for one in heard] == [(one.profile, one.surfaces) for one in roles]
    assert {one.language for one in heard} == {Language.EN}


def test_a_listing_without_spans_counts_as_english():
    (heard,) = gathered([Roles({}, {}, {"cell": 1.0}, {}, {}, ())], ()).heard()
    assert heard.language is Language.EN
