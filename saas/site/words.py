"""What the price covers, and what people ask before they pay."""

from __future__ import annotations

INCLUDED = (
    "A plan of dated steps, each with its reason and the answer behind it",
    "Your deadlines, with the formula and the official source of each",
    "How long the money lasts, and the offer you can afford to refuse",
    "Where your work is already paid for, ranked against your own pay",
    "Your work put into the words of the places you might go",
    "Every answer changeable later",
)

QUESTIONS = (
    (
        "Is it a subscription?",
        "No. You pay once. Nothing renews, and there is nothing to cancel.",
    ),
    (
        "Can I have the money back?",
        "Yes, the full amount within 30 days, for any reason or none. The [refund terms](/refunds) are one short page.",
    ),
    (
        "Does my employer learn about it?",
        "No. We tell nobody that you are here.",
    ),
    (
        "Is the plan written by a machine that makes things up?",
        "No. It is put together by rules from your answers, our own pages and public data. The same answers give the "
        "same plan, and every line says which answer put it there. [What AI does here](/ai) says the rest.",
    ),
    (
        "Do I have to answer everything?",
        "No. Questions about money and health can be skipped, and each says what skipping it changes.",
    ),
)
