"""What the rows of a table demand of a partner, and the facts that answer demands, in columns.

Facts are kept by topic (a coded list, a figure, the standards, the specifications): rows that say the same on a topic
share one entry, so a demand is checked once for each entry and not for each row.
"""

import json
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import TypeVar

import numpy as np
from scipy.sparse import csr_array, vstack

from matchmaker.matching.codec import facts_from_json, facts_to_json, requirement_from_json, requirement_to_json
from matchmaker.matching.listing import Listing
from matchmaker.matching.matrices import arrays_of, incidence, rows_of, stored_matrix
from matchmaker.matching.requirements import NUMBERS, Facts, Field, Requirement, Strength, Verdict, check
from matchmaker.matching.strings import Arrays, ByPlace, Strings

T = TypeVar("T")

_FAMILY = "partnership_family"


@dataclass(frozen=True)
class Conditions:
    """One line per row of a table.

    `families` (rows x `family_names`) are the broad kinds of contract, `demanded` (rows x `musts`) the requirements
    that must be met. `answers` (rows x `topics`, int32) tells which of `facts` a row states on a topic.
    """

    families: csr_array
    family_names: Sequence[str]
    demanded: csr_array
    musts: Sequence[Requirement]
    answers: np.ndarray
    topics: Sequence[str]
    facts: Sequence[Facts]

    @classmethod
    def of(cls, listings: Sequence[Listing]) -> "Conditions":
        """The conditions of each listing."""
        families = [listing.codes.get(_FAMILY, frozenset()) for listing in listings]
        names = sorted(frozenset[str]().union(*families))
        musts = [[one for one in found.requirements if one.strength is Strength.MUST] for found in listings]
        distinct = list(dict.fromkeys(must for found in musts for must in found))
        place = {must: number for number, must in enumerate(distinct)}
        topics = sorted({topic for listing in listings for topic, _, _ in _parts(listing.facts)})
        answers, facts = _answers(listings, topics)
        return cls(
            families=incidence([[names.index(one) for one in found] for found in families], len(names)),
            family_names=names,
            demanded=incidence([sorted({place[must] for must in found}) for found in musts], len(distinct)),
            musts=distinct,
            answers=answers,
            topics=topics,
            facts=facts,
        )

    @classmethod
    def joined(cls, first: "Conditions", second: "Conditions", order: np.ndarray) -> "Conditions":
        """The rows of two conditions in one; `order` are places in those of the first followed by those of the second.

        What no row has any more is forgotten.
        """
        both = first, second
        names = sorted({name for one in both for name in _used(one.families, one.family_names)})
        musts = list(dict.fromkeys(must for one in both for must in _used(one.demanded, one.musts)))
        topics = sorted({topic for one in both for topic in one.topics})
        facts: dict[tuple[str, Hashable], Facts] = {}
        return cls(
            families=_stacked([_renamed(one.families, one.family_names, names) for one in both], order),
            family_names=names,
            demanded=_stacked([_renamed(one.demanded, one.musts, musts) for one in both], order),
            musts=musts,
            answers=np.concatenate([one._answers_in(topics, facts) for one in both])[order],
            topics=topics,
            facts=[Facts(), *facts.values()],
        )

    def __getitem__(self, rows: np.ndarray) -> "Conditions":
        return replace(
            self,
            families=rows_of(self.families, rows),
            demanded=rows_of(self.demanded, rows),
            answers=self.answers[rows],
        )

    def _answers_in(self, topics: Sequence[str], facts: dict[tuple[str, Hashable], Facts]) -> np.ndarray:
        """Rows x `topics`: entries behind the first one, which says nothing, in `facts`; new ones are added there."""
        used = np.unique(self.answers)
        entries = np.zeros(int(used[-1]) + 1 if len(used) else 1, dtype=np.int32)
        places = {key: place for place, key in enumerate(facts, start=1)}
        for entry in used[used > 0].tolist():
            for topic, said, part in _parts(self.facts[entry]):
                facts.setdefault((topic, said), part)
                entries[entry] = places.setdefault((topic, said), len(places) + 1)
        columns = {topic: place for place, topic in enumerate(topics)}
        answers = np.zeros((len(self.answers), len(topics)), dtype=np.int32)
        answers[:, [columns[topic] for topic in self.topics]] = entries[self.answers]
        return answers

    @classmethod
    def stored(cls, arrays: Arrays, rows: int) -> "Conditions":
        """The conditions that `arrays` made. ValueError or KeyError when the arrays do not belong together."""
        names, topics = (tuple(Strings.stored(arrays, name)) for name in ("families", "topics"))
        musts = [requirement_from_json(json.loads(line)) for line in Strings.stored(arrays, "musts")]
        answers = arrays["answers"]
        if answers.shape != (rows, len(topics)):
            raise ValueError("answers and topics do not fit each other")
        return cls(
            families=stored_matrix(arrays, "families", (rows, len(names))),
            family_names=names,
            demanded=stored_matrix(arrays, "demanded", (rows, len(musts))),
            musts=musts,
            answers=answers,
            topics=topics,
            facts=_StoredFacts(Strings.stored(arrays, "facts")),
        )

    def arrays(self) -> dict[str, np.ndarray]:
        """What is stored of it."""
        found = {"answers": self.answers, **arrays_of(self.families, "families")} | arrays_of(self.demanded, "demanded")
        found |= Strings.of(self.family_names).arrays("families") | Strings.of(self.topics).arrays("topics")
        musts = (requirement_to_json(one) for one in self.musts)
        facts = (facts_to_json(one) for one in self.facts)
        for name, values in (("musts", musts), ("facts", facts)):
            lines = (json.dumps(value, ensure_ascii=False, sort_keys=True) for value in values)
            found |= Strings.of(lines).arrays(name)
        return found

    def gaps(self, must: Requirement, *, on: date) -> np.ndarray:
        """One boolean per distinct answer: whether it falls short of `must` on the day `on`; see `answers_on`."""
        distinct, _ = self._columns[topic_of(must)]
        return np.array([check(must, self.facts[entry], on=on) is Verdict.GAP for entry in distinct.tolist()])

    def answers_on(self, must: Requirement) -> np.ndarray:
        """Which of the distinct answers each row gives to `must`."""
        return self._columns[topic_of(must)][1]

    def falls_short(self, must: Requirement, rows: np.ndarray, *, on: date) -> np.ndarray:
        """One boolean for each of `rows`: `gaps` where only few are asked about."""
        place = self._place_of.get(topic_of(must))
        entries = np.zeros(len(rows), dtype=np.int32) if place is None else self.answers[rows, place]
        distinct, back = np.unique(entries, return_inverse=True)
        short = [check(must, self.facts[entry], on=on) is Verdict.GAP for entry in distinct.tolist()]
        return np.array(short, dtype=bool)[back]

    @cached_property
    def _place_of(self) -> dict[str, int]:
        return {topic: place for place, topic in enumerate(self.topics)}

    @cached_property
    def _columns(self) -> "_Columns":
        return _Columns(self.answers, self.topics)


