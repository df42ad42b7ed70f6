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
eta-one = We expect it on { $likely }.
problem-late = It is later than promised, and we are following it up.
problem-silent = There has been no scan for { $days ->
    [one] { $days } day
   *[other] { $days } days
}. We keep asking the carrier for news of it.
problem-lost = After this much silence we treat it as lost.
problem-damaged = Please keep the packaging and take photos, then open a claim.
problem-returned = Tell us if the address should be corrected before it is sent again.
delivered-not-received = If you don't have it, tell us: we will ask for proof of delivery.

# Where a parcel is: what its scans say, why it stopped, what comes next, what its customer can do.
last-scan-ago = Last scan: { $date } ({ $ago }).
scan-place = Where: { $place }.
has-sender = The sender still has it.
has-customs = Customs have it now.
has-carrier = { $carrier } has it.
why = Reason given: { $reason }.
why-address = the address is wrong, incomplete or was not found
why-absent = nobody could take it, or the door could not be reached
why-refused = it was not accepted
why-identity = an identity check was not possible
why-asked = another day or place was asked for
why-not-collected = it was not fetched in time
why-unpaid = what is due on delivery was not paid
why-damage = damage on the way
why-loss = the carrier cannot find it
why-missort = it was sorted to the wrong place
why-carrier = a delay at the carrier
why-weather = the weather
why-disaster = a disaster or an order of the authorities
why-strike = a strike
why-holiday = a public holiday
why-sender = something on the sender's side is missing or wrong
why-called-back = the sender called it back
why-unsaid = the carrier does not say
silence-usual = Up to { $days ->
    [one] { $days } day
   *[other] { $days } days
} without a scan is normal on this route.
problem-conflict = What we are told about this number does not fit together, so we are checking which part is right.
problem-fee-due = Something has to be paid before it goes on.
problem-unreadable = We could not read everything the carrier told us, so we are checking it.
disrupted = Since { $day } many parcels on this route have been slower than usual, and yours is one of them. We are watching it.
next-pickup = Next, the carrier picks it up.
next-customs = Next it usually goes through customs ({ $country }).
next-delivery = Next it usually goes to the depot near you and from there out for delivery.
next-release = Once customs release it, it usually goes on to delivery.
next-attempt = Usually the carrier tries again or takes it to a pick-up point.
eta-range = We expect it between { $earliest } and { $latest }, most likely on { $likely }.
eta-sure-high = We are fairly sure of this ({ $percent }).
eta-sure-fair = This is likely, but not certain ({ $percent }).
eta-sure-low = This is only a rough guess ({ $percent }).
risk-late = It may well come later than promised.
risk-lost = Parcels that are silent for this long do not always arrive.
do-address = Please send us the address as it should be, in private.
do-identity = Please have an identity document ready when it is handed over.
do-pay-carrier = Please pay what is due, only at the door or on the carrier's own site.
do-choose = You can choose another day or a pick-up point with the carrier.
do-nothing = There is nothing you need to do. We are taking care of it.
do-pickup = Please fetch it soon: the notice says until when it is kept.
do-claim = You can open a claim now.
do-claim-from = If nothing more is heard, you can open a claim from { $day }.
do-wait = There is nothing you need to do. If it has not come by { $day }, please tell us.

# An order that is not a parcel yet.
order-hello = Thanks for writing. Here is what we know about order { $number }.
order-open = It has not been handed to a carrier yet, so there is no tracking number.
order-placed = It was placed on { $date }.
order-ships-by = It is due to leave by { $date }.
order-ship-late = It should have left by { $date }. We are sorry that it has not.
order-promised = Its delivery is promised by { $date }.
order-shipped = It has left, but we have no tracking number for it yet.
order-cancelled = It was cancelled.

# Customs: what is missing, who gives it, how long it takes, what can be done.
customs-documents = Customs are missing a paper or a fact about the goods.
customs-duties = Duty or import tax is due before customs release it.
customs-inspection = Customs are checking the parcel.
customs-prohibited = Customs say that the goods may not come in as they are.
customs-delay = It has been with customs for longer than usual.
customs-export = It is still with customs in the country it was sent from ({ $country }). The sender answers to them; there is nothing you need to do.
customs-unknown = We do not know what customs there ({ $country }) usually ask for. Please go by the notice you were sent, or send us a photo of it.
customs-nowhere = We do not know yet which country's customs have it. Please go by the notice you were sent, or send us a photo of it.
customs-asks = Usually asked for: { $papers }.
customs-givers = Who gives it: { $who }.
giver-consignee = you
giver-seller = the seller
giver-carrier = the carrier
paper-invoice = the invoice with each item and its price
paper-payment = proof of payment
paper-description = a description of the goods and what they are made of
paper-tax-id = a tax or identity number
paper-id-card = a copy of an identity document
paper-personal-code = a personal customs code
paper-scheme-number = the seller's import tax number
paper-origin = where the goods were made
paper-permit = a permit or licence
paper-authority = a signed authority for the carrier
customs-unsure = Not all of this is confirmed twice: the notice you get is what counts.
customs-pay-carrier = It is paid to the carrier: on its own site or at the door, never by a link in a message you did not expect.
customs-pay-customs = It is paid to customs, in the way their notice says.
customs-duty-always = Duty can be due whatever the goods are worth.
customs-tax-always = Import tax can be due whatever the goods are worth.
customs-duty-free = Goods worth up to { $sum } are usually free of duty.
customs-tax-free = Goods worth up to { $sum } are usually free of import tax.
customs-rate = The rate is usually { $percent } of the value.
customs-rate-below = Up to { $sum } the rate is usually { $percent }.
customs-rate-above = Above { $sum } the rate is usually { $percent }.
customs-flat = In a small parcel { $sum } of duty is due for each kind of goods.
customs-prepaid = Up to { $sum } the seller may have taken the tax with the price ({ $scheme }). If you paid it there, send us the order confirmation: it is not due twice.
customs-waived = Amounts up to { $sum } are usually not collected.
customs-most = A parcel worth more than { $sum } counts as trade and needs a full declaration.
customs-time = Working days it usually takes, by general experience: { $span }.
customs-time-seen = Working days it lately took most parcels on this route: { $span }.
customs-storage = It is usually kept for { $days ->
    [one] { $days } day
   *[other] { $days } days
} and then goes back.
customs-storage-notice = The notice says how long it is kept before it goes back.
customs-choices = What you can do:
choice-pay = Pay the charge as the notice says; the parcel then goes on.
choice-give = Give what is asked for in the way the notice says, with the tracking number. What only the seller can give, ask us for.
choice-correct = Have it corrected: if the value or the description is wrong, send us the notice and your order confirmation.
choice-wait = Wait: there is nothing you need to do now.
choice-return = Have it sent back: ask the carrier for it before the time in the notice ends, and tell us.
choice-refuse = Refuse it: tell the carrier that you do not accept it. It then goes back, which may cost something, so please ask us first.
customs-checked = Checked on { $date }. Source: { $source }.
customs-known = As far as we know on { $date }. Source: { $source }.

# What we need.
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
