import sqlalchemy as sa
from flask import Flask

from matchmaker.foundation.database import db
from matchmaker.suggestions import indexes
from matchmaker.suggestions.locking import index_lock
from matchmaker.suggestions.models import Suggestion
from tests.disk import room_for
from tests.suggestions.conftest import Cluster


def run(app: Flask, *arguments: str) -> tuple[int, str, str]:
    result = app.test_cli_runner().invoke(args=["match", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_build_prints_what_it_made(app: Flask, cluster: Cluster) -> None:
    code, output, _progress = run(app, "build")

    assert code == 0
    assert output.startswith("4 organisations, 7 listings, ")
    assert "peak memory" in output

    code, output, _progress = run(app, "build", "--if-changed")
    assert (code, output.startswith("Nothing has changed")) == (0, True)


def test_a_second_build_fails_with_a_sentence(app: Flask, cluster: Cluster) -> None:
    with index_lock(indexes.root()):
        code, _output, error = run(app, "build")

    assert (code, "Another build is running." in error) == (1, True)


def test_a_build_that_finds_no_room_says_so_and_the_last_one_goes_on(app: Flask, built: Cluster) -> None:
    last = indexes.latest()
    before = list(db.session.scalars(sa.select(Suggestion.id).order_by(Suggestion.id)))
    with room_for(20_000):
        code, _output, error = run(app, "build")
    assert code == 1
    assert "the index cannot be written: File too large\nNothing was changed" in error
    assert indexes.latest() == last
    assert indexes.opened(last) is not None
    assert list(db.session.scalars(sa.select(Suggestion.id).order_by(Suggestion.id))) == before


def test_explain_takes_ids_names_and_references_and_its_lines_add_up(app: Flask, built: Cluster) -> None:
    by_id = run(app, "explain", str(built.firm.id), str(built.maker.id))
    by_name = run(app, "explain", "(주)물왕셀테라", "Brindlevec Biologics Inc.")
    by_reference = run(app, "explain", str(built.need.reference), str(built.offer.reference))

    assert by_id == by_name == by_reference
    lines = [line.split() for line in by_id[1].splitlines()]
    values = [float(words[0]) for words in lines if words and words[0].replace(".", "").replace("-", "").isdigit()]
    *parts, total = values
    assert abs(sum(parts) - total) < 0.01 * len(parts)
    assert "Fits | A asks" in by_id[1] or "Fits | B asks" in by_id[1]


def test_explain_speaks_korean(app: Flask, built: Cluster) -> None:
    code, output, _error = run(app, "explain", str(built.firm.id), str(built.maker.id), "--locale", "ko")

    assert (code, "물왕셀테라" in output, "↔ lentiviral vector" in output) == (0, True, True)
    assert "충족 | " in output
    assert "[A 제공, B 수요]" in output or "[B 제공, A 수요]" in output


def test_explain_says_what_is_wrong(app: Flask, cluster: Cluster) -> None:
    assert "no match index yet" in run(app, "explain", "1", "2")[2]


def test_explain_does_not_guess(app: Flask, built: Cluster) -> None:
    code, _output, error = run(app, "explain", "Nobody", str(built.maker.id))

    assert (code, "called 'Nobody'" in error) == (1, True)


def test_explain_says_why_a_pair_is_never_suggested(app: Flask, built: Cluster) -> None:
    code, output, _error = run(app, "explain", str(built.maker.id), str(built.clinic.id))

    assert (code, "Never suggested: both are on the same side of the gateway" in output) == (0, True)
