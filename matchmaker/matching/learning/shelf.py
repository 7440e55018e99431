"""Where re-rankers stand: a folder with one file for each version, and a file that names the one in use.

Every file is written beside its place and moved there in one step, so that readers see the old one or the new one.
A version's file never changes: its name is its digest.
"""

import hashlib
import json
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matchmaker.matching.learning.comparison import Comparison
from matchmaker.matching.learning.model import Reranker, RerankerError

CURRENT = "current.json"

_VERSION = re.compile(r"[0-9a-f]{16}")
_MOST_BYTES = 64_000_000


class ShelfError(ValueError):
    """A file of the shelf that cannot be trusted; the message names it."""


class NotBetter(ValueError):
    """A re-ranker whose gain may be chance is not installed."""

    def __init__(self) -> None:
        super().__init__("not better: the interval of the gain in nDCG@10 reaches 0 or below, it may be chance")


@dataclass(frozen=True, slots=True)
class Entry:
    """A version on the shelf, whether it is the one in use, and its figures when it was installed."""

    version: str
    is_current: bool
    comparison: dict[str, Any]


class Shelf:
    """The re-rankers of one folder, which need not exist yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def install(self, reranker: Reranker, comparison: Comparison) -> str:
        """Store a re-ranker and make it the one in use; its version. Raises NotBetter."""
        if not comparison.is_better:
            raise NotBetter
        version = reranker.version
        self._folder.mkdir(parents=True, exist_ok=True)
        figures, text = comparison.to_dict(), reranker.to_json()
        stored = {"comparison": figures, "digest": _digest(figures, text), "reranker": text}
        self._write(f"{version}.json", stored)
        history = [one for one in self._history() if one != version]
        self._point(version, history)
        return version

    def revert(self) -> str | None:
        """Use the version that was in use before; None when there was none, and the engine ranks alone."""
        history = self._history()
        if not history or self._state()["current"] is None:
            back = history[-1] if history else None
        else:
            back = history[-2] if len(history) > 1 else None
        self._write(CURRENT, {"current": back, "history": history[: history.index(back) + 1] if back else []})
        return back

    def off(self) -> None:
        """Use none; `revert` brings the last one back."""
        self._write(CURRENT, {"current": None, "history": self._history()})

    def current(self) -> Reranker | None:
        """The re-ranker in use, None without one. Raises ShelfError when its file is missing, torn or not ours."""
        version = self._state()["current"]
        return None if version is None else self.read(version)

    def read(self, version: str) -> Reranker:
        """One version. Raises ShelfError."""
        reranker, _ = self._stored(version)
        return reranker

    def entries(self) -> list[Entry]:
        """All versions: those that were in use in that order, then the others by name. Raises ShelfError."""
        state = self._state()
        names = [path.stem for path in sorted(self._folder.glob("*.json")) if _VERSION.fullmatch(path.stem)]
        ordered = [*state["history"], *(name for name in names if name not in state["history"])]
        return [Entry(name, name == state["current"], self._stored(name)[1]) for name in ordered]

    def _point(self, version: str, history: list[str]) -> None:
        self._write(CURRENT, {"current": version, "history": [*history, version]})

    def _history(self) -> list[str]:
        history: list[str] = self._state()["history"]
        return history

    def _state(self) -> dict[str, Any]:
        path = self._folder / CURRENT
        if not path.exists():
            return {"current": None, "history": []}
        state = _json(path)
        history, current = state.get("history"), state.get("current")
        is_list = isinstance(history, list) and all(_is_version(one) for one in history)
        if set(state) != {"current", "history"} or not is_list or not (current is None or current in state["history"]):
            raise ShelfError(f"{path}: names no version")
        return state

    def _stored(self, version: str) -> tuple[Reranker, dict[str, Any]]:
        if not _is_version(version):
            raise ShelfError(f"{self._folder}: {version!r} is no version")
        path = self._folder / f"{version}.json"
        stored = _json(path)
        text, comparison = stored.get("reranker"), stored.get("comparison")
        if not isinstance(text, str) or not isinstance(comparison, dict) or len(stored) != 3:
            raise ShelfError(f"{path}: not a re-ranker")
        try:
            reranker = Reranker.from_json(text)
        except RerankerError as error:
            raise ShelfError(f"{path}: {error}") from error
        if _digest(comparison, text) != stored.get("digest") or reranker.version != version:
            raise ShelfError(f"{path}: changed after it was written")
        return reranker, comparison

    def _write(self, name: str, value: Any) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        pending = self._folder / f"{name}.{secrets.token_hex(8)}.new"
        with pending.open("w", encoding="utf-8") as stream:
            json.dump(value, stream, ensure_ascii=False, sort_keys=True)
            stream.flush()
            os.fsync(stream.fileno())
        pending.replace(self._folder / name)


def _digest(comparison: Any, reranker: str) -> str:
    return hashlib.sha256(json.dumps([comparison, reranker], sort_keys=True).encode()).hexdigest()


def _is_version(value: Any) -> bool:
    return isinstance(value, str) and _VERSION.fullmatch(value) is not None


def _json(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ShelfError(f"{path}: too large")
        stored = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ShelfError(f"{path}: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        if isinstance(error, ShelfError):
            raise
        raise ShelfError(f"{path}: not JSON ({error})") from error
    if not isinstance(stored, dict):
        raise ShelfError(f"{path}: not an object")
    return stored
