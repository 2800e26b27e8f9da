"""From what people call their work to one of our roles. Prefers no answer over a wrong one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from saas.facts.rules.listing import Listing
from saas.facts.rules.spelling import is_misspelling, shorter_forms, words

Titles = Mapping[str, str]
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Names:
    """Known titles, each leading to a slug. Our own come first. `alternates` are titles that lead to one of our roles
    without doubt, `published` every other one; both are asked for only when our own titles do not answer."""

    titles: Titles
    aliases: Titles
    keys: Titles
    heads: Titles
    alternates: Callable[[], Listing]
    published: Callable[[], Listing]

    def find(self, text: str) -> str | None:
        """The slug a text means, or None."""
        text = text[:LONGEST]
        typed = words(text)
        if not typed:
            return None
        found = self._known("".join(typed)) or self._shortened(text) or self._misspelled(typed) or self._headed(typed)
        return found or next(self._near(typed, is_sure=True), None)

    def suggest(self, text: str, limit: int) -> tuple[str, ...]:
        """Slugs for a text, whole or still being typed, likeliest first, none twice."""
        text = text[:LONGEST]
        typed = words(text)
        if not typed:
            return ()
        found: dict[str, None] = {}
        for slug in self._meant(text, typed):
            found.setdefault(slug)
            if len(found) == limit:
                break
        return tuple(found)

    def is_own(self, text: str) -> bool:
        """True for a title, a slug or an alias of one of our own roles: nothing was read into it."""
        return self.keys.get("".join(words(text))) in self.titles.values()

    def _meant(self, text: str, typed: list[str]) -> Iterator[str]:
        found = self.find(text)
        if found:
            yield found
        if "".join(typed) not in self.titles:
            yield from self.published().exact("".join(typed))
        yield from self._beginning(typed)
        yield from self._near(typed, is_sure=False)

    def _known(self, wanted: str) -> str | None:
        own = self.keys.get(wanted)
        if own:
            return own
        found = self.alternates().exact(wanted) or self.published().exact(wanted)
        return found[0] if found else None

    def _shortened(self, text: str) -> str | None:
        return next((slug for form in shorter_forms(text) if (slug := self._known(form))), None)

    def _misspelled(self, typed: list[str]) -> str | None:
        for titles in (self.titles, self.aliases):
            slugs = {slug for title, slug in titles.items() if is_misspelling(typed, words(title))}
            if slugs:
                return slugs.pop() if len(slugs) == 1 else None
        alternates = self.alternates().slips(typed)
        return (alternates[0] if len(alternates) == 1 else None) if alternates else None

    def _headed(self, typed: list[str]) -> str | None:
        """The last word, where it names a trade by itself: every kind of nurse is a nurse."""
        return self.heads.get(typed[-1]) or self.heads.get(typed[-1].removesuffix("s"))

    def _near(self, typed: list[str], *, is_sure: bool) -> Iterator[str]:
        yield from self.published().slips(typed)
        yield from self.published().sharing(typed, is_sure=is_sure)

    def _beginning(self, typed: list[str]) -> Iterator[str]:
        """Slugs of titles in which every typed word begins a word: our titles first, and in each list the shortest first."""
        for titles in (self.titles, self.aliases):
            hits = [title for title in titles if begins(typed, title)]
            yield from (titles[title] for title in sorted(hits, key=len))
        yield from self.alternates().beginning(typed)
        yield from self.published().beginning(typed)


def begins(typed: list[str], title: str) -> bool:
    """True when every typed word is the beginning of a word of the title."""
    spaced = " " + title
    return all(" " + word in spaced for word in typed)
