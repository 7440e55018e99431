from flask import Flask

from matchmaker.matching.variants import VARIANTS
from matchmaker.suggestions.trials import wording
from matchmaker.suggestions.trials.figures import Outcome
from matchmaker.suggestions.trials.rules import TrialState, Verdict


def test_everything_that_is_shown_has_words(app: Flask):
    assert set(VARIANTS) <= set(wording.VARIANT_LABEL)
    assert set(wording.STATE_LABEL) == set(wording.STATE_KIND) == set(TrialState)
    assert set(wording.VERDICT_LABEL) == set(Verdict)
    assert set(wording.OUTCOME_SENTENCE) == set(Outcome)


def test_a_variant_that_is_gone_is_called_by_its_name(app: Flask):
    with app.test_request_context():
        assert wording.variant_label("long_gone") == "long_gone"
