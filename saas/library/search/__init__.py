"""Search over everything published: FTS5 on SQLite, tsvector on PostgreSQL, behind `queries.search_library`.

The database finds and ranks; spelling is corrected and results are highlighted from the library in memory, so that both
databases give the same page.
"""
