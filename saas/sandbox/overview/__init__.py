"""The sandbox's front page: what happened here, and a button to send an event again."""
