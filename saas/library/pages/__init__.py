"""The public library: its pages, search, feed and social images."""
