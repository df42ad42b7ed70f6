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
eta-one = Wir erwarten es am { $likely }.
problem-late = Es ist später als versprochen, wir gehen dem nach.
problem-silent = Seit { $days ->
    [one] { $days } Tag
   *[other] { $days } Tagen
} gibt es keinen Scan. Wir fragen beim Zusteller weiter nach.
problem-lost = Nach so langer Stille behandeln wir es als verloren.
problem-damaged = Bitte heben Sie die Verpackung auf, machen Sie Fotos und melden Sie dann einen Schadensfall.
problem-returned = Sagen Sie uns, ob die Adresse vor dem erneuten Versand berichtigt werden soll.
delivered-not-received = Wenn Sie es nicht haben, sagen Sie es uns: Wir verlangen dann den Zustellnachweis.

# Where a parcel is: what its scans say, why it stopped, what comes next, what its customer can do.
last-scan-ago = Letzter Scan: { $date } ({ $ago }).
scan-place = Ort: { $place }.
has-sender = Der Absender hat es noch.
has-customs = Es ist jetzt beim Zoll.
has-carrier = Es ist bei { $carrier }.
why = Genannter Grund: { $reason }.
why-address = die Adresse ist falsch, unvollständig oder wurde nicht gefunden
why-absent = niemand konnte es annehmen, oder die Tür war nicht zu erreichen
why-refused = es wurde nicht angenommen
why-identity = der Ausweis konnte nicht geprüft werden
why-asked = ein anderer Tag oder Ort wurde gewünscht
why-not-collected = es wurde nicht rechtzeitig abgeholt
why-unpaid = was bei Zustellung fällig ist, wurde nicht bezahlt
why-damage = ein Schaden unterwegs
why-loss = der Zusteller findet es nicht
why-missort = es wurde falsch sortiert
why-carrier = eine Verzögerung beim Zusteller
why-weather = das Wetter
why-disaster = eine Katastrophe oder eine Anordnung der Behörden
why-strike = ein Streik
why-holiday = ein Feiertag
why-sender = auf Seiten des Absenders fehlt etwas oder stimmt nicht
why-called-back = der Absender hat es zurückgerufen
why-unsaid = der Zusteller nennt keinen
silence-usual = Bis zu { $days ->
    [one] { $days } Tag
   *[other] { $days } Tage
} ohne Scan sind auf dieser Strecke normal.
problem-conflict = Was uns zu dieser Nummer gemeldet wird, passt nicht zusammen; wir prüfen, was stimmt.
problem-fee-due = Bevor es weitergeht, muss etwas bezahlt werden.
problem-unreadable = Wir konnten nicht alles lesen, was der Zusteller gemeldet hat, und prüfen es.
disrupted = Seit dem { $day } sind viele Pakete auf dieser Strecke langsamer als sonst, auch Ihres. Wir behalten es im Blick.
next-pickup = Als Nächstes holt der Zusteller es ab.
next-customs = Als Nächstes geht es gewöhnlich durch den Zoll ({ $country }).
next-delivery = Als Nächstes kommt es gewöhnlich ins Depot in Ihrer Nähe und von dort in die Zustellung.
next-release = Sobald der Zoll es freigibt, geht es gewöhnlich weiter in die Zustellung.
next-attempt = Gewöhnlich versucht es der Zusteller noch einmal oder bringt es zu einer Abholstelle.
eta-range = Wir erwarten es zwischen dem { $earliest } und dem { $latest }, am ehesten am { $likely }.
eta-sure-high = Da sind wir ziemlich sicher ({ $percent }).
eta-sure-fair = Das ist wahrscheinlich, aber nicht sicher ({ $percent }).
eta-sure-low = Das ist nur eine grobe Schätzung ({ $percent }).
risk-late = Es kann gut sein, dass es später als versprochen kommt.
risk-lost = Pakete, von denen man so lange nichts hört, kommen nicht immer an.
do-address = Bitte schicken Sie uns privat die Adresse, wie sie lauten soll.
do-identity = Bitte halten Sie bei der Übergabe einen Ausweis bereit.
do-pay-carrier = Bitte zahlen Sie, was fällig ist, nur an der Tür oder auf der eigenen Seite des Zustellers.
do-choose = Sie können beim Zusteller einen anderen Tag oder eine Abholstelle wählen.
do-nothing = Sie müssen nichts tun. Wir kümmern uns darum.
do-pickup = Bitte holen Sie es bald ab: Auf der Benachrichtigung steht, bis wann es liegt.
do-claim = Sie können jetzt einen Schadensfall melden.
do-claim-from = Wenn nichts mehr kommt, können Sie ab dem { $day } einen Schadensfall melden.
do-wait = Sie müssen nichts tun. Wenn es bis zum { $day } nicht da ist, sagen Sie es uns bitte.

# An order that is not a parcel yet.
order-hello = Danke für Ihre Nachricht. Das wissen wir über die Bestellung { $number }:
order-open = Sie ist noch keinem Zusteller übergeben, deshalb gibt es noch keine Sendungsnummer.
order-placed = Aufgegeben wurde sie am { $date }.
order-ships-by = Sie soll bis zum { $date } hinausgehen.
order-ship-late = Sie hätte bis zum { $date } hinausgehen sollen. Es tut uns leid, dass sie es nicht ist.
order-promised = Die Lieferung ist bis zum { $date } versprochen.
order-shipped = Sie ist hinausgegangen, aber wir haben noch keine Sendungsnummer dazu.
order-cancelled = Sie wurde storniert.

