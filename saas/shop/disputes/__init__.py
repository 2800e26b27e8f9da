"""Disputes: the buyer's bank takes the money back and decides. Rows only follow what Stripe reports (`stripe.sync`); staff
answer through `stripe.disputes`, on pages of `saas.staff.disputes`.

Access is suspended while a bank decides, and ends when a dispute is lost. No refund is sent meanwhile, because the buyer
would get the money twice. An inquiry (`warning_…`) only asks and changes nothing.
"""
