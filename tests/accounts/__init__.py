"""People: signing up, in and out, passwords, links, staff."""
