"""What people see: `/start` without an account, `/intake` after paying, and the resume pages below it."""
