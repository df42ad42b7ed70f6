# What customers read. No number, name, sum or promise of money in any public- message.
# Public = opening (by cause, -a and -b) + what we need (ask-*) + by when.

late-a = We're sorry your delivery is running late.
late-b = That's a longer wait than anyone should have, and we're sorry.
silent-a = We're sorry the tracking has gone quiet. That's no way to wait for a parcel.
silent-b = No news about your parcel is frustrating, and we're sorry about that.
lost-a = We're really sorry your parcel seems to have gone missing.
lost-b = A parcel that can't be found is a horrible surprise. We're sorry.
not-received-a = We're sorry your parcel hasn't reached you.
not-received-b = You should have your parcel by now. We're sorry you don't.
damaged-a = We're so sorry it arrived in that state.
damaged-b = That's not how anything should arrive, and we're sorry.
wrong-or-missing-a = We're sorry what arrived isn't what you ordered.
wrong-or-missing-b = Opening a parcel and finding the wrong contents is maddening. We're sorry.
customs-a = We're sorry your parcel is held up at customs.
customs-b = Waiting on customs with no clear answer is hard. We're sorry about it.
duties-a = We understand an unexpected customs charge is unwelcome.
duties-b = Sorry about the confusion over the import charges.
address-a = We're sorry the delivery to your address went wrong.
address-b = Sorry your parcel didn't end up where it should have.
returns-refund-a = We're sorry this is taking so much effort on your side.
returns-refund-b = Sorry you're having to chase this. Let's find out where it stands.
claim-status-a = We know you're waiting to hear about your case. Sorry it isn't settled yet.
claim-status-b = Sorry you've had to ask again about your case.
service-a = We're sorry we let you down here. That isn't the service we want to give.
service-b = This isn't the experience you should have had, and we're sorry.
question-a = Thanks for your message, we'd like to help.
question-b = Thanks for getting in touch, we'll look at this with you.
praise-a = Thank you, that's lovely to hear! We'll pass it on to the people who carried it.
praise-b = You've made our day, thank you! We'll share this with the team.
praise-c = So glad it reached you well. Thanks for taking the time to tell us.

ask-number-a = Please send us a DM with your tracking or order number and we'll find out where things stand.
ask-number-b = Could you message us privately with the tracking or order number? We'll check it right away.
ask-details-a = Please send us a DM with a few details and we'll get you a proper answer.
ask-details-b = Could you message us privately with the details? We'll look into it and answer you there.
ask-photo-a = Please DM us your order number and a photo of what arrived, and we'll take it from there.
ask-photo-b = Could you message us privately with the order number and a photo or two? We'll look into it at once.
ask-case-a = Please DM us your case or order number so we can tell you exactly where it stands.
ask-case-b = Could you message us privately with the case or order number? We'll look at it ourselves.
ask-nothing-a = We have what we need to start looking. Send us a DM and we'll tell you there what we find.
ask-nothing-b = We're checking it now. Please message us privately so we can share the details safely.

answer-minutes = We answer within { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}.
answer-hours = We answer within { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}.

# Where messages are slow, and where the same words were said lately.
form-instead = You can also use our form: { $url }
reference = Ref. { $code }

# Private messages: number and dates may stand here.
private-hello = Thanks for writing. Here is what we know about parcel { $number }.
private-hello-unnumbered = Thanks for writing. Here is what we know about your parcel.
status-pending = The carrier has the label but not the parcel yet.
status-picked-up = The carrier has picked the parcel up.
status-in-transit = It is on its way.
status-customs = It is with customs.
status-out-for-delivery = It is out for delivery.
status-ready-for-pickup = It is waiting for you at the pick-up point.
status-delivery-failed = A delivery was attempted but did not succeed.
status-on-hold = It is on hold with the carrier.
status-delivered = The carrier recorded it as delivered.
status-returned = It is on its way back to the sender.
status-damaged = The carrier recorded damage.
status-lost = The carrier counts it as lost.
status-cancelled = The shipment was cancelled.
status-unknown = The carrier has no status for it that we can rely on.
last-scan = Last scan: { $date }.
no-scan = There is no scan yet.
eta = We expect it on { $likely }, at the latest by { $latest }.
eta-one = We expect it on { $likely }.
problem-late = It is later than promised, and we are following it up.
problem-silent = There has been no scan for { $days ->
    [one] { $days } day
   *[other] { $days } days
}, so we are asking the carrier to look for it.
problem-lost = After this much silence we treat it as lost. You can open a claim now.
problem-customs = If customs need a paper from you, we will say exactly which.
problem-damaged = Please keep the packaging and take photos, then open a claim.
problem-returned = Tell us if the address should be corrected before it is sent again.
delivered-not-received = If you don't have it, tell us: we will ask for proof of delivery.
need-number = To find your parcel we need one thing: the tracking number or the order number. It is in the dispatch e-mail.
need-number-misread = The number { $number } doesn't pass its own check, so one character is probably off. Please look again and send it once more.
need-carrier = We read the number { $number }. Which carrier does it belong to?
need-photo = To look into this we need the order number, a photo of the item and a photo of the packaging.
need-case = Please send your case or order number and we will tell you exactly where it stands.
need-question = Tell us a little more about your question, with the order number if you have one.
need-address = Please send the tracking number and the address as it should be.
need-charge = Please send the tracking number and a photo of the charge notice.
got-number = We have your number { $number } and are asking the carrier. You will hear from us here.
got-order = We have your order number { $number } and are looking at it. You will hear from us here.
footer = Reply STOP and we won't message you again.
footer-privacy = Reply STOP and we won't message you again. Privacy: { $url }

# Letters about a claim, by its state: no number, name or sum but the claim's own name.
mail-subject-claim = Your claim { $ref }
mail-subject-answer = Your message to { $brand }
update-lodged = we have it and are checking it now.
update-awaiting-evidence = we need one more thing from you before we can decide.
update-with-person = a person is looking at it now.
update-offered = we have made you an offer. It waits for your answer.
update-paid = the payment has arrived at your account.
update-payout-failed = the payment did not go through. Please name another account.
update-declined = we have decided, and the reasons are there for you to read. You can ask for another person to look again.
update-outside = an independent body is looking at it now.
update-closed = it is closed.
update-claim = About your claim { $ref }: { $news }
update-link = See it here: { $url }
update-no-link = Open it by the link you were given when you filed it.
join-done = Thank you. We now know that both accounts are yours, and will treat what you write from either as one conversation.

report-title = { $brand }: parcels, { $from } to { $to }
report-answered = People answered: { $count }
report-in-time = Within the time we promise: { $percent }%
report-decided = Claims decided: { $count }
report-hours = Half of them within { $hours } h
report-paid = Claims paid: { $count }
