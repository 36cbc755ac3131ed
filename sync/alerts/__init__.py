"""Alerts: their lifecycle and digests (pure), mails, and the outbox that delivers them."""
