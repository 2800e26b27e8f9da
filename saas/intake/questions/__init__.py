"""The questionnaire: its questions, who is asked which, and how an answer reads in a sentence."""
