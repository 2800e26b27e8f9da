"""A person's own data: everything in one file, and everything deleted at once.

Stands above the features it reads, because what is kept about somebody is kept in all of them. Orders and payments
outlive a deletion, as accounting rules require, without the address they were made with.
"""
