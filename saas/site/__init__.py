"""The front door: home and pricing. Reads only, and the same for everybody, so its pages are kept in memory.

The plan excerpt on the home page is composed for a sample person from the published library, never written by hand.
"""
