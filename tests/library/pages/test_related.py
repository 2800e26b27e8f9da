"""Read next: what has to do with a page, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest

from saas.library.kinds.articles import HubPage
from saas.library.kinds.parts import STAGE_NAMES, Page
from saas.library.kinds.spec import KINDS, Kind
from saas.library.pages.related import MAX_PER_KIND, Match, find_related
from tests.content import all_seeds
from tests.library.examples import ARTICLE, guide, pivot, role, script, situation

Pages = Mapping[tuple[Kind, str], Page]
FIELDS = {"nurse": "care", "doctor": "care", "teacher": "school"}
LIBRARY: Pages = {(seed.kind, seed.slug): seed.content for seed in all_seeds() if isinstance(seed.content, Page)}


def near(kind: Kind, slug: str, pages: Pages) -> list[Match]:
    return find_related(
        kind, slug, pages[kind, slug], pages, lambda role: FIELDS.get(role, role), lambda role: role.replace("-", " ")
    )


def hrefs(matches: list[Match]) -> list[str]:
    return [match.href for match in matches]


def test_what_the_writer_chose_comes_first_with_their_reason() -> None:
    chosen = [{"href": "/guides/z", "why": "It is next."}]
    matches = near("guide", "a", {("guide", place): guide(read_next=chosen if place == "a" else ()) for place in "abz"})
    assert matches == [
        Match("/guides/z", "guide", "z", "It is next."),
        Match("/guides/b", "guide", "b", f"For the same stage: {STAGE_NAMES['the-search']}."),
    ]


def test_what_leads_to_no_piece_is_left_out() -> None:
    chosen = [{"href": "/pricing", "why": "It costs."}, {"href": "/guides/gone", "why": "It is gone."}]
    assert near("guide", "a", {("guide", "a"): guide(read_next=chosen)}) == []


def test_at_most_four_and_at_most_two_of_a_kind() -> None:
    makers = (("guide", guide), ("situation", situation), ("script", script))
    pages = {(kind, f"{kind}-{place}"): make() for kind, make in makers for place in range(5)}
    matches = near("guide", "guide-0", pages)
    assert Counter(match.kind for match in matches) == {"guide": 2, "situation": 2}


def test_a_page_never_leads_to_itself() -> None:
    itself = [{"href": "/guides/a", "why": "Again."}]
    assert near("guide", "a", {("guide", "a"): guide(read_next=itself)}) == []


def test_no_page_is_named_twice() -> None:
    chosen = [{"href": "/guides/b", "why": "It is next."}] * 2
    assert len(near("guide", "a", {("guide", "a"): guide(read_next=chosen), ("guide", "b"): guide()})) == 1


@pytest.mark.parametrize("stage", STAGE_NAMES)
def test_pages_of_the_same_stage_say_which_stage(stage: str) -> None:
    pages: Pages = {("guide", "a"): guide(stage=stage), ("script", "b"): script(stage=stage)}
    [match] = near("guide", "a", pages)
    assert match.why == f"For the same stage: {STAGE_NAMES[stage]}."


def test_a_hub_leads_to_its_own_stage() -> None:
    pages: Pages = {
        ("hub", "the-search"): HubPage.model_validate(ARTICLE | {"body": "Here."}),
        ("guide", "a"): guide(),
        ("guide", "b"): guide(stage="first-week"),
    }
    assert hrefs(near("hub", "the-search", pages)) == ["/guides/a"]


def test_a_role_leads_to_the_way_out_of_its_field() -> None:
    pages: Pages = {("role", "nurse"): role(), ("pivot", "out"): pivot("nurse"), ("pivot", "other"): pivot("teacher")}
    [match] = near("role", "nurse", pages)
    assert (match.href, match.why.partition(",")[0]) == ("/pivots/out", "A way out of this field")


def test_a_role_page_speaks_for_all_the_roles_it_covers() -> None:
    pages: Pages = {("role", "care"): role(covers=("doctor", "nurse")), ("pivot", "out"): pivot("nurse")}
    assert hrefs(near("role", "care", pages)) == ["/pivots/out"]
    assert hrefs(near("pivot", "out", pages)) == ["/roles/care"]


def test_roles_of_a_field_are_neighbors() -> None:
    pages: Pages = {("role", slug): role() for slug in ("nurse", "doctor", "teacher")}
    [match] = near("role", "nurse", pages)
    assert (match.slug, match.why) == ("doctor", "The same field, seen from the next desk.")


def test_roles_that_lead_to_the_same_work_name_two_of_it() -> None:
    pages: Pages = {
        ("role", "nurse"): role("a-desk", "b-desk", "c-desk"),
        ("role", "teacher"): role("c-desk", "b-desk", "a-desk"),
    }
    [match] = near("role", "nurse", pages)
    assert match.why == "Leads to some of the same work: a desk and b desk."


@pytest.mark.parametrize("shared", [0, 2])
def test_too_little_in_common_is_no_reason(shared: int) -> None:
    ways = ("a", "b", "c")[:shared]
    assert near("role", "nurse", {("role", "nurse"): role(*ways), ("role", "teacher"): role(*ways)}) == []


def test_no_page_of_the_library_leads_to_itself_or_to_more_than_two_of_a_kind() -> None:
    offenders = []
    for place in LIBRARY:
        matches = near(*place, LIBRARY)
        kinds = Counter(match.kind for match in matches)
        if place in [(match.kind, match.slug) for match in matches] or max(kinds.values(), default=0) > MAX_PER_KIND:
            offenders.append(place)
    assert offenders == []


def test_every_page_of_the_library_but_cards_and_our_own_leads_to_two_others() -> None:
    articles = [place for place in LIBRARY if KINDS[place[0]].is_article]
    assert [place for place in articles if len(near(*place, LIBRARY)) < 2] == []
