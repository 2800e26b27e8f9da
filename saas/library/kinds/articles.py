"""Kinds that are read: situations, scripts, guides and their hubs, glossary terms, states, questions, the site's pages."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from saas.library.kinds.parts import Article, Content, Page, QuestionAnswered, Section, Slug, SourceNote, Stage

Channel = Literal["email", "message", "phone", "in person", "form"]


class Act(Content):
    """One of the five things to do in the next hours. `minutes` is an honest guess."""

    title: str
    text: str
    minutes: int = Field(ge=2, le=120)


class SituationPage(Article):
    """An exact moment. `moment` names it in the second person; `can_wait` says what not to do today."""

    stage: Stage
    moment: str
    acts: tuple[Act, ...] = Field(min_length=5, max_length=5)
    can_wait: str


class Slot(Content):
    """A blank the reader fills on the page. `example` stands there until they do."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)
    label: str
    example: str


class Variation(Content):
    """The same words for another case. `when` says which case."""

    name: str
    when: str
    words: str


class ScriptPage(Article):
    """Words to say or send, with `{{slot:name}}` where the reader's own go. `timing` is when, `why` is why it works."""

    stage: Stage
    channel: Channel
    timing: str
    slots: tuple[Slot, ...] = Field(min_length=1)
    subject: str = ""
    words: str
    why: str
    variations: tuple[Variation, ...] = Field(min_length=3)


class GuidePage(Article):
    """A guide on a hub. `lead` is the short answer, shown on the hub as well; headings are questions."""

    stage: Stage
    sections: tuple[Section, ...] = Field(min_length=4)


class HubPage(Article):
    """A hub, named by its stage. Its guides, situations and scripts are found by their `stage`; `guides` is the order in
    which the guides are read, those not named come last."""

    body: str
    guides: tuple[Slug, ...] = ()


class TermCard(Page):
    """A glossary card of five lines. `matches` are the words linked to it on first use; empty means the title."""

    matches: tuple[str, ...] = ()
    stage: Stage
    meaning: str
    matters: str
    works: str
    watch: str
    act: str
    see: str = ""
    sources: tuple[SourceNote, ...] = ()


class StatePage(Article):
    """A state, named by its two letters in lower case. Figures of its benefit come from `facts`."""

    sections: tuple[Section, ...] = Field(min_length=3)


class FaqPage(Page):
    """Questions of one stage, answered."""

    stage: Stage | Literal["this-plan"]
    questions: tuple[QuestionAnswered, ...] = Field(min_length=5)
    sources: tuple[SourceNote, ...] = ()


class SitePage(Page):
    body: str
