"""Pages that show several nouns at once: the checkout, a buyer's orders, the staff's orders; and how much waits for staff."""
