"""TREC run files, written beside their place and moved there when everything is done: whole, or not at all."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Self
from urllib.parse import quote

from matchmaker.matching.evaluation.rankings import Ranking

_TAG = "matchmaker"
_Key = tuple[str, str]


class RunFileError(ValueError):
    """A run file that cannot be written; the message names it."""


class RunFiles:
    """One run file for each collection and channel, as a context: in their places at its end, gone after an error.

    With several collections the name of each is appended to `path`, with several channels their names, too.
    """

    def __init__(self, path: Path, collections: Sequence[str], channels: Sequence[str]) -> None:
        self._paths = {
            (collection, channel): path.with_name(
                path.name
                + (f".{collection}" if len(collections) > 1 else "")
                + (f".{channel}" if len(channels) > 1 else "")
            )
            for collection in collections
            for channel in channels
        }
        self._streams: dict[_Key, IO[str]] = {}

    def __enter__(self) -> Self:
        try:
            for key, path in self._paths.items():
                with _named(path):
                    self._streams[key] = _opened(path)
        except RunFileError:
            self._close(is_done=False)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._close(is_done=kind is None)

    def sink(self, collection: str, channel: str) -> Callable[[Ranking], None]:
        """What writes the rankings of a collection by a channel."""
        path, stream = self._paths[collection, channel], self._streams[collection, channel]

        def write(ranking: Ranking) -> None:
            with _named(path):
                stream.writelines(_lines(ranking))

        return write

    def _close(self, *, is_done: bool) -> None:
        try:
            for key, stream in self._streams.items():
                with _named(self._paths[key]):
                    stream.close()
            for key, stream in self._streams.items() if is_done else ():
                with _named(self._paths[key]):
                    Path(stream.name).replace(self._paths[key])
        finally:
            for stream in self._streams.values():
                with suppress(OSError):
                    Path(stream.name).unlink(missing_ok=True)


def _opened(path: Path) -> IO[str]:
    if path.is_dir():
        raise IsADirectoryError(21, "Is a directory")
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    return part.open("x", encoding="utf-8", newline="\n")


@contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RunFileError(f"{path}: {error.strerror or error}") from error


def _lines(ranking: Ranking) -> Iterator[str]:
    """Lines `qid Q0 docid rank score tag`, ids percent-encoded so that spaces survive."""
    query = quote(ranking.query, safe="", errors="surrogatepass")
    for place, (document, score) in enumerate(zip(ranking.documents, ranking.scores, strict=True), start=1):
        name = quote(document, safe="", errors="surrogatepass")
        yield f"{query} Q0 {name} {place} {score!r} {_TAG}\n"
