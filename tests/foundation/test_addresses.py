"""Numbers in addresses, redirects that stay here, and who a visitor is behind a proxy."""

import pytest
import sqlalchemy as sa
from flask import request

from matchmaker.accounts.models import User
from matchmaker.foundation import answers
from matchmaker.foundation.addresses import row_number
from matchmaker.foundation.database import db, lost_a_race
from matchmaker.foundation.permissions import Role
from tests.conftest import make_app
from tests.factories import make_user

TOO_LARGE = (2**31, 2**63, 10**40, "9" * 5000, "²", "٣")


@pytest.mark.parametrize("number", TOO_LARGE)
def test_an_id_that_no_row_can_have_is_not_found_before_a_database_is_asked(app, sign_in, count_queries, number):
    reader = sign_in(make_user(Role.ADMINISTRATOR))
    answers = []
    without = count_queries(lambda: answers.append(reader.get("/no-such-page").status_code))
    with_number = count_queries(lambda: answers.append(reader.get(f"/staff/people/{number}").status_code))
    assert (answers, with_number) == ([404, 404], without)


ASKED = [("7", 7), ("", None), ("0", 0), ("-1", 0), *((str(number), 0) for number in TOO_LARGE)]


@pytest.mark.parametrize(("asked", "found"), ASKED)
def test_a_number_in_a_query_is_an_id_or_none(app, asked, found):
    with app.test_request_context("/", query_string={"one": asked}):
        assert row_number("one") == found


@pytest.mark.parametrize("path", ["/%09/evil.example", "/%0a/evil.example", "/%5Cevil.example", "//evil.example"])
def test_switching_the_language_never_leads_to_another_site(client, path):
    address = client.get(f"{path}?lang=ko").headers["Location"]
    assert not address.replace("\t", "").replace("\n", "").startswith(("//", "/\\", "http"))


def test_the_language_links_of_a_page_never_lead_to_another_site(client):
    page = client.page("/%09/evil.example", status=404)
    found = {a["href"] for a in page.select("a[hreflang]")}
    assert found == {"/%09/evil.example?lang=ko", "/%09/evil.example?lang=en"}


@pytest.mark.parametrize(("proxies", "seen"), [(0, "10.0.0.1"), (1, "203.0.113.9"), (2, "198.51.100.7")])
def test_only_as_many_proxies_are_believed_as_the_settings_say(tmp_path, proxies, seen):
    app = make_app(f"sqlite:///{tmp_path / 'one.sqlite'}", tmp_path, trusted_proxies=proxies)
    addresses: list[str | None] = []
    app.before_request(lambda: addresses.append(request.remote_addr))
    with app.app_context():
        app.test_client().get(
            "/terms", headers={"X-Forwarded-For": "198.51.100.7, 203.0.113.9", "X-Forwarded-Host": "evil.example"},
            environ_base={"REMOTE_ADDR": "10.0.0.1"},
        )  # fmt: skip
    assert addresses == [seen]


def test_a_row_that_is_there_already_is_a_lost_race_and_a_missing_value_is_a_bug(app):
    user = make_user()

    def refusal(**values: object) -> sa.exc.DBAPIError:
        fields = {"email": user.email, "password_hash": "x", "full_name": "x"} | values
        with pytest.raises(sa.exc.IntegrityError) as caught, db.session.begin_nested():
            db.session.execute(sa.insert(User.__table__).values(**fields))
        return caught.value

    twice, incomplete = refusal(), refusal(email="other@firm.example", full_name=None)
    assert (lost_a_race(twice), lost_a_race(incomplete)) == (True, False)
    with app.test_request_context():
        assert answers.database_refused(twice)[1] == 409  # type: ignore[index]
        with pytest.raises(sa.exc.IntegrityError):
            answers.database_refused(incomplete)
