"""Orders, attempts to pay them and payments; the offer; receipts; who has access."""
