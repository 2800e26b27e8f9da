"""`/admin/letters`: letters and jobs that were given up, and the buttons to send or run them again."""
