"""Reading plans: one whole, its newer texts, what would change, and those that went before. Rows, not entities."""
