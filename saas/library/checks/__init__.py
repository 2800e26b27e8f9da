"""What makes a text fit to publish: its words, numbers, links, conditions and what it shares with other pages. Pure."""
