"""A plan composed from changed answers that waits beside the current one: what would change, accept, decline."""
