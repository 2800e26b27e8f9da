"""Who is staff: an invitation by letter, the roles it gives, and taking them away again.

No address is trusted because somebody registered it. `saas staff grant` sends a letter; whoever opens its link sets a new
password, which voids everything that opened the account before, and signs in with it.
"""
