"""Links that sign somebody in once: asked for at `/sign-in/link` and sent to the address, or printed by a command.

Asking takes the same work for every address, because nobody is looked up then: the letter is queued by the address that
was typed, and the worker finds whose it is. A link that came by letter proves the mailbox; a printed one does not.
"""
