"""The secret address of an account's calendar: created and revoked. The calendar itself is `plans.exports.feeds`."""
