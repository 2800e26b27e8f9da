"""Plans that are shown and not saved: a visitor’s preview before paying, and a draft inside the staff editor."""
