"""The two forms of a resume: bringing it, and choosing among the lines that are proposed from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from wtforms import FileField, TextAreaField

from saas.intake.answers.parsing import AnswerError, FormData
from saas.intake.resume.extraction import extract_text
from saas.intake.resume.limits import UnreadableResume, check_text_length
from saas.intake.resume.proposal import MAX_PROPOSED, propose_lines
from saas.safety.hooks import notice_text
from saas.web.forms import Form

NOTHING_TO_READ = "There is nothing to read yet. Choose a file, or paste the text of your resume."
NO_LINES = (
    "No line in it reads like something you did. Paste the part with your work below, one thing on a line, "
    "or go back and write them yourself."
)
NO_LINE_TICKED = "No line is ticked yet. Tick the ones to keep, or go back and write your own."


class ResumeForm(Form):
    """A file, pasted text, or both. Once valid, `lines` holds those that are proposed; neither file nor text is stored."""

    text = TextAreaField(name="resume-text")
    file = FileField(name="resume-file")
    lines: tuple[str, ...] = ()
    # The account whose file it is.
    owner = ""

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        return bool(super().validate(extra_validators)) and self._propose_lines()

    def _propose_lines(self) -> bool:
        sentence = NO_LINES
        try:
            self.lines = propose_lines(self._read_text())
        except UnreadableResume as error:
            sentence = error.sentence
        if not self.lines:
            field = self.text if self._pasted.strip() and not self._has_file else self.file
            field.errors = [sentence]
        return bool(self.lines)

    def _read_text(self) -> str:
        """The text of the file, then what was pasted. Raises UnreadableResume."""
        upload = request.files.get("resume-file")
        data = upload.read() if upload and (upload.filename or upload.content_length) else None
        pasted = check_text_length(self._pasted)
        if data is None and not pasted.strip():
            raise UnreadableResume(NOTHING_TO_READ)
        if data is None:
            return pasted
        extracted = extract_text(data, self.owner)
        notice_text(extracted)
        return f"{extracted}\n\n{pasted}"

    @property
    def _pasted(self) -> str:
        return self.text.data or ""

    @property
    def _has_file(self) -> bool:
        upload = request.files.get("resume-file")
        return bool(upload and upload.filename)


@dataclass(frozen=True, slots=True)
class ProposedLines:
    """Proposed lines as they are on the page, and the numbers of those that were ticked, from 1."""

    lines: tuple[str, ...]
    ticked: frozenset[int] = frozenset()

    @property
    def numbered(self) -> list[tuple[int, str]]:
        """Each line that is not empty, with its number on the page."""
        return [(number, line) for number, line in enumerate(self.lines, 1) if line.strip()]

    def ticked_lines(self) -> tuple[str, ...]:
        """Raises AnswerError where there is none."""
        lines = tuple(line for number, line in self.numbered if number in self.ticked)
        if not lines:
            raise AnswerError(NO_LINE_TICKED)
        return lines


def parse_proposed_lines(form_data: FormData) -> ProposedLines:
    """The fields `line-1` to `line-8` in their order, and `take` for the numbers; empty lines keep their number."""
    numbers = range(1, MAX_PROPOSED + 1)
    lines = tuple(next(iter(form_data.get(f"line-{number}", ())), "") for number in numbers)
    ticked = set(form_data.get("take", ()))
    return ProposedLines(lines, frozenset(number for number in numbers if str(number) in ticked))
