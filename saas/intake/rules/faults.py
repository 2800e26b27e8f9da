"""What can be wrong with an answer, as a sentence for the person who gave it."""

from __future__ import annotations

from collections.abc import Mapping


class AnswerError(ValueError):
    """An answer that cannot be taken. `suggestions` are values the person may have meant, likeliest first."""

    def __init__(self, sentence: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.suggestions = suggestions


class AnswersError(ValueError):
    """A whole file of answers with every fault in it: question key → sentence."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("\n".join(f"{key}: {sentence}" for key, sentence in faults.items()))
        self.faults = dict(faults)
