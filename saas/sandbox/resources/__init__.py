"""One file for each of Stripe's resources: how an object is built, what can happen to it, and its endpoints.

Endpoint functions take (sandbox, params) and, where the path has one, an id.
"""
