"""What follows from the tables by rule alone: whose name a text is, and what we judge about a move."""
