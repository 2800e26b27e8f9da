"""What a person does with the steps of their plan: completion, notes, moves, snoozes, drops, replacements, newer text."""
