"""Whether the address of an account is really its owner's, and changing it.

An address is typed at sign-up, and may be mistyped: then it is somebody else's mailbox. So it is confirmed by a link, which
the owner opens while signed in; only whoever has both the account and the mailbox can. Several accounts may be made with
one address, because a sign-up must not tell that it is taken; one of them at most has confirmed it. Paying, answering and reading the
plan need no confirmation. Letters that speak of money wait for it (`letters.queue_customer_letter`), and the letter about a
plan holds nothing of the plan before.

A new address is confirmed in the same way before it takes the place of the old one, which is told at once. The password is
asked for, and not a link in the old mailbox: many people change the address because that mailbox was their employer's.
"""