# Customs: what is missing, who gives it, how long it takes, what can be done.
customs-documents = Dem Zoll fehlt ein Papier oder eine Angabe zur Ware.
customs-duties = Vor der Freigabe ist Zoll oder Einfuhrsteuer zu zahlen.
customs-inspection = Der Zoll prüft das Paket.
customs-prohibited = Der Zoll sagt, dass die Ware so nicht eingeführt werden darf.
customs-delay = Es liegt länger als üblich beim Zoll.
customs-export = Es liegt noch beim Zoll des Landes, aus dem es kommt ({ $country }). Zuständig ist der Absender; Sie müssen nichts tun.
customs-unknown = Wir wissen nicht, was der Zoll dort ({ $country }) gewöhnlich verlangt. Bitte richten Sie sich nach dem Schreiben, das Sie bekommen haben, oder schicken Sie uns ein Foto davon.
customs-nowhere = Wir wissen noch nicht, bei welchem Zoll es liegt. Bitte richten Sie sich nach dem Schreiben, das Sie bekommen haben, oder schicken Sie uns ein Foto davon.
customs-asks = Gewöhnlich verlangt: { $papers }.
customs-givers = Wer es gibt: { $who }.
giver-consignee = Sie
giver-seller = der Verkäufer
giver-carrier = der Zusteller
paper-invoice = die Rechnung mit jedem Artikel und seinem Preis
paper-payment = ein Zahlungsnachweis
paper-description = eine Beschreibung der Ware und woraus sie besteht
paper-tax-id = eine Steuer- oder Personennummer
paper-id-card = eine Kopie eines Ausweises
paper-personal-code = ein persönlicher Zollcode
paper-scheme-number = die Einfuhrsteuernummer des Verkäufers
paper-origin = wo die Ware hergestellt wurde
paper-permit = eine Genehmigung oder Lizenz
paper-authority = eine unterschriebene Vollmacht für den Zusteller
customs-unsure = Nicht alles davon ist doppelt bestätigt: Es gilt, was in Ihrem Schreiben steht.
customs-pay-carrier = Gezahlt wird an den Zusteller: auf seiner eigenen Seite oder an der Tür, nie über einen Link in einer unerwarteten Nachricht.
customs-pay-customs = Gezahlt wird an den Zoll, so wie es in seinem Schreiben steht.
customs-duty-always = Zoll kann bei jedem Warenwert fällig sein.
customs-tax-always = Einfuhrsteuer kann bei jedem Warenwert fällig sein.
customs-duty-free = Bis { $sum } Warenwert fällt gewöhnlich kein Zoll an.
customs-tax-free = Bis { $sum } Warenwert fällt gewöhnlich keine Einfuhrsteuer an.
customs-rate = Der Satz beträgt gewöhnlich { $percent } des Werts.
customs-rate-below = Bis { $sum } beträgt der Satz gewöhnlich { $percent }.
customs-rate-above = Über { $sum } beträgt der Satz gewöhnlich { $percent }.
customs-flat = In einem kleinen Paket sind je Warenart { $sum } Zoll fällig.
customs-prepaid = Bis { $sum } kann der Verkäufer die Steuer schon mit dem Preis eingenommen haben ({ $scheme }). Wenn Sie sie dort bezahlt haben, schicken Sie uns die Bestellbestätigung: Sie ist nicht zweimal fällig.
customs-waived = Beträge bis { $sum } werden gewöhnlich nicht erhoben.
customs-most = Ein Paket, das mehr als { $sum } wert ist, gilt als Handel und braucht eine volle Anmeldung.
customs-time = Übliche Dauer in Werktagen, nach allgemeiner Erfahrung: { $span }.
customs-time-seen = Dauer in Werktagen bei den meisten Paketen dieser Strecke zuletzt: { $span }.
customs-storage = Es wird gewöhnlich { $days ->
    [one] { $days } Tag
   *[other] { $days } Tage
} aufbewahrt und geht dann zurück.
customs-storage-notice = In dem Schreiben steht, wie lange es aufbewahrt wird, bevor es zurückgeht.
customs-choices = Was Sie tun können:
choice-pay = Zahlen Sie die Abgabe, wie es im Schreiben steht; dann geht das Paket weiter.
choice-give = Reichen Sie das Verlangte mit der Sendungsnummer so ein, wie es im Schreiben steht. Was nur der Verkäufer geben kann, verlangen Sie von uns.
choice-correct = Lassen Sie es berichtigen: Stimmen Wert oder Beschreibung nicht, schicken Sie uns das Schreiben und Ihre Bestellbestätigung.
choice-wait = Warten Sie: Sie müssen jetzt nichts tun.
choice-return = Lassen Sie es zurückgehen: Verlangen Sie das beim Zusteller, bevor die Frist im Schreiben endet, und sagen Sie es uns.
choice-refuse = Lehnen Sie es ab: Sagen Sie dem Zusteller, dass Sie es nicht annehmen. Es geht dann zurück, was etwas kosten kann; fragen Sie uns bitte vorher.
customs-checked = Geprüft am { $date }. Quelle: { $source }.
customs-known = Stand unseres Wissens: { $date }. Quelle: { $source }.

# What we need.
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
