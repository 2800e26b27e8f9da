"""`/admin/letters`: letters and jobs that were given up, each with the button that sends it on its way again."""
