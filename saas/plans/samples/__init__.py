"""Sample plans of invented people, public and for staff."""
