"""Answers: from a form or from JSON, kept on a visitor's start sheet or in an account."""
