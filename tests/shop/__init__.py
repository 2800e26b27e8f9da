"""Money: the rules, the verbs and the pages of the shop."""
