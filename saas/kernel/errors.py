"""Refusals, which are shown to a person, and the one failure that a job does not retry."""

from __future__ import annotations


class Refusal(Exception):
    """One or two sentences for a person, a status for the web, and where to go next.

    `next_label` and `next_href` are a link to what helps; an empty href means there is none.
    """

    status = 409

    def __init__(self, sentence: str, *, next_label: str = "", next_href: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.next_label = next_label
        self.next_href = next_href


class NotFound(Refusal):
    """It does not exist, or belongs to another account. Both look the same from outside."""

    status = 404


class Unavailable(Refusal):
    """A service we depend on does not answer. What the person did is kept."""

    status = 503
    # When it is worth trying again, for programs; people are told in the sentence.
    retry_after_seconds = 60


class PermanentFailure(Exception):
    """A definite no from another service, such as a mail server's 550: the same request would get the same answer. A job
    that raises it is not retried. The message is stored and shown to staff, so it must not contain personal data."""
