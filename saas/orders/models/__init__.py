"""The shop's tables. Orders, payments, refunds, disputes, seats and ledger belong to an account; Stripe's events, alerts,
sweeps and reconciliations are the house's own."""
