"""A person in danger: what is typed is looked at once for each request, and the next page is a card with 988 on it.

- **Nothing depends on the list of phrases.** The line with 988 (`components/line_988.html`) stands under every field for
  sentences and on every search, low-day and signed-in page, whatever is typed there.
- **One place.** `hooks.py` looks at every text of every request of customers and visitors: forms, JSON bodies, query strings.
  A view cannot forget it. What a request does not carry as text, such as the words of an uploaded file, is handed to
  `notice_text` by whoever reads it. `tests/house/test_danger.py` walks all routes.
- **At once.** The card is not an answer to accept or refuse, changes no plan and is the reason of nothing. A page that answers
  the request itself shows it; otherwise a cookie says so until a page was shown, because the words may have come from
  a form that saves while somebody types. Pages kept in memory step aside for that cookie (`web/page_cache.py`), and a small
  script shows the card where the browser kept a page by itself, or was faster than the request that saved.
- **No advice beside it.** A page asked for by GET gives way to the card, which links to where it was asked. A page that
  answers a POST holds what was typed, so it stays below the card, closed until its link is followed.
- **Nobody is told.** No text is stored, no row, no log line, no counter. The cookie says nothing but that the card is next; it
  ends when the card was shown, or after some hours.

`detection` is pure: phrases and their meaning are data, `facts/data/danger_phrases.toml`. The words of the card are data too,
`facts/data/crisis_card.toml`. Both wait for a clinician's review.
"""
