"""What is known about orders and their money. Reads only; in an owned session every answer is about that account alone."""
