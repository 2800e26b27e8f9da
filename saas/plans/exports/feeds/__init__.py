"""The pages of an account's private calendar address, and the calendar that it opens."""
