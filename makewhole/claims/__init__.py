"""Claims: money asked of us, from the first word to the last payment.

`claim` says which step may follow which, `facts` what is known, `terms` what the seller promised,
`evidence` what is still needed, `suspicion` what makes us look twice, `settlement` what is offered,
`grade` how fast and by whom, `recovery` what we then ask of the carrier.
"""
