"""Forms of talent: the shape of what is typed."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.forms import Form, VersionedForm, clean_line, clean_text, whole_number
from matchmaker.foundation.i18n import TEXT_LANGUAGES
from matchmaker.landing.spaces.forms import number
from matchmaker.landing.talent import rules
from matchmaker.landing.talent.posting import Post
from matchmaker.landing.talent.seating import Session


class SessionForm(Form):
    """A training session."""

    asset = SelectField(_l("Held at"), coerce=whole_number, validators=[DataRequired()])
    title_ko = StringField(_l("Title in Korean"), filters=[clean_line],
                           validators=[DataRequired(), Length(max=rules.TITLE_MAX)])  # fmt: skip
    title_en = StringField(_l("Title in English"), filters=[clean_line],
                           validators=[DataRequired(), Length(max=rules.TITLE_MAX)])  # fmt: skip
    skill = SelectField(_l("Skill"), validators=[DataRequired()])
    seats = number(_l("Seats"), least=1, most=rules.SEATS_MAX, needed=True)
    hours = number(_l("Hours"), least=1, most=rules.HOURS_MAX, needed=True)
    language = SelectField(_l("Language"), validators=[DataRequired()])
    certificate_ko = StringField(_l("Certificate in Korean"), filters=[clean_line],
                                 validators=[Length(max=rules.TITLE_MAX)])  # fmt: skip
    certificate_en = StringField(_l("Certificate in English"), filters=[clean_line],
                                 validators=[Length(max=rules.TITLE_MAX)])  # fmt: skip
    first_day = DateField(_l("First day"), validators=[InputRequired()])
    last_day = DateField(_l("Last day"), validators=[InputRequired()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.skill.choices, self.language.choices = code_choices("skill"), code_choices("language")

    def session(self) -> Session:
        """What the valid form says."""
        plain = ("title_ko", "title_en", "skill", "seats", "hours", "language", "first_day", "last_day")
        return Session(
            asset_id=self.asset.data, **{name: self[name].data for name in plain},
            certificate_ko=self.certificate_ko.data or "", certificate_en=self.certificate_en.data or "",
        )  # fmt: skip


class NeedForm(Form):
    """People needed by a day."""

    skill = SelectField(_l("Skill"), validators=[DataRequired()])
    people = number(_l("Number of people"), least=1, most=rules.PEOPLE_MAX, needed=True)
    by_day = DateField(_l("Needed by"), validators=[InputRequired()])
    language = SelectField(_l("Language of the training"), validators=[Optional()])
    needs_certificate = BooleanField(_l("With a certificate"))
    demand = SelectField(_l("For which tenancy"), coerce=whole_number, validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.skill.choices = code_choices("skill")
        self.language.choices = [("", _("Any")), *code_choices("language")]
        self.demand.choices = [("", "–")]

    def need(self) -> rules.Need:
        """What the valid form says."""
        return rules.Need(
            skill=self.skill.data, people=self.people.data, by=self.by_day.data, language=self.language.data or "",
            needs_certificate=bool(self.needs_certificate.data),
        )  # fmt: skip


class SeatsForm(Form):
    """How many seats."""

    count = number(_l("Seats"), least=1, most=rules.SEATS_MAX, needed=True)


class PostForm(Form):
    """A job, secondment or internship."""

    kind = SelectField(_l("Kind"), validators=[DataRequired()])
    skill = SelectField(_l("Skill"), validators=[DataRequired()])
    title = StringField(_l("Title"), filters=[clean_line], validators=[DataRequired(), Length(max=rules.TITLE_MAX)])
    text = TextAreaField(
        _l("Details"), filters=[clean_text], validators=[Length(max=rules.TEXT_MAX)],
        description=_l(
            "Do not name your company here: others see its kind and place until the agency puts you in touch."
        ),
    )  # fmt: skip
    language = SelectField(_l("Language of the text"), validators=[DataRequired()])
    country = SelectField(_l("Country of work"), validators=[DataRequired()])
    people = number(_l("Number of people"), least=1, most=rules.PEOPLE_MAX, needed=True)
    starts_on = DateField(_l("Starts on"), validators=[InputRequired()])
    months = number(_l("Months (empty: without end)"), least=1, most=120)
    helps_with_visa = BooleanField(_l("The employer helps with the visa"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices, self.skill.choices = code_choices("talent_kind"), code_choices("skill")
        self.country.choices = code_choices("country")
        self.language.choices = [one for one in code_choices("language") if one.value in TEXT_LANGUAGES]

    def post(self) -> Post:
        """What the valid form says."""
        plain = ("kind", "skill", "title", "language", "country", "people", "starts_on", "months")
        return Post(**{name: self[name].data for name in plain}, text=self.text.data or "",
                    helps_with_visa=bool(self.helps_with_visa.data))  # fmt: skip


class WordsForm(VersionedForm):
    """Words to somebody."""

    words = TextAreaField(_l("In your own words"), filters=[clean_text],
                          validators=[DataRequired(), Length(max=rules.WORDS_MAX)])  # fmt: skip
