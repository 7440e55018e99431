"""The blueprint that the pages of members and the home page share."""

from flask import Blueprint

bp = Blueprint("introductions", __name__)
