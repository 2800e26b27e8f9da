"""CareerCanopy: a plan for the months after a layoff, built from what a person tells us.

A stranger reads `library`, answers `intake`, sees a part of the plan, signs up (`accounts`), pays (`shop`), answers
the rest, and `plans` composes a plan that `dashboard` opens every day. `facts` are what is true outside, each with a
source. `staff` is the /admin doorway, `sandbox` a local Stripe for development, `kernel` and `web` the ground.

Inside a feature: rules (pure) · models · queries (read) · actions (one transaction each) · views. Between
features: app › staff | dashboard | site › plans › planner › intake › library | shop › accounts › web › facts › kernel.
"""
