"""The small cluster with more firms on both sides, so that two settings list them differently."""

import pytest

from matchmaker.suggestions import builds
from tests.factories import make_opportunity, make_organisation
from tests.suggestions.conftest import Cluster

NEEDS = ("Lentiviral vectors for cell therapies", "Plasmids and lentiviral vectors", "Exosomes and lentiviral vectors")
OFFERS = ("Lentiviral vectors", "Plasmids, lentiviral vectors and exosomes", "Cell therapies", "Plasmids and exosomes")


@pytest.fixture
def market(cluster: Cluster) -> Cluster:
    """More firms on both sides whose codes say other than their texts, with the index built."""
    for place, need in enumerate(NEEDS):
        firm = make_organisation(areas=(("CGT", "MPE")[place % 2],))
        make_opportunity(firm, profile_type="TR", need=need, codes={"area": (("CGT", "MPE")[place % 2],)})
    for place, offer in enumerate(OFFERS):
        partner = make_organisation(country="US", areas=(("MPE", "CGT")[place % 2],))
        make_opportunity(partner, offer=offer, codes={"area": (("MPE", "CGT")[place % 2],)})
    builds.build()
    return cluster
