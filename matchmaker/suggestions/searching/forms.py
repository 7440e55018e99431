"""Shape of a search."""

from flask_babel import lazy_gettext as _l
from wtforms.fields import SearchField

from matchmaker.foundation.forms import clean_line
from matchmaker.suggestions.forms import GetForm
from matchmaker.suggestions.searching.rules import Problem, problem_of


class SearchTextForm(GetForm):
    """What to look for, in any words and any of the four languages."""

    q = SearchField(_l("What are you looking for?"), filters=[clean_line])

    @property
    def text(self) -> str:
        """What was typed, cleaned."""
        return self.q.data or ""

    @property
    def problem(self) -> Problem | None:
        """Why it cannot be searched for, if it cannot."""
        return problem_of(self.text)
