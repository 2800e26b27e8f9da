"""Kinds that are read: situations, scripts, guides and their hubs, glossary terms, states, questions, the site's pages."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from saas.library.kinds.fields import (
    LINK,
    NOT_ON_PAGE,
    NOT_RENDERED,
    TO_COPY,
    Content,
    Editor,
    LinkedProse,
    Name,
    Phrase,
    Prose,
    RefersTo,
)
from saas.library.kinds.parts import AnsweredQuestion, Article, Body, Page, QuestionSection, Slug, Sources, Stage

Channel = Literal["email", "message", "phone", "in person", "form"]


class SituationAct(Content):
    """One of the five things to do in the next hours. `minutes` is an honest guess."""

    title: str
    text: LinkedProse
    minutes: Annotated[int, Field(ge=2, le=120)]


class SituationPage(Article):
    """An exact moment. `moment` names it in the second person; `can_wait` says what not to do today."""

    stage: Stage
    moment: Prose
    acts: Annotated[tuple[SituationAct, ...], Field(min_length=5, max_length=5)]
    can_wait: Annotated[LinkedProse, Editor("What can wait")]


class ScriptSlot(Content):
    """A blank the reader fills on the page. `example` stands there until they do."""

    name: Annotated[Name, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
    label: str
    example: Annotated[str, NOT_ON_PAGE, TO_COPY]


class ScriptVariation(Content):
    """The same words for another case. `when` says which case."""

    name: Name
    when: Phrase
    words: Annotated[Prose, TO_COPY]


class ScriptPage(Article):
    """Words to say or send, with `{{slot:name}}` where the reader's own go. `timing` is when, `why` is why it works."""

    stage: Stage
    channel: Channel
    timing: Prose
    slots: Annotated[tuple[ScriptSlot, ...], Field(min_length=1)]
    subject: Annotated[Phrase, TO_COPY] = ""
    words: Annotated[Prose, TO_COPY]
    why: LinkedProse
    variations: Annotated[tuple[ScriptVariation, ...], Field(min_length=3)]


class GuidePage(Article):
    """A guide on a hub. `lead` is the short answer, shown on the hub as well; headings are questions."""

    stage: Stage
    sections: Annotated[tuple[QuestionSection, ...], Field(min_length=4)]


class HubPage(Article):
    """A hub, named by its stage. Its guides, situations and scripts are found by their `stage`; `guides` is the order in
    which the guides are read, those not named come last."""

    body: Body
    guides: tuple[Annotated[Slug, RefersTo("guide")], ...] = ()


class GlossaryTerm(Page):
    """A glossary card of five lines. `matches` are the words linked to it on first use; empty means the title."""

    matches: Annotated[tuple[Name, ...], NOT_RENDERED, Editor("Words linked to it, one a line")] = ()
    stage: Stage
    meaning: Annotated[Prose, Editor("Means")]
    matters: Prose
    works: Prose
    watch: Prose
    act: Annotated[Prose, Editor("Do")]
    see: Annotated[Name, LINK] = ""
    sources: Sources = ()


class StatePage(Article):
    """A state, named by its two letters in lower case. Figures of its benefit come from `facts`."""

    sections: Annotated[tuple[QuestionSection, ...], Field(min_length=3)]


class FaqPage(Page):
    """Questions of one stage, answered."""

    stage: Stage | Literal["this-plan"]
    questions: Annotated[tuple[AnsweredQuestion, ...], Field(min_length=5)]
    sources: Sources = ()


class SitePage(Page):
    body: Body
