"""Stripe's words for disputes, in plain ones. A word that is not here is shown as it comes."""

from __future__ import annotations

REASON_LABELS = {
    "bank_cannot_process": "The bank could not process the payment.",
    "check_returned": "A check was returned.",
    "credit_not_processed": "The customer says a refund was promised and did not arrive.",
    "customer_initiated": "The customer asked the bank for the money, and the bank does not say why.",
    "debit_not_authorized": "The customer says the debit was not authorized.",
    "duplicate": "The customer says the same thing was charged twice.",
    "fraudulent": "The cardholder says they did not make this payment.",
    "general": "The bank gives no particular reason.",
    "incorrect_account_details": "The account details were wrong.",
    "insufficient_funds": "The account did not hold enough.",
    "noncompliant": "The bank says a rule of the card network was broken.",
    "product_not_received": "The customer says they did not get what they paid for.",
    "product_unacceptable": "The customer says it was not as described, or did not work.",
    "subscription_canceled": "The customer says a subscription went on after it was canceled. Nothing here renews.",
    "unrecognized": "The cardholder does not recognize the name on the statement.",
}

STATUS_LABELS = {
    "needs_response": "Waits for our answer",
    "under_review": "The bank is reading our answer",
    "won": "Decided for us: the money came back",
    "lost": "Decided for the customer: the money is gone",
    "prevented": "Ended before it became a dispute",
    "warning_needs_response": "Inquiry: waits for our answer",
    "warning_under_review": "Inquiry: the bank is reading our answer",
    "warning_closed": "Inquiry closed, no money moved",
    "appeal_needs_response": "Appeal: waits for our answer",
    "appeal_under_review": "Appeal: the bank is reading our answer",
}

# What the bank reads first, by Stripe's name for the field.
FIELD_LABELS = {
    "product_description": "What was sold",
    "service_date": "When it was delivered",
    "customer_email_address": "The customer’s email address",
    "access_activity_log": "When and how it was used",
    "refund_policy_disclosure": "The refund terms, and where they were shown",
    "refund_refusal_explanation": "Why there was no refund",
    "uncategorized_text": "Everything else: order, payment, receipt",
}
