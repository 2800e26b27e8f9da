"""The registry of kinds: one `KindSpec` says everything about a kind but what its content is.

Adding a kind: a content class, its `KindSpec` here, a template for its pages, and a seed folder if it has seed files.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from saas.library.kinds.articles import (
    FaqPage,
    GlossaryTerm,
    GuidePage,
    HubPage,
    ScriptPage,
    SitePage,
    SituationPage,
    StatePage,
)
from saas.library.kinds.fields import Content
from saas.library.kinds.pivots import PivotPage
from saas.library.kinds.questions import QuestionContent
from saas.library.kinds.roles import RolePage
from saas.library.kinds.steps import StepContent

# A key of KINDS.
Kind: TypeAlias = str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """The page that lists a kind. `name` stands in breadcrumbs, `title` on its social image. The template gets every page
    of the kind as `cards`, and `groups` of them by stage; without one, the list has a view of its own in `pages.views`."""

    href: str
    name: str
    title: str
    template: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindSpec:
    """How a kind is treated.

    `label` names one piece, in search results, on cards and in the editor. `words` are the least and the most that a reader
    reads of one. `search_rank` decides between two pages that answer a search alike. A kind without `url_prefix` has no
    pages; with a `#` in it, its pieces are cards of the index page, and without a `template`, they have no page of their own.
    """

    kind: Kind
    content: type[Content]
    label: str
    words: tuple[int, int]
    seed_folder: str
    url_prefix: str = ""
    template: str = ""
    index: IndexPage | None = None
    search_rank: float = 0.0
    # Slugs that the program itself leads to, and the only ones that have an address.
    fixed_slugs: tuple[str, ...] = ()
    # In the feed, and described as an article to search engines.
    is_article: bool = False
    # Their text links to the glossary.
    links_glossary: bool = True
    # Plans are composed from them, so the editor previews them in one.
    is_in_plans: bool = False

    @property
    def has_page(self) -> bool:
        return bool(self.url_prefix)

    @property
    def is_card(self) -> bool:
        """Found on the index page by its anchor."""
        return "#" in self.url_prefix


GUIDES = IndexPage(href="/guides", name="Guides", title="One question each, the short answer first")
SPECS = (
    KindSpec(
        kind="role",
        content=RolePage,
        label="Role",
        words=(900, 1600),  # with the translation table and the sectors
        seed_folder="roles",
        url_prefix="/roles/",
        template="library/role.html",
        index=IndexPage(href="/roles", name="Roles", title="Find the work you are leaving"),
        search_rank=0.6,
        is_article=True,
        is_in_plans=True,
    ),
    KindSpec(
        kind="pivot",
        content=PivotPage,
        label="Pivot",
        words=(1400, 2800),  # the deepest, out of clinical work, compares eight destinations in full
        seed_folder="pivots",
        url_prefix="/pivots/",
        template="library/pivot.html",
        index=IndexPage(
            href="/pivots",
            name="Pivots",
            title="Leaving a field, decided in the right order",
            template="library/pivots.html",
        ),
        search_rank=0.6,
        is_article=True,
        is_in_plans=True,
    ),
    KindSpec(
        kind="situation",
        content=SituationPage,
        label="Right now",
        words=(260, 650),
        seed_folder="situations",
        url_prefix="/situations/",
        template="library/situation.html",
        index=IndexPage(
            href="/situations",
            name="Right now",
            title="The exact moment you are in, and five things to do",
            template="library/situations.html",
        ),
        search_rank=0.4,
        is_article=True,
    ),
    KindSpec(
        kind="script",
        content=ScriptPage,
        label="Words to use",
        words=(250, 900),
        seed_folder="scripts",
        url_prefix="/scripts/",
        template="library/script.html",
        index=IndexPage(
            href="/scripts",
            name="Words to use",
            title="What to say and send, with blanks to fill",
            template="library/scripts.html",
        ),
        search_rank=0.4,
        is_article=True,
    ),
    KindSpec(
        kind="guide",
        content=GuidePage,
        label="Guide",
        words=(700, 1300),
        seed_folder="guides",
        url_prefix="/guides/",
        template="library/guide.html",
        index=GUIDES,
        search_rank=0.8,
        is_article=True,
    ),
    KindSpec(
        kind="hub",
        content=HubPage,
        label="Topic",
        words=(120, 400),
        seed_folder="hubs",
        url_prefix="/guides/topics/",
        template="library/hub.html",
        index=GUIDES,
        is_article=True,
        links_glossary=False,
    ),
    KindSpec(
        kind="term",
        content=GlossaryTerm,
        label="Glossary",
        words=(70, 190),
        seed_folder="terms",
        url_prefix="/glossary#",
        index=IndexPage(href="/glossary", name="Glossary", title="The words on the papers, in five lines each"),
        search_rank=0.3,
    ),
    KindSpec(
        kind="state",
        content=StatePage,
        label="State",
        words=(230, 550),
        seed_folder="states",
        url_prefix="/states/",
        template="library/state.html",
        index=IndexPage(href="/states", name="States", title="Unemployment insurance, state by state"),
        search_rank=0.4,
        is_article=True,
    ),
    KindSpec(
        kind="faq",
        content=FaqPage,
        label="Question",
        words=(300, 1600),
        seed_folder="faq",
        url_prefix="/faq#",
        index=IndexPage(href="/faq", name="Questions", title="Questions by stage, answered"),
        search_rank=0.1,
    ),
    KindSpec(
        kind="page",
        content=SitePage,
        label="About us",
        words=(120, 1800),
        seed_folder="pages",
        url_prefix="/",
        template="library/page.html",
        fixed_slugs=("refunds", "privacy", "terms", "ai", "about"),
    ),
    KindSpec(
        kind="step",
        content=StepContent,
        label="Step",
        words=(12, 90),
        seed_folder="steps",
        is_in_plans=True,
    ),
    KindSpec(
        kind="question",
        content=QuestionContent,
        label="Intake question",
        words=(12, 240),  # with every option and what it says
        seed_folder="questions",
    ),
)
KINDS: dict[Kind, KindSpec] = {spec.kind: spec for spec in SPECS}


def page_href(kind: Kind, slug: str) -> str:
    """The address of a published piece; empty for a kind without pages."""
    prefix = KINDS[kind].url_prefix
    return prefix + slug if prefix else ""


def list_index_pages() -> list[IndexPage]:
    """Each once, in the order of the kinds."""
    return list(dict.fromkeys(spec.index for spec in KINDS.values() if spec.index))
