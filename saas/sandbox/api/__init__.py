"""The API under `/v1/`: one doorway for every request, one file per resource behind it."""
