"""The verbs of plans, each one transaction: compose and keep one, settle a proposal, and work on the steps."""
