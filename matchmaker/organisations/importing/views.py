"""Pages of the import: choose a file, check its columns, look at what would happen, carry it out."""

from collections.abc import Sequence

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation import jobs
from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.forms import clean_line
from matchmaker.foundation.paging import PER_PAGE, Page, paginate, wanted_page
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.wording import say
from matchmaker.organisations.importing import columns, downloads, reading, service, uploads, wording
from matchmaker.organisations.importing.faults import ImportFault
from matchmaker.organisations.importing.forms import ColumnsForm, UploadForm, chosen_fields, field_choices
from matchmaker.organisations.importing.jobs import IMPORT_JOB, records_of
from matchmaker.organisations.importing.planning import Kind, plan
from matchmaker.organisations.importing.preview import FAULTS, Line, wanted
from matchmaker.organisations.importing.rows import default_country
from matchmaker.organisations.importing.table import ROWS_MAX, Table
from matchmaker.organisations.importing.uploads import Upload
from matchmaker.organisations.rules import ImportState

bp = Blueprint("importing", __name__, url_prefix="/staff/import")

AT_ONCE = 2_000
"""Rows up to which an import is carried out while the reader waits: about two seconds."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("")
@require(Permission.ORGANISATION_IMPORT)
def index() -> ResponseReturnValue:
    """The form for a file, and past imports."""
    return _index(UploadForm())


def _index(form: UploadForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "organisations/importing/index.html", form=form, page=paginate(service.runs()),
        limit=reading.FILE_MAX // 1024 // 1024, rows=ROWS_MAX,
    )  # fmt: skip
    return page, status


@bp.post("")
@require(Permission.ORGANISATION_IMPORT)
def upload_file() -> ResponseReturnValue:
    """Keep the file if it can be read."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _index(form, 422)
    data, name = form.file.data.read(), clean_line(form.file.data.filename)
    try:
        reading.read(data, file_name=name)
    except ImportFault as fault:
        form.file.errors = [say(fault)]
        return _index(form, 422)
    upload = uploads.store(data, file_name=name, user_id=actor().user_id)
    return redirect(url_for(".show_columns", token=upload.token))


@bp.get("/<token>/columns")
@require(Permission.ORGANISATION_IMPORT)
def show_columns(token: str) -> ResponseReturnValue:
    """What each column is taken for."""
    upload = _own(token)
    table = upload.table()
    suggestions = columns.suggest(table)
    mapped = upload.mapped or tuple(suggestion.field for suggestion in suggestions)
    form = ColumnsForm()
    form.offer(table)
    form.show(upload, table, default_country(table, mapped))
    return _columns(upload, table, form, suggestions, mapped)


def _columns(
    upload: Upload, table: Table, form: ColumnsForm, suggestions: Sequence[columns.Suggestion], mapped: columns.Mapped,
    refusal: str = "",
) -> ResponseReturnValue:  # fmt: skip
    page = render_template(
        "organisations/importing/columns.html", upload=upload, table=table, form=form, fields=field_choices(),
        rows=list(zip(suggestions, mapped, strict=True)), because=wording.BECAUSE, refusal=refusal,
    )  # fmt: skip
    return page, 422 if refusal or form.errors else 200


@bp.post("/<token>/columns")
@require(Permission.ORGANISATION_IMPORT)
def choose_columns(token: str) -> ResponseReturnValue:
    """Remember the choice and plan; another sheet is shown anew first."""
    upload = _own(token)
    table = upload.table()
    form = ColumnsForm()
    form.offer(table)
    mapped = chosen_fields(request.form.to_dict(), len(table.header))
    if not form.validate_on_submit():
        return _columns(upload, table, form, columns.suggest(table), mapped)
    if form.sheet.data != table.sheet:
        uploads.decide(upload, sheet=form.sheet.data, mapped=None, choice=form.choice())
        return redirect(url_for(".show_columns", token=token))
    try:
        columns.check(mapped, table.header)
    except ImportFault as fault:
        return _columns(upload, table, form, columns.suggest(table), mapped, say(fault))
    upload = uploads.decide(upload, sheet=table.sheet, mapped=mapped, choice=form.choice())
    uploads.keep_preview(upload, plan(records_of(table, mapped, upload.choice), upload.choice))
    return redirect(url_for(".preview", token=token))


