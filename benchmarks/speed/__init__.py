"""How fast and how large: the engine beside its peers, on the same data and machine, in one run.

    python -m benchmarks.speed              writes benchmarks/results/bench.json and docs/benchmarks.md, in 5 minutes
    python -m benchmarks.speed --full       writes benchmarks/results/bench-full.json and docs/benchmarks.md
    python -m benchmarks.speed --table      writes docs/benchmarks.md anew from the stored results
    python -m benchmarks.speed --task query runs one task and prints its table

Every method lives in a process of its own, which is asked to work in turn (A B C A B C), so that a noisy minute
falls on all of them; one that takes too long is ended and listed with the reason.
"""
