"""The machine and the libraries of a run."""

import os
import platform
import time
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import numpy as np
import psutil

_COPIED = 256 * 2**20
_COPIES = 7


def environment() -> dict[str, str]:
    """Processor, cores, memory, system and Python."""
    return {
        "processor": _processor(),
        "cores": str(psutil.cpu_count()),
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def versions(libraries: Iterable[str]) -> dict[str, str]:
    """Installed versions by the name of the distribution."""
    return {name: version(name) for name in sorted(set(libraries)) if name}


def bandwidth() -> float:
    """Bytes a second that one core moves: a copy of 256 MiB, read and written, the median of seven."""
    source = np.ones(_COPIED // 8)
    target = np.zeros_like(source)
    taken = []
    for _ in range(_COPIES):
        start = time.perf_counter()
        np.copyto(target, source)
        taken.append(time.perf_counter() - start)
    return float(2 * _COPIED / np.median(taken))


def single_threaded() -> None:
    """Bind the numeric libraries of the processes started from here to one thread each; tasks ask for more."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
