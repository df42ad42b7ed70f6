# Was Kundinnen und Kunden lesen. Öffentlich nie Nummern, Namen, Beträge oder Zusagen über Geld.
late-a = Es tut uns leid, dass Ihre Lieferung auf sich warten lässt.
late-b = So lange sollte niemand warten müssen, bitte entschuldigen Sie.
silent-a = Es tut uns leid, dass die Sendungsverfolgung nichts Neues zeigt.
silent-b = Nichts von der eigenen Sendung zu hören, ist ärgerlich. Das tut uns leid.
lost-a = Es tut uns sehr leid, dass Ihr Paket offenbar verschwunden ist.
lost-b = Ein Paket, das nicht auffindbar ist, ist eine böse Überraschung. Das tut uns leid.
not-received-a = Es tut uns leid, dass Ihr Paket nicht bei Ihnen angekommen ist.
not-received-b = Ihr Paket sollte längst bei Ihnen sein. Das tut uns leid.
damaged-a = Es tut uns sehr leid, dass die Sendung in diesem Zustand ankam.
damaged-b = So darf nichts ankommen, das tut uns leid.
wrong-or-missing-a = Es tut uns leid, dass nicht das angekommen ist, was Sie bestellt haben.
wrong-or-missing-b = Ein Paket zu öffnen und nicht das Richtige zu finden, ist ärgerlich. Das tut uns leid.
customs-a = Es tut uns leid, dass Ihre Sendung beim Zoll liegt.
customs-b = Auf den Zoll zu warten, ohne Genaues zu wissen, ist mühsam. Das tut uns leid.
duties-a = Wir verstehen, dass unerwartete Einfuhrkosten ärgerlich sind.
duties-b = Es tut uns leid, dass die Einfuhrkosten unklar sind.
address-a = Es tut uns leid, dass die Zustellung an Ihre Adresse nicht geklappt hat.
address-b = Es tut uns leid, dass Ihr Paket nicht dort gelandet ist, wo es hingehört.
returns-refund-a = Es tut uns leid, dass Sie das so viel Mühe kostet.
returns-refund-b = Es tut uns leid, dass Sie hier nachhaken müssen. Wir klären, wie es steht.
claim-status-a = Sie warten auf Nachricht zu Ihrem Fall, und es tut uns leid, dass er noch offen ist.
claim-status-b = Es tut uns leid, dass Sie noch einmal nachfragen müssen.
service-a = Das war nicht der Service, den wir bieten wollen. Es tut uns leid.
service-b = So sollte es nicht laufen, bitte entschuldigen Sie.
question-a = Danke für Ihre Nachricht, wir helfen gern.
question-b = Danke, dass Sie sich melden. Wir sehen uns das mit Ihnen an.
praise-a = Vielen Dank, das freut uns sehr! Wir geben es an die Zustellung weiter.
praise-b = Das hören wir gern, danke! Wir sagen es dem Team.
praise-c = Schön, dass alles gut angekommen ist. Danke für die Rückmeldung!

ask-number-a = Schicken Sie uns bitte per DM die Sendungs- oder Bestellnummer, dann finden wir heraus, wo es hakt.
ask-number-b = Schreiben Sie uns bitte privat die Sendungs- oder Bestellnummer? Wir sehen gleich nach.
ask-details-a = Schicken Sie uns bitte per DM ein paar Einzelheiten, dann bekommen Sie eine richtige Antwort.
ask-details-b = Schreiben Sie uns bitte privat die Einzelheiten? Wir prüfen es und antworten Ihnen dort.
ask-photo-a = Schicken Sie uns bitte per DM die Bestellnummer und ein Foto, dann kümmern wir uns darum.
ask-photo-b = Schreiben Sie uns bitte privat mit Bestellnummer und ein, zwei Fotos? Wir sehen es uns sofort an.
ask-case-a = Schicken Sie uns bitte per DM die Fall- oder Bestellnummer, dann sagen wir Ihnen den genauen Stand.
ask-case-b = Schreiben Sie uns bitte privat die Fall- oder Bestellnummer? Wir sehen selbst nach.
ask-nothing-a = Wir haben, was wir zum Suchen brauchen. Schreiben Sie uns per DM, dort sagen wir Ihnen, was wir finden.
ask-nothing-b = Wir prüfen es gerade. Bitte schreiben Sie uns privat, damit wir Einzelheiten geschützt teilen können.

answer-minutes = Wir antworten innerhalb von { $minutes ->
    [one] { $minutes } Minute
   *[other] { $minutes } Minuten
}.
answer-hours = Wir antworten innerhalb von { $hours ->
    [one] { $hours } Stunde
   *[other] { $hours } Stunden
}.

# Where messages are slow, and where the same words were said lately.
form-instead = Sie können auch unser Formular nutzen: { $url }
reference = Ref. { $code }

