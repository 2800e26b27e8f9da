"""Tools: one package each. The free ones need no account and keep nothing."""
