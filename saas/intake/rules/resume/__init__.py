"""From the text of a resume to the lines that say what somebody did: found, ranked, never reworded.

Pure: text in, lines out. What is proposed is the person's to confirm; nothing here writes a word of its own.
"""
