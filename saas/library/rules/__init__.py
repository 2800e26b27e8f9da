"""What makes a piece fit to publish, and what it has to do with other pieces. Pure."""
