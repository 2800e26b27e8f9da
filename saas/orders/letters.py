"""The words of the shop's letters. Braces are filled in by `mail`."""

from __future__ import annotations

from saas.orders.rules.offer import OFFER, Kind

RECEIPT = """\
You paid {amount} for the {name}. It is paid once; nothing renews.

Order {order}, {day}.{price}

{next}

CareerCanopy
"""

# What comes next, and until when the money can go back.
NEXT = {
    Kind.SELF: f"""\
Next: answer the rest of the questions and your plan is built from them. You can stop at any question and come back.

You can have the money back within {OFFER.refund_days} days, for any reason or none. The button for it is on your order's page.""",
    Kind.GIFT: """\
Next: the link to the gift goes out by itself, to the address you gave or to you. It works once, and does not run out.

Until somebody takes the gift you can have the money back, for any reason or none. The button for it is on your order's
page.""",
    Kind.SEATS: f"""\
Next: your order's page makes a link for each seat. Each works once. You see how many were used, and never by whom or what
anybody writes.

Within {OFFER.refund_days} days you can have the money back for every seat that nobody has claimed, for any reason or none. The button
for it is on your order's page.""",
}

REQUEST = """\
We have your request to send {amount} back for order {order}. A person decides, usually within two business days, and you
get a letter either way. Until then nothing is lost: a plan that is open stays open, and links that nobody has used rest.

If you have changed your mind, your order's page takes the request back.

CareerCanopy
"""

DECLINED = """\
We are not sending {amount} back for order {order}. The reason:

{answer}

Nothing has changed on your account. If this is wrong, answer this letter and say what we missed; a person reads it.

CareerCanopy
"""

APPROVED = "Your request is approved. "

REFUND = """\
{asked}{amount} for order {order} is on its way back to the card or account you paid with. Your bank usually shows it 5 to
10 business days later.

{access}

CareerCanopy
"""

# What becomes of what was bought, once all of its money has gone back.
WHOLE = {
    Kind.SELF: """\
With this, all of it has gone back, so access to the plan has ended. Your answers and your plan stay in your account until
{day}: Settings gives you everything in one file, or deletes it at once. On that day we delete it.""",
    Kind.GIFT: "With this, all of it has gone back, so the gift has ended and its link opens nothing any more.",
    Kind.SEATS: "With this, all of it has gone back, so every plan of this order has ended and its links open nothing any more.",
}

PART = "The rest of the order stays as it was, and what you have open stays open."

REFUND_FAILED = """\
The refund of {amount} for order {order} did not reach you: your bank sent it back to us, which happens when a card or an
account is closed.

The money is here and it is yours. Answer this letter and say how we can send it; a person takes care of it.

CareerCanopy
"""

DISPUTED = """\
Your bank has told us that the payment of {amount} for order {order} is disputed, and has taken the money back while it
decides. {meanwhile}

If you did not mean to dispute it, tell your bank, and answer this letter: the name on the statement is CareerCanopy. If
you wanted the money back, there is nothing more to do; the bank decides, which can take two to three months.

CareerCanopy
"""

DISPUTE_WON = """\
Your bank has decided about the payment of {amount} for order {order}: it stands. {open}

CareerCanopy
"""

DISPUTE_LOST = """\
Your bank has decided about the payment of {amount} for order {order}: the money goes back to you. {over}

CareerCanopy
"""

# While a bank decides, and afterwards.
MEANWHILE = {
    Kind.SELF: "Until then your plan is closed. Nothing you wrote is lost.",
    Kind.GIFT: "Until then a link that was not used rests. If the gift was taken, its plan stays open.",
    Kind.SEATS: "Until then links that were not used rest. Plans that were opened with one stay open.",
}
OPEN_AGAIN = {
    Kind.SELF: "Your plan is open again, as you left it.",
    Kind.GIFT: "The gift is as it was before.",
    Kind.SEATS: "The seats are as they were before.",
}
OVER = {
    Kind.SELF: """\
Access to the plan has ended. Your answers and your plan stay in your account until {day}: Settings gives you everything in
one file, or deletes it at once. On that day we delete it.""",
    Kind.GIFT: "The gift has ended, and its link opens nothing any more.",
    Kind.SEATS: "Every plan of this order has ended, and its links open nothing any more.",
}

CLAIM_ENDED = """\
The plan that was given to you has ended, because its money went back to whoever had paid. That says nothing about you, and
nobody there saw what you wrote.

Your answers and your plan stay in your account until {day}: Settings gives you everything in one file, or deletes it at
once. On that day we delete it. If you want to go on, you can buy a plan in the same account before then, and everything
is as you left it.

CareerCanopy
"""

GIFT = """\
{giver} paid for a CareerCanopy plan for you. It is for the months after a layoff, or before leaving a field: you answer
questions, and get steps, dates and figures built from your own answers.
{words}
Open it here: {link}

The link works once. What you write is yours alone; {giver} sees only that the gift was used. There is no date by which
you must decide.

CareerCanopy
"""

GIFT_FOR_GIVER = """\
This is the link to the gift of order {order}. It works once, so keep it for the person it is for:

{link}

You will see when it was used, and nothing of what is written there. Until then you can have the money back.

CareerCanopy
"""

SEAT = """\
A CareerCanopy plan was paid for you. It is for the months after a layoff: you answer questions, and get steps, dates and
figures built from your own answers.

Open it here: {link}

The link works once. What you write is yours alone: whoever paid sees how many plans were used, never by whom, and nothing
of what is in them.

CareerCanopy
"""
