"""Small worlds in which partnering has a rule that likeness of texts does not know."""

import numpy as np
from scipy.sparse import csr_array
from sklearn.preprocessing import normalize

from matchmaker.matching.learning import Pool, Sample

TOPICS, WORDS = 4, 6


def sample(*, organisations=120, is_lawful=True, seed=1, name="world"):
    """Organisations that all know each other. Topic t finds its partners in topic t + 1, among the active ones.

    Active ones say the last word. Without a law the same number of pairs is drawn at random.
    """
    draw = np.random.default_rng(seed)
    topic, is_active = np.arange(organisations) % TOPICS, draw.random(organisations) < 0.3
    texts = _texts(draw, topic, is_active)
    good = (topic[:, None] + 1) % TOPICS == topic[None, :]
    good &= is_active[None, :] & (draw.random(good.shape) < 0.5)
    if not is_lawful:
        good = draw.permutation(good.ravel()).reshape(good.shape)
    likeness = np.asarray((texts @ texts.T).todense())
    is_open = ~np.eye(organisations, dtype=bool)
    terms = tuple(f"word{place:03}" for place in range(texts.shape[1]))
    pool = Pool(terms, texts, texts, likeness, {"words": likeness}, is_open)
    names = tuple(f"{name}/{place:03}" for place in range(organisations))
    grades = np.where(good & is_open, 1.0, 0.0)
    return Sample(name, pool, grades, np.zeros(grades.shape, dtype=bool), names, names)


def _texts(draw, topic, is_active):
    counts = draw.poisson(0.3, (len(topic), TOPICS * WORDS + 1)).astype(float)
    for row, own in enumerate(topic):
        counts[row, own * WORDS : (own + 1) * WORDS] += draw.poisson(1.5, WORDS)
    counts[:, -1] = is_active * 2.0
    return csr_array(normalize(counts))
