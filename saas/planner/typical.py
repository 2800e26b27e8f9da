"""Lines of work typical of a field, for roles without a page of ours: what was done, how it reads elsewhere, and where.

They describe the work, not the person, and claim no result. Their own accomplishments always come first.
"""

from __future__ import annotations

from saas.planner.typical_hands import BY_HAND, ELSEWHERE

Typical = tuple[str, str, str]

ANY: tuple[Typical, ...] = (
    (
        "Kept something running that others relied on",
        "Owned a recurring process, its deadlines and its exceptions",
        "Operations",
    ),
    (
        "Showed new colleagues how the work is done",
        "Brought new people to independence and checked their first results",
        "Training and team leadership",
    ),
    (
        "Explained your work to people outside it",
        "Turned specialist detail into a decision for a general reader",
        "Roles between teams",
    ),
    (
        "Dealt with what went wrong on the day",
        "Resolved exceptions under time pressure and recorded the cause",
        "Quality and service",
    ),
    ("Worked with people you had no say over", "Moved work across teams without formal authority", "Project work"),
)
BY_FAMILY: dict[str, tuple[Typical, ...]] = {
    "sales": (
        (
            "Asked questions until the need was clear",
            "Interviewed customers and recorded the problem in their words",
            "Product and customer success",
        ),
        (
            "Kept a list of open deals honest",
            "Forecast from a pipeline and explained each change in it",
            "Revenue operations",
        ),
        (
            "Answered objections before a signature",
            "Took a decision through review by several stakeholders",
            "Partnerships and procurement",
        ),
    ),
    "finance": (
        (
            "Traced a figure back to its source",
            "Reconciled records between systems and documented the difference",
            "Data and control teams",
        ),
        (
            "Prepared the numbers for a monthly meeting",
            "Produced recurring reporting on a fixed calendar",
            "Planning and analysis",
        ),
        (
            "Worked inside written rules and audits",
            "Applied a control framework and kept the evidence",
            "Risk and compliance",
        ),
    ),
    "analytics": (
        (
            "Built a report people came back to",
            "Designed a measure, its definition and its upkeep",
            "Product and operations analysis",
        ),
        (
            "Found out why a number moved",
            "Separated cause from coincidence and stated the uncertainty",
            "Research and strategy",
        ),
        ("Cleaned data nobody trusted", "Set quality checks and a record of what was changed", "Data governance"),
    ),
    "operations": (
        (
            "Made schedules, stock or people fit a day",
            "Allocated limited capacity against changing demand",
            "Planning and logistics",
        ),
        ("Wrote down how things are done", "Standardized a procedure and trained others on it", "Process improvement"),
        ("Held a supplier to what was agreed", "Managed a vendor against service levels", "Procurement"),
    ),
    "software": (
        (
            "Fixed faults in running systems",
            "Diagnosed incidents from evidence and prevented their return",
            "Reliability and support engineering",
        ),
        (
            "Reviewed other people’s changes",
            "Assessed risk in proposed changes and explained the reasons in writing",
            "Engineering leadership and security",
        ),
        (
            "Turned a vague request into working software",
            "Translated a need into a specification, a sequence and a delivered result",
            "Product and solutions work",
        ),
    ),
    "product": (
        (
            "Chose what not to build",
            "Ranked options by value, cost and reversibility, and defended the order",
            "Strategy and program offices",
        ),
        (
            "Listened to users every week",
            "Ran continuous customer research and turned it into decisions",
            "Research and consulting",
        ),
        (
            "Kept a launch together",
            "Coordinated legal, sales, support and engineering to one date",
            "Program management",
        ),
    ),
    "design": (
        (
            "Watched people use what you made",
            "Tested a solution with its users and changed it on evidence",
            "Research and service design",
        ),
        ("Built parts others could reuse", "Maintained a shared system with rules and versions", "Design operations"),
        ("Presented work to people who disagreed", "Led critique toward a decision", "Facilitation and product work"),
    ),
    "marketing": (
        (
            "Wrote for a reader who owed you nothing",
            "Adapted one message to several audiences and measured the response",
            "Communications",
        ),
        (
            "Ran a campaign to a budget",
            "Planned spending by channel and reported what it returned",
            "Growth and operations",
        ),
        (
            "Kept a calendar of things to publish",
            "Managed an editorial process from brief to approval",
            "Content and training",
        ),
    ),
    "hr": (
        (
            "Held hard conversations with care",
            "Handled confidential matters by policy and kept a fair record",
            "Employee relations and compliance",
        ),
        (
            "Filled positions with busy managers",
            "Ran a selection process with several decision makers",
            "Customer success and program work",
        ),
        (
            "Explained benefits and rules",
            "Turned policy into plain guidance for those it concerns",
            "Training and communications",
        ),
    ),
    "legal": (
        (
            "Read documents for what they leave out",
            "Reviewed agreements for risk and proposed the change",
            "Contracts and compliance",
        ),
        (
            "Kept many matters to their dates",
            "Managed a docket of obligations on a shared calendar",
            "Operations",
        ),
        (
            "Wrote so that it would hold",
            "Drafted precise text for readers looking for its weakness",
            "Policy and regulatory writing",
        ),
    ),
    "education": (
        ("Planned a year, a unit and a lesson", "Designed a curriculum from goals to assessment", "Learning design"),
        (
            "Saw who had not understood",
            "Measured learning as it happened and adjusted the material",
            "Training and evaluation",
        ),
        (
            "Met with families",
            "Delivered difficult information and agreed on next steps",
            "Customer success and case management",
        ),
    ),
}


def typical(family: str) -> tuple[Typical, ...]:
    """The field's own lines, then those true of most work."""
    own = BY_FAMILY.get(family) or BY_HAND.get(family) or ELSEWHERE.get(family, ())
    return (*own, *ANY)
