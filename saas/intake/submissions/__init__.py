"""Submissions: the answers in use, frozen at the moment they were sent in."""
