"""Home, pricing, the sitemap and robots.txt. The same for everybody, so the pages are kept in memory.

The plan excerpt on the home page is composed for a sample person from the published library, never written by hand.
"""
