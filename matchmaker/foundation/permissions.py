"""Who may do what: one table on one screen. Object-level rules live beside their objects."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is to the service."""

    MEMBER = "member"
    BROKER = "broker"
    CO_BROKER = "co_broker"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


STAFF = frozenset({Role.BROKER, Role.CO_BROKER, Role.MANAGER, Role.ADMINISTRATOR})
AGENCY = frozenset({Role.BROKER, Role.MANAGER, Role.ADMINISTRATOR})
MEMBERS = frozenset({Role.MEMBER})
LEADERS = frozenset({Role.MANAGER, Role.ADMINISTRATOR})
EVERYBODY = frozenset(Role)


class Permission(StrEnum):
    """Things that need a right. Every route names one, or is marked public."""

    ACCOUNT_OWN = "account.own"
    ACCOUNT_MANAGE = "account.manage"
    AUDIT_READ = "audit.read"
    OUTBOX_READ = "outbox.read"
    OUTBOX_SEND = "outbox.send"
    ORGANISATION_OWN = "organisation.own"
    ORGANISATION_VIEW = "organisation.view"
    ORGANISATION_BROWSE = "organisation.browse"
    ORGANISATION_VET = "organisation.vet"
    ORGANISATION_IMPORT = "organisation.import"
    OPPORTUNITY_OWN = "opportunity.own"
    OPPORTUNITY_VIEW = "opportunity.view"
    OPPORTUNITY_VET = "opportunity.vet"
    SUGGESTION_OWN = "suggestion.own"
    SUGGESTION_ANY = "suggestion.any"
    SUGGESTION_BUILD = "suggestion.build"
    SUGGESTION_TRIAL = "suggestion.trial"
    INTRODUCTION_OWN = "introduction.own"
    INTRODUCTION_BROKER = "introduction.broker"
    HOLIDAY_MANAGE = "holiday.manage"
    THREAD_USE = "thread.use"
    MEETING_USE = "meeting.use"
    MEETING_BROKER = "meeting.broker"
    OUTCOME_OWN = "outcome.own"
    OUTCOME_BROKER = "outcome.broker"
    DESK_USE = "desk.use"
    CLUSTER_MANAGE = "cluster.manage"
    ASSET_MANAGE = "asset.manage"
    ASSET_REQUEST = "asset.request"
    ASSET_HANDLE = "asset.handle"
    ROUTE_OWN = "route.own"
    ROUTE_ANY = "route.any"
    MANUFACTURING_OWN = "manufacturing.own"
    MANUFACTURING_ANY = "manufacturing.any"
    COMPLIANCE_OWN = "compliance.own"
    COMPLIANCE_BROKER = "compliance.broker"
    COMPLIANCE_DECIDE = "compliance.decide"
    CALL_OWN = "call.own"
    CALL_BROKER = "call.broker"
    CONSORTIUM_BROKER = "consortium.broker"
    LANDING_OWN = "landing.own"
    LANDING_BROKER = "landing.broker"
    DEMONSTRATION_OWN = "demonstration.own"
    DEMONSTRATION_BROKER = "demonstration.broker"
    GATEWAY_REPORT = "gateway.report"
    GOAL_MANAGE = "goal.manage"


POLICY: dict[Permission, frozenset[Role]] = {
    Permission.ACCOUNT_OWN: EVERYBODY,
    Permission.ACCOUNT_MANAGE: frozenset({Role.ADMINISTRATOR}),
    Permission.AUDIT_READ: LEADERS,
    Permission.OUTBOX_READ: LEADERS,
    Permission.OUTBOX_SEND: LEADERS,
    Permission.ORGANISATION_OWN: MEMBERS,
    Permission.ORGANISATION_VIEW: EVERYBODY,
    Permission.ORGANISATION_BROWSE: STAFF,
    Permission.ORGANISATION_VET: STAFF,
    Permission.ORGANISATION_IMPORT: AGENCY,
    Permission.OPPORTUNITY_OWN: MEMBERS,
    Permission.OPPORTUNITY_VIEW: EVERYBODY,
    Permission.OPPORTUNITY_VET: STAFF,
    Permission.SUGGESTION_OWN: MEMBERS,
    Permission.SUGGESTION_ANY: STAFF,
    Permission.SUGGESTION_BUILD: LEADERS,
    Permission.SUGGESTION_TRIAL: AGENCY,
    Permission.INTRODUCTION_OWN: MEMBERS,
    Permission.INTRODUCTION_BROKER: STAFF,
    Permission.HOLIDAY_MANAGE: AGENCY,
    Permission.THREAD_USE: EVERYBODY,
    Permission.MEETING_USE: EVERYBODY,
    Permission.MEETING_BROKER: STAFF,
    Permission.OUTCOME_OWN: MEMBERS,
    Permission.OUTCOME_BROKER: STAFF,
    Permission.DESK_USE: STAFF,
    Permission.CLUSTER_MANAGE: LEADERS,
    Permission.ASSET_MANAGE: AGENCY,
    Permission.ASSET_REQUEST: MEMBERS,
    Permission.ASSET_HANDLE: EVERYBODY,
    Permission.ROUTE_OWN: MEMBERS,
    Permission.ROUTE_ANY: STAFF,
    Permission.MANUFACTURING_OWN: MEMBERS,
    Permission.MANUFACTURING_ANY: STAFF,
    Permission.COMPLIANCE_OWN: MEMBERS,
    Permission.COMPLIANCE_BROKER: STAFF,
    Permission.COMPLIANCE_DECIDE: AGENCY,
    Permission.CALL_OWN: MEMBERS,
    Permission.CALL_BROKER: STAFF,
    Permission.CONSORTIUM_BROKER: STAFF,
    Permission.LANDING_OWN: MEMBERS,
    Permission.LANDING_BROKER: STAFF,
    Permission.DEMONSTRATION_OWN: MEMBERS,
    Permission.DEMONSTRATION_BROKER: STAFF,
    Permission.GATEWAY_REPORT: STAFF,
    Permission.GOAL_MANAGE: LEADERS,
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. `cluster` is set for co-brokers, whose sight ends at their own cluster's members."""

    user_id: int
    role: Role
    cluster: str | None = None

    @property
    def is_staff(self) -> bool:
        """Whether this person brokers or administers."""
        return self.role in STAFF

    def may(self, permission: Permission) -> bool:
        """Whether the role carries `permission`."""
        return self.role in POLICY[permission]

    def serves(self, cluster: str) -> bool:
        """Whether members of `cluster` are in this staff member's care."""
        return self.role in AGENCY or (self.role is Role.CO_BROKER and self.cluster == cluster)
