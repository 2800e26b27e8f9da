"""From a resume to the lines that say what somebody did: found, ranked, never reworded.

What is proposed is the person's to confirm; nothing here writes a word of its own, and the file is not stored.
"""
