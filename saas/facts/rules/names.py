"""From what people call their work to one of our roles. Prefers no answer over a wrong one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from saas.facts.rules.spelling import is_misspelling, shorter_forms, words

Titles = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Names:
    """Known titles, each leading to a slug. `alternates` is asked for only when our own titles do not answer."""

    titles: Titles
    aliases: Titles
    keys: Titles
    heads: Titles
    alternates: Callable[[], Titles]
    alternate_keys: Callable[[], Titles]

    def find(self, text: str) -> str | None:
        """The slug a text means, or None."""
        typed = words(text)
        if not typed:
            return None
        return self._known("".join(typed)) or self._shortened(text) or self._misspelled(typed) or self._headed(typed)

    def suggest(self, text: str, limit: int) -> tuple[str, ...]:
        """Slugs for a text still being typed, likeliest first, none twice."""
        typed = words(text)
        if not typed:
            return ()
        found = dict.fromkeys(slug for slug in (self.find(text), *self._beginning(typed)) if slug)
        return tuple(found)[:limit]

    def _known(self, wanted: str) -> str | None:
        return self.keys.get(wanted) or self.alternate_keys().get(wanted)

    def _shortened(self, text: str) -> str | None:
        return next((slug for form in shorter_forms(text) if (slug := self._known(form))), None)

    def _misspelled(self, typed: list[str]) -> str | None:
        for titles in (self.titles, self.aliases, self.alternates()):
            slugs = {slug for title, slug in titles.items() if is_misspelling(typed, words(title))}
            if slugs:
                return slugs.pop() if len(slugs) == 1 else None
        return None

    def _headed(self, typed: list[str]) -> str | None:
        """The last word, where it names a trade by itself: every kind of nurse is a nurse."""
        return self.heads.get(typed[-1]) or self.heads.get(typed[-1].removesuffix("s"))

    def _beginning(self, typed: list[str]) -> Iterator[str]:
        """Slugs of titles in which every typed word begins a word: our titles first, and in each list the shortest first."""
        for titles in (self.titles, self.aliases, self.alternates()):
            hits = [title for title in titles if begins(typed, title)]
            yield from (titles[title] for title in sorted(hits, key=len))


def begins(typed: list[str], title: str) -> bool:
    """True when every typed word is the beginning of a word of the title."""
    spaced = " " + title
    return all(" " + word in spaced for word in typed)
