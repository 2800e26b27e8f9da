"""Refusals, which are shown to a person, and the one failure that a job does not try again."""

from __future__ import annotations


class Refusal(Exception):
    """One or two sentences for a person, a status for the web, and where to go next.

    `next_label` and `next_href` name the act that helps; an empty href means there is none.
    """

    status = 409

    def __init__(self, sentence: str, *, next_label: str = "", next_href: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.next_label = next_label
        self.next_href = next_href


class NotFound(Refusal):
    """There is no such thing, or it belongs to somebody else. Both read the same."""

    status = 404


class Unavailable(Refusal):
    """A service we depend on does not answer. What the person did is kept."""

    status = 503


class PermanentFailure(Exception):
    """A definite no from outside, such as a mail server's 550: asking again would get the same answer. A job that raises
    it is not tried again. The text is kept with the job and shown to staff, so it names no person and no secret."""
