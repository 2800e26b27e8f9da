"""What stands in the booklet: every word and figure ready to be set, as JSON. Nothing in it is ever read as markup."""
