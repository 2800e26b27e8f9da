"""Search over everything published: FTS5 on SQLite, tsvector on PostgreSQL, behind `finding.find`.

The database finds and ranks; what a person mistyped is mended, and what was found is highlighted, from the library in
memory, so that both databases give the same page.
"""