@bp.get("/<token>/preview")
@require(Permission.ORGANISATION_IMPORT)
def preview(token: str) -> ResponseReturnValue:
    """What would happen with each row."""
    upload = _own(token)
    lines = uploads.preview(upload)
    shows = [*(kind.value for kind in Kind), FAULTS]
    tabs = {show: wanted(lines, show) for show in shows}
    fullest = next((show for show in shows if tabs[show]), Kind.NEW.value)
    show = request.args.get("show", "")
    show = show if show in tabs else fullest
    will_write = len(tabs[Kind.NEW]) + len(tabs[Kind.CHANGED])
    return render_template(
        "organisations/importing/preview.html", upload=upload, total=len(lines), will_write=will_write, show=show,
        counts={name: len(found) for name, found in tabs.items()}, page=_page(tabs[show]), kinds=wording.KINDS,
    )  # fmt: skip


def _page(lines: list[Line]) -> Page[Line]:
    number = min(wanted_page(), max(1, -(-len(lines) // PER_PAGE)))
    return Page(lines[(number - 1) * PER_PAGE : number * PER_PAGE], number, len(lines))


@bp.get("/<token>/faults.csv")
@require(Permission.ORGANISATION_IMPORT)
def faults(token: str) -> ResponseReturnValue:
    """Everything there is to say of single rows, as a file."""
    content = downloads.faults_csv(uploads.preview(_own(token)))
    return _download(content, "text/csv; charset=utf-8", "import-remarks.csv")


@bp.post("/<token>/confirm")
@require(Permission.ORGANISATION_IMPORT)
def confirm(token: str) -> ResponseReturnValue:
    """Carry the import out, or hand a long one to the worker."""
    upload = _own(token)
    if upload.mapped is None:
        return redirect(url_for(".show_columns", token=token))
    records = records_of(upload.table(), upload.mapped, upload.choice)
    with transaction():
        run, is_new = service.open_run(
            file_name=upload.file_name, sha256=upload.sha256, actor_id=actor().user_id, upload=token
        )
        run_id = run.id
        if is_new and len(records) <= AT_ONCE:
            uploads.keep_preview(upload, service.carry_out(run, records, upload.choice))
        elif is_new:
            run.rows_read = len(records)
            jobs.after_commit(IMPORT_JOB)
    return redirect(url_for(".show_run", run_id=run_id))


@bp.post("/<token>/discard")
@require(Permission.ORGANISATION_IMPORT)
def discard(token: str) -> ResponseReturnValue:
    """Delete the upload."""
    uploads.forget(_own(token))
    flash(_("The file was deleted. Nothing was imported."), "info")
    return redirect(url_for(".index"))


@bp.get("/runs/<int:run_id>")
@require(Permission.ORGANISATION_IMPORT)
def show_run(run_id: int) -> ResponseReturnValue:
    """How an import went, or how far it is."""
    run = service.get_run(run_id)
    has_faults = run.actor_id == actor().user_id and run.state is ImportState.DONE and uploads.is_kept(run.upload)
    done = uploads.progress(run.upload) if run.upload and run.state is ImportState.WAITING else 0
    failure = say(RuleViolation(run.failure)) if run.failure else ""
    return render_template(
        "organisations/importing/run.html", run=run, done=done, failure=failure, has_faults=has_faults
    )


@bp.get("/template.xlsx")
@require(Permission.ORGANISATION_IMPORT)
def template_workbook() -> ResponseReturnValue:
    """An empty list for Excel."""
    return _download(downloads.template_workbook(), XLSX, "organisations.xlsx")


@bp.get("/template.csv")
@require(Permission.ORGANISATION_IMPORT)
def template_csv() -> ResponseReturnValue:
    """An empty list as CSV."""
    return _download(downloads.template_csv(), "text/csv; charset=utf-8", "organisations.csv")


def _own(token: str) -> Upload:
    return uploads.get(token, user_id=actor().user_id)


def _download(content: bytes, mimetype: str, name: str) -> Response:
    return Response(content, content_type=mimetype, headers={"Content-Disposition": f"attachment; filename={name}"})
