"""Refusals: raised with a stable code and facts, worded at the edge only."""


class RuleViolation(Exception):
    """An action that the rules refuse.

    `code` is stable (`introduction.not_waiting`) and `details` are the facts its wording names.
    """

    status = 409

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


class NotFound(RuleViolation):
    """The thing asked for does not exist, or the asker may not know that it does."""

    status = 404


class Forbidden(RuleViolation):
    """The asker may not do this."""

    status = 403
