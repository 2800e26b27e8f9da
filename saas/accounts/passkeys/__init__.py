"""Passkeys: keys on people's devices that sign in without a password (W3C Web Authentication, level 2).

A passkey asks for the fingerprint, face or PIN of its device, so it is two factors in one: it signs in alone, stands in for
the second factor, and shows that it is still the same person. `rules` makes and checks what goes to and comes from the
browser, with the `webauthn` package; `challenges` keeps the challenge in the browser's cookie; each is taken once.
"""
