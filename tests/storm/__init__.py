"""A storm: many people buy, change their minds and dispute at once, while the network loses, doubles and delays, Stripe
answers with errors, and its processes are killed. Afterwards every dollar must be where it belongs.

    python -m tests.storm --purchases 1000 --db sqlite --seed 7        (about three minutes; also --db postgres)

`--kills` processes are ended with signal 9 on the way, and nobody new comes after `--minutes`. It ends with status 1 and
every violation in a sentence.

The seed decides what each person does and what goes wrong when; processes still race, so a run is not repeated exactly.
`test_storm.py` is a short one inside the suite.
"""
