"""The page a buyer pays on, kept apart from the API as Stripe keeps it."""
