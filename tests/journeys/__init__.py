"""Journeys: a real browser against the processes that `./run` starts."""
