"""The rules of asking: pure, but for the questionnaire that this process holds."""
