"""Webhooks: events are queued for endpoints, signed and sent, and go wrong on request."""
