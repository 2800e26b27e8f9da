"""Steps: which ones a plan holds, when each is due, and in which phase and order they stand."""
