"""The page that a buyer pays on, apart from the API as it is at Stripe."""
