"""What the room `desk` gives to the application."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from matchmaker.desk import models  # noqa: F401 - tables register themselves
from matchmaker.desk.board import views as board
from matchmaker.desk.bulk import views as bulk
from matchmaker.desk.handover import views as handover
from matchmaker.desk.pairs import views as pairs
from matchmaker.desk.queue import todos
from matchmaker.desk.queue import views as queue
from matchmaker.desk.saved import views as saved
from matchmaker.desk.search import indexing  # noqa: F401 - the job registers itself
from matchmaker.desk.search import views as search
from matchmaker.desk.search.kinds import add_kinds
from matchmaker.desk.search.results import add_results
from matchmaker.desk.tasks import jobs  # noqa: F401 - the job registers itself
from matchmaker.desk.tasks import views as tasks
from matchmaker.desk.wording import WORDING
from matchmaker.foundation.navigation import add_navigation
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.topics import add_topic
from matchmaker.foundation.wording import add_wording
from matchmaker.introductions.panels import add_link, add_todos


def init_app(app: Flask) -> None:
    """Open the room."""
    for module in (queue, board, pairs, tasks, handover, saved, bulk, search):
        app.register_blueprint(module.bp)
    add_wording(WORDING)
    add_kinds()
    add_results()
    add_todos(todos.overdue)
    add_link("desk_search.mine", _l("Search your records"))
    add_topic(
        "tasks", _l("Tasks and hand-overs"), {"task_given", "task_due", "portfolio_received"}, order=80,
        permission=Permission.DESK_USE,
    )  # fmt: skip
    add_navigation("desk_queue.show", _l("Desk"), Permission.DESK_USE, order=5)
