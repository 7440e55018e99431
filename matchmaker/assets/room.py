"""What the room `assets` gives to the application."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from matchmaker.assets import views, wording
from matchmaker.assets.capacity import views as capacity_views
from matchmaker.assets.feasibility import views as feasibility_views
from matchmaker.assets.feasibility.presenting import site_sheet
from matchmaker.assets.feasibility.service import is_clinical_site
from matchmaker.assets.feasibility.wording import WORDING as FEASIBILITY_WORDING
from matchmaker.assets.records import views as record_views
from matchmaker.assets.records.loading import load_assets
from matchmaker.assets.records.uses import add_use
from matchmaker.assets.requests import jobs  # noqa: F401 - jobs register themselves
from matchmaker.assets.requests import views as request_views
from matchmaker.assets.requests.models import AssetRequest
from matchmaker.assets.requests.using import AREA, kept_keys
from matchmaker.assets.requests.wording import WORDING as REQUEST_WORDING
from matchmaker.clusters.loading import add_loader
from matchmaker.foundation.files import sweep_area
from matchmaker.foundation.navigation import add_navigation
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.topics import add_topic
from matchmaker.foundation.wording import add_wording

_FILTERS = (
    wording.published_date, wording.availability, wording.topic_label, wording.code_labels, wording.month_name,
    wording.weekday_name, wording.span_text,
)  # fmt: skip


def init_app(app: Flask) -> None:
    """Open the room."""
    for module in (views, record_views, request_views, capacity_views, feasibility_views):
        app.register_blueprint(module.bp)
    for word in _FILTERS:
        app.add_template_filter(word)
    for shown in (site_sheet, is_clinical_site):
        app.add_template_global(shown)
    add_wording(wording.WORDING | REQUEST_WORDING | FEASIBILITY_WORDING)
    add_use(AssetRequest.asset_id)
    add_topic("asset_requests", _l("Requests for facilities"), ("asset_request_news",), order=70)
    add_navigation("assets.index", _l("Cluster assets"), None, order=50, in_cluster=True, in_line_for_visitors=True)
    add_navigation("asset_requests.index", _l("Requests for facilities"), Permission.ASSET_HANDLE, order=55,
                   in_cluster=True)  # fmt: skip
    sweep_area(AREA, kept_keys)
    add_loader(load_assets)
