"""Who is staff, on pages for the owner."""
