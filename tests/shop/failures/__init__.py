"""The failures F1 to F34 that a shop on Stripe meets, each by its number, against the local Stripe over real HTTP."""
