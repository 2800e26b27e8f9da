"""What Flask-Security says, in our words: each message is a sentence and its kind, "error" or "info"."""

from __future__ import annotations

WRONG_CREDENTIALS = "That email and password do not go together."
TOO_SHORT = "Use at least 10 characters."
TOO_LONG = "Use at most 256 characters."
TOO_COMMON = (
    "This one is on the lists that attackers try first. Four unrelated words are easy to keep and hard to guess."
)
TOO_SIMPLE = "This one is easy to guess, or close to your address or our name. Four unrelated words are easy to keep and hard to guess."
SESSION_ENDED = (
    "You were signed out on this device: it was a while ago, or it was ended from another device, or by us. "
    "Sign in once more. What you saved is still there."
)
NO_EMAIL = "Enter your email address."
NO_ADDRESS = "Enter an email address such as name@example.com."
CLOSED = "This account is closed."
MESSAGES = {
    "SECURITY_MSG_INVALID_PASSWORD": (WRONG_CREDENTIALS, "error"),
    "SECURITY_MSG_USER_DOES_NOT_EXIST": (WRONG_CREDENTIALS, "error"),
    "SECURITY_MSG_GENERIC_AUTHN_FAILED": (WRONG_CREDENTIALS, "error"),
    "SECURITY_MSG_EMAIL_NOT_PROVIDED": (NO_EMAIL, "error"),
    "SECURITY_MSG_PASSWORD_NOT_PROVIDED": ("Enter a password.", "error"),
    "SECURITY_MSG_INVALID_EMAIL_ADDRESS": (NO_ADDRESS, "error"),
    "SECURITY_MSG_PASSWORD_INVALID_LENGTH": ("Use at least %(length)s characters.", "error"),
    "SECURITY_MSG_PASSWORD_RESET": ("Your password is changed. Sign in with the new one.", "info"),
    "SECURITY_MSG_PASSWORD_RESET_NO_LOGIN": ("Your password is changed. Sign in with the new one.", "info"),
    "SECURITY_MSG_PASSWORD_CHANGE": (
        "Your password is changed. Other devices are asked for the new one, and the address of your calendar has ended.",
        "info",
    ),
    "SECURITY_MSG_INVALID_RESET_PASSWORD_TOKEN": (
        "This link was used or is incomplete. Ask for a new one below.",
        "error",
    ),
    "SECURITY_MSG_PASSWORD_RESET_EXPIRED": (
        "This link no longer works: it is too old. Ask for a new one below.",
        "error",
    ),
    "SECURITY_MSG_RETYPE_PASSWORD_MISMATCH": ("The two passwords are not the same.", "error"),
    "SECURITY_MSG_PASSWORD_IS_THE_SAME": ("That is the password you have now. Choose another.", "error"),
    "SECURITY_MSG_DISABLED_ACCOUNT": (CLOSED, "error"),
    "SECURITY_MSG_REAUTHENTICATION_REQUIRED": ("Type your password once more to go on.", "info"),
    "SECURITY_MSG_REAUTHENTICATION_SUCCESSFUL": ("That is you. For 15 minutes you are not asked again.", "info"),
    "SECURITY_MSG_INVALID_REDIRECT": ("That address is not one of ours, so you were not sent there.", "error"),
    "SECURITY_MSG_UNAUTHENTICATED": ("Sign in to see that page.", "info"),
    "SECURITY_MSG_LOGIN": ("Sign in to see that page.", "info"),
}
