"""The storm, a load test with faults: many people buy, ask for refunds and dispute at once, while webhooks are lost,
repeated and delayed, Stripe answers with errors, and processes are killed. Afterwards every dollar must be where it
belongs (`invariants`).

    python -m tests.storm --purchases 1000 --db sqlite --seed 7        (about three minutes; also --db postgres)

`--kills` processes are ended with signal 9 on the way, and nobody new comes after `--minutes`. It ends with status 1 and
every violation in a sentence.

The seed decides what each person does and what goes wrong when; processes still race, so a run is not repeated exactly.
`test_storm.py` is a short one inside the suite.
"""
