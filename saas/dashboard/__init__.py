"""The account's home: today's few acts, the next date, the runway. Reads only, and as few statements as it can."""
