"""Facts: what is true outside of this program, each with where it was read and when it was last checked.

Pay, growth and openings of occupations; where somebody could go from each; what people call their work; unemployment
insurance by state; the legal rules that run against a clock after a layoff. Our own judgments are data too, and are marked
as ours. An origin is the work somebody leaves, a destination the work they could go to. Fit is how close two kinds of work
are once what every job shares is taken away. A proxy is a stand-in that must be disclosed.

No figure without a source and a date, none that we made up, and no percentage where a rank is all we have. Everything is
read once and cannot be changed. Start at `loading.load_facts()`; facts import nothing but the kernel.
"""
