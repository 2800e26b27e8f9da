"""The launch library as files: reviewed like code, published as revision 1 by `saas seed`.

One folder a kind, one file a piece, named by its slug; steps/*.toml hold many `[[step]]` each. Files are kept in the one
form that `saas library export` writes; `saas library format` brings them there.
"""
