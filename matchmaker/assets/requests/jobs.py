"""Background work of requests: reports that wait for the virus scanner."""

from matchmaker.assets.requests.models import AssetRequest
from matchmaker.foundation import jobs, rescans


@jobs.job("asset_requests.scan_waiting", every_minutes=5)
def scan_waiting() -> None:
    """Ask the scanner about reports that it has yet to see."""
    rescans.scan_waiting(AssetRequest, "asset_request.report")