private-hello = Danke für Ihre Nachricht. Das wissen wir über die Sendung { $number }:
private-hello-unnumbered = Danke für Ihre Nachricht. Das wissen wir über Ihre Sendung:
status-pending = Der Zusteller hat die Ankündigung, aber noch nicht das Paket.
status-picked-up = Der Zusteller hat das Paket übernommen.
status-in-transit = Es ist unterwegs.
status-customs = Es liegt beim Zoll.
status-out-for-delivery = Es ist in Zustellung.
status-ready-for-pickup = Es liegt für Sie zur Abholung bereit.
status-delivery-failed = Ein Zustellversuch ist gescheitert.
status-on-hold = Es wird beim Zusteller zurückgehalten.
status-delivered = Der Zusteller hat es als zugestellt vermerkt.
status-returned = Es geht an den Absender zurück.
status-damaged = Der Zusteller hat einen Schaden vermerkt.
status-lost = Der Zusteller führt es als verloren.
status-cancelled = Die Sendung wurde storniert.
status-unknown = Der Zusteller nennt keinen Stand, auf den wir uns verlassen können.
last-scan = Letzter Scan: { $date }.
no-scan = Es gibt noch keinen Scan.
eta = Wir erwarten es am { $likely }, spätestens am { $latest }.
eta-one = Wir erwarten es am { $likely }.
problem-late = Es ist später als versprochen, wir gehen dem nach.
problem-silent = Seit { $days ->
    [one] { $days } Tag
   *[other] { $days } Tagen
} gibt es keinen Scan, deshalb bitten wir den Zusteller, danach zu suchen.
problem-lost = Nach so langer Stille behandeln wir es als verloren. Sie können jetzt einen Schadensfall melden.
problem-customs = Wenn der Zoll ein Papier von Ihnen braucht, sagen wir genau, welches.
problem-damaged = Bitte heben Sie die Verpackung auf, machen Sie Fotos und melden Sie dann einen Schadensfall.
problem-returned = Sagen Sie uns, ob die Adresse vor dem erneuten Versand berichtigt werden soll.
delivered-not-received = Wenn Sie es nicht haben, sagen Sie es uns: Wir verlangen dann den Zustellnachweis.
need-number = Um Ihr Paket zu finden, brauchen wir eines: die Sendungsnummer oder die Bestellnummer. Sie steht in der Versandmail.
need-number-misread = Die Nummer { $number } besteht ihre eigene Prüfung nicht, wahrscheinlich stimmt ein Zeichen nicht. Bitte schicken Sie sie noch einmal.
need-carrier = Wir haben die Nummer { $number } gelesen. Zu welchem Zusteller gehört sie?
need-photo = Dafür brauchen wir die Bestellnummer, ein Foto des Artikels und ein Foto der Verpackung.
need-case = Bitte schicken Sie die Fall- oder Bestellnummer, dann sagen wir Ihnen den genauen Stand.
need-question = Erzählen Sie uns etwas mehr zu Ihrer Frage, mit Bestellnummer, falls Sie eine haben.
need-address = Bitte schicken Sie die Sendungsnummer und die Adresse, wie sie lauten soll.
need-charge = Bitte schicken Sie die Sendungsnummer und ein Foto der Zahlungsaufforderung.
got-number = Wir haben Ihre Nummer { $number } und fragen beim Zusteller nach. Sie hören hier von uns.
got-order = Wir haben Ihre Bestellnummer { $number } und sehen nach. Sie hören hier von uns.
footer = Antworten Sie STOP, dann schreiben wir Ihnen nicht mehr.
footer-privacy = Antworten Sie STOP, dann schreiben wir Ihnen nicht mehr. Datenschutz: { $url }

# Letters about a claim, by its state: no number, name or sum but the claim's own name.
mail-subject-claim = Ihre Forderung { $ref }
mail-subject-answer = Ihre Nachricht an { $brand }
update-lodged = sie ist bei uns und wird gerade geprüft.
update-awaiting-evidence = wir brauchen noch etwas von Ihnen, bevor wir entscheiden können.
update-with-person = ein Mensch sieht sie sich jetzt an.
update-offered = wir haben Ihnen ein Angebot gemacht. Es wartet auf Ihre Antwort.
update-paid = die Zahlung ist auf Ihrem Konto angekommen.
update-payout-failed = die Zahlung ist nicht durchgegangen. Bitte nennen Sie ein anderes Konto.
update-declined = wir haben entschieden, und die Gründe stehen dort. Sie können verlangen, dass jemand anderes noch einmal hinsieht.
update-outside = eine unabhängige Stelle sieht sie sich jetzt an.
update-closed = sie ist abgeschlossen.
update-claim = Zu Ihrer Forderung { $ref }: { $news }
update-link = Hier sehen Sie sie: { $url }
update-no-link = Öffnen Sie sie mit dem Link, den Sie beim Einreichen bekommen haben.
join-done = Danke. Wir wissen jetzt, dass beide Konten Ihnen gehören, und führen beides als ein Gespräch.

report-title = { $brand }: Pakete, { $from } bis { $to }
report-answered = Beantwortete Personen: { $count }
report-in-time = In der zugesagten Zeit: { $percent } %
report-decided = Entschiedene Ansprüche: { $count }
report-hours = Die Hälfte binnen { $hours } Std.
report-paid = Ausgezahlte Ansprüche: { $count }