class _Columns:
    """By topic the distinct entries, and which of them each row has; made when a topic is first asked about."""

    def __init__(self, answers: np.ndarray, topics: Sequence[str]) -> None:
        self._answers, self._places = answers, {topic: place for place, topic in enumerate(topics)}
        self._found: dict[str, tuple[np.ndarray, np.ndarray]] = {}

    def __getitem__(self, topic: str) -> tuple[np.ndarray, np.ndarray]:
        if topic not in self._found:
            place = self._places.get(topic)
            nothing = np.zeros(len(self._answers), dtype=np.int32)
            column = nothing if place is None else np.ascontiguousarray(self._answers[:, place])
            distinct, places = np.unique(column, return_inverse=True)
            self._found[topic] = distinct, places.astype(np.int32)
        return self._found[topic]


class _StoredFacts(ByPlace[Facts]):
    """Facts kept as JSON and read when somebody asks for them."""

    def __init__(self, lines: Strings) -> None:
        self._lines = lines

    def __len__(self) -> int:
        return len(self._lines)

    def at(self, place: int) -> Facts:
        """The facts at a place. Raises IndexError."""
        return facts_from_json(json.loads(self._lines[place]))


def _used(matrix: csr_array, names: Sequence[T]) -> list[T]:
    """The names of the columns in which anything stands."""
    return [names[column] for column in np.unique(matrix.indices).tolist()]


def _renamed(matrix: csr_array, names: Sequence[T], wanted: Sequence[T]) -> csr_array:
    """The same rows x `wanted`, among which are the names of all columns in which anything stands."""
    places = {name: place for place, name in enumerate(wanted)}
    columns = np.array([places.get(name, -1) for name in names], dtype=np.int32)
    shape = matrix.shape[0], len(wanted)
    renamed = csr_array((matrix.data, columns[matrix.indices], matrix.indptr), shape=shape)
    renamed.sort_indices()
    return renamed


def _stacked(matrices: Sequence[csr_array], order: np.ndarray) -> csr_array:
    return csr_array(vstack(matrices, format="csr"))[order]


def topic_of(requirement: Requirement) -> str:
    """What part of the facts of a row a requirement asks about."""
    if requirement.field in (Field.STANDARD, Field.SPEC):
        return requirement.field.value
    kind = "number" if requirement.field in NUMBERS else "code"
    return f"{kind}:{requirement.field.value}"


def _parts(facts: Facts) -> Iterator[tuple[str, Hashable, Facts]]:
    """What is stated on each topic: the topic, what tells two statements apart, and the facts of this topic alone.

    Amounts that texts mention are no part of it: they never make a requirement fail.
    """
    if facts.standards:
        yield Field.STANDARD.value, tuple(sorted(facts.standards.items(), key=itemgetter(0))), Facts(facts.standards)
    if facts.specs:
        yield Field.SPEC.value, tuple(sorted(facts.specs.items())), Facts(specs=facts.specs)
    for name, number in facts.numbers.items():
        yield f"number:{name}", number, Facts(numbers={name: number})
    for name, codes in facts.codes.items():
        yield f"code:{name}", codes, Facts(codes={name: codes})


def _answers(listings: Sequence[Listing], topics: Sequence[str]) -> tuple[np.ndarray, list[Facts]]:
    """Rows x topics: entries in the list of facts; entry 0 says nothing."""
    columns = {topic: place for place, topic in enumerate(topics)}
    answers = np.zeros((len(listings), len(topics)), dtype=np.int32)
    entries: dict[tuple[str, Hashable], int] = {}
    facts = [Facts()]
    for row, listing in enumerate(listings):
        for topic, key, part in _parts(listing.facts):
            entry = entries.setdefault((topic, key), len(facts))
            if entry == len(facts):
                facts.append(part)
            answers[row, columns[topic]] = entry
    return answers, facts
