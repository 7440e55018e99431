"""What people read for each fault of a file or a row, and for each field a column can hold."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.wording import say
from matchmaker.organisations.importing.columns import Because
from matchmaker.organisations.importing.faults import Remark
from matchmaker.organisations.importing.headers import Field
from matchmaker.organisations.importing.planning import Kind, Twin

WORDING: dict[str, LazyString] = {
    "import.file_too_large": _l(
        "The file is larger than %(limit)s MiB. Split it into smaller files and import them one after the other."
    ),
    "import.too_many_rows": _l(
        "The file has more than %(limit)s rows. Split it into files of at most "
        "%(limit)s rows and import them one after the other."
    ),
    "import.too_many_columns": _l(
        "The file has more than %(limit)s columns. Delete the columns that are not needed and save it again."
    ),
    "import.cell_far_right": _l(
        "Cell %(column)s%(row)s lies beyond the %(limit)s columns that are read. Delete"
        " what stands to the right of the table and save the file again."
    ),
    "import.cell_too_long": _l(
        "The cell in row %(row)s, column %(column)s has %(length)s characters; at most "
        "%(limit)s are read. Shorten it, or check whether a quotation mark is missing."
    ),
    "import.empty": _l("The file is empty."),
    "import.header_only": _l("The file has a header but no rows below it."),
    "import.duplicate_header": _l(
        "Two columns (%(columns)s) have the same header “%(name)s”. Rename or delete one of them."
    ),
    "import.open_quote": _l(
        'A quotation mark (") is opened and never closed, so the last cell runs to the'
        " end of the file. Correct it and save the file again."
    ),
    "import.broken_encoding": _l(
        "The text encoding could not be recognised; the first characters that cannot be"
        " read are in line %(line)s. In Excel, save the file as “CSV UTF-8” or as "
        ".xlsx."
    ),
    "import.not_a_table": _l("This is not a table. Choose a .csv or .xlsx file."),
    "import.is_pdf": _l("This is a PDF file, whatever its name says. Export the table as .xlsx or .csv."),
    "import.is_hwp": _l(
        "This is a Hangul word processor file (.hwp). Copy the table into a spreadsheet and save it as .xlsx."
    ),
    "import.is_old_office": _l(
        "This file was saved in an old Office format (.xls) or with a password. Open it"
        " and save it as .xlsx without a password."
    ),
    "import.is_web_page": _l(
        "This is a web page saved under a spreadsheet's name. Open it in Excel and save it as .xlsx."
    ),
    "import.not_a_workbook": _l("This is a compressed file but no Excel workbook. Choose a .csv or .xlsx file."),
    "import.broken_workbook": _l(
        "The Excel file is damaged or cannot be read. Open it in Excel, save it anew as .xlsx and try again."
    ),
    "import.unpacks_too_large": _l(
        "The Excel file would take more than %(limit)s MiB when unpacked, or is packed "
        "in a way that no spreadsheet program does. It is not opened."
    ),
    "import.no_such_sheet": _l("There is no sheet “%(sheet)s” in this file. Its sheets are: %(sheets)s."),
    "import.no_name_column": _l(
        "No column holds the name of the organisation. Say which one does. The columns are: %(columns)s."
    ),
    "import.field_twice": _l("These columns are taken for the same field: %(columns)s. Keep one of them."),
    "import.no_such_column": _l("There is no column “%(column)s”. The columns are: %(columns)s."),
    "import.no_such_field": _l("There is no field “%(field)s”. The fields are: %(fields)s."),
    "import.crashed": _l(
        "The import stopped because of an error of the service. Nothing was written. The error was recorded."
    ),
    "import.upload_gone": _l("This upload has expired. Choose the file again."),
    "import.row_too_long": _l(
        "The row has more cells than the header; a separator in a text without quotation marks may be the reason."
    ),
    "import.formula": _l("“%(value)s” would be run as a formula by a spreadsheet program. Remove the sign in front."),
    "import.name_missing": _l("The name is missing."),
    "import.name_too_long": _l("The name has %(length)s characters; at most %(limit)s are possible."),
    "import.name_without_letters": _l("“%(value)s” is not a name."),
    "import.unknown_country": _l("“%(value)s” is not a known country."),
    "import.country_missing": _l("The country is missing, and no country was chosen for rows without one."),
    "import.bad_registration_number": _l("“%(value)s” is not a registration number of this country; it is left out."),
    "import.unknown_org_type": _l("“%(value)s” is not a known type of organisation; the type is left empty."),
    "import.bad_website": _l("“%(value)s” is not a web address; it is left out."),
    "import.bad_number": _l("“%(value)s” is not a number of people; it is left out."),
    "import.bad_year": _l("“%(value)s” is not a year; it is left out."),
    "import.bad_email": _l("“%(value)s” is not an e-mail address; it is left out."),
    "import.text_cut": _l("The description is longer than a profile holds; it was cut after a sentence."),
    "import.resembles": _l("It resembles “%(name)s”; it is created all the same."),
}

FIELDS: dict[Field, tuple[LazyString, LazyString]] = {
    Field.NAME: (
        _l("Name"),
        _l("Name of the organisation in Korean or in Latin letters."),
    ),
    Field.NAME_KO: (_l("Korean name"), _l("Name in Korean. One of the two names is needed.")),
    Field.NAME_EN: (_l("English name"), _l("Name in English. One of the two names is needed.")),
    Field.OTHER_NAME: (
        _l("Other name"),
        _l("Former name, short name or brand; used only to find duplicates. Several are separated by semicolons."),
    ),
    Field.COUNTRY: (_l("Country"), _l("Name in Korean or English, or two-letter code (KR, US, CH, JP).")),
    Field.REGION: (_l("Region or address"), _l("Province, state or address; tells the cluster.")),
    Field.CITY: (_l("City"), _l("City; tells the cluster.")),
    Field.WEBSITE: (_l("Website"), _l("Web address.")),
    Field.INDUSTRY: (_l("Line of business"), _l("Becomes part of the summary.")),
    Field.PRODUCTS: (_l("Main products"), _l("Becomes part of the summary.")),
    Field.SUMMARY: (_l("Summary"), _l("Up to 500 characters, in Korean or English.")),
    Field.DESCRIPTION: (
        _l("Description"),
        _l("Up to 4,000 characters, in Korean or English; its first sentences become the summary."),
    ),
    Field.ORG_TYPE: (
        _l("Type of organisation"),
        _l("For example start-up, SME, large company, hospital, university, institute, CRO, CDMO, investor."),
    ),
    Field.REGISTRATION_NUMBER: (
        _l("Registration number"),
        _l("Business registration number; private, used for vetting."),
    ),
    Field.SOURCE_KEY: (
        _l("Code in the source list"),
        _l("Stock code or number of the row in your own list; the same row is known by it next time."),
    ),
    Field.YEAR: (_l("Year of foundation"), _l("Year or date.")),
    Field.EMPLOYEES: (_l("Employees"), _l("Number of people.")),
    Field.CONTACT_NAME: (
        _l("Contact person"),
        _l("Name of the person to talk to; shown to nobody until both sides agree."),
    ),
    Field.CONTACT_POSITION: (_l("Contact's position"), _l("Position of that person.")),
    Field.CONTACT_EMAIL: (_l("Contact's e-mail"), _l("E-mail address of that person.")),
    Field.CONTACT_PHONE: (_l("Contact's phone"), _l("Phone number of that person.")),
}
"""Label and explanation of each field."""

BECAUSE: dict[Because, LazyString] = {
    Because.HEADER: _l("Known header"),
    Because.SIMILAR_HEADER: _l("Similar header"),
    Because.VALUES: _l("By its values"),
}

KINDS: dict[Kind, LazyString] = {
    Kind.NEW: _l("New"),
    Kind.CHANGED: _l("Changed"),
    Kind.UNCHANGED: _l("Unchanged"),
    Kind.DUPLICATE: _l("Duplicate"),
    Kind.REFUSED: _l("Refused"),
}

REASONS: Mapping[str, LazyString] = {
    "registration_number": _l("same registration number"),
    "domain": _l("same web domain"),
    "same_name": _l("same name"),
    "similar_name": _l("similar name"),
    "same_key": _l("same row twice in the file"),
    "in_own_hands": _l("its own people keep this profile"),
}


def sentence(remark: Remark) -> str:
    """What people read for `remark`, with its column where one is known."""
    return in_words(remark.code, remark.column, remark.details)


def in_words(code: str, column: str, details: Mapping[str, str | int]) -> str:
    """The sentence of fault `code` in the reader's language."""
    said: str = say(RuleViolation(code, **details))
    return f"{column}: {said}" if column else said


def repeats(twin: Twin) -> str:
    """Whom a row repeats and how that shows, in the reader's language."""
    why = ", ".join(str(REASONS[reason]) for reason in twin.reasons)
    if twin.organisation_id is not None and not twin.is_certain:
        said: str = _("May be here already as “%(name)s”: %(why)s.", name=twin.name, why=why)
    elif twin.row is None:
        said = _("Is here already as “%(name)s”: %(why)s.", name=twin.name, why=why)
    else:
        said = _("Repeats row %(row)s, “%(name)s”: %(why)s.", row=twin.row, name=twin.name, why=why)
    return said
