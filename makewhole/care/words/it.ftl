# Ciò che leggono i clienti. In pubblico: né numeri, né nomi, né importi, né promesse di denaro.
late-a = Ci dispiace che la sua consegna sia in ritardo.
late-b = Nessuno dovrebbe aspettare così a lungo, ce ne scusiamo.
silent-a = Ci dispiace che il tracciamento sia fermo senza novità.
silent-b = Restare senza notizie del proprio pacco è snervante, ci dispiace.
lost-a = Ci dispiace molto che il suo pacco sembri scomparso.
lost-b = Un pacco che non si trova è una brutta sorpresa. Ci dispiace davvero.
not-received-a = Ci dispiace che il suo pacco non sia arrivato.
not-received-b = A quest'ora dovrebbe avere il suo pacco. Ci dispiace che non sia così.
damaged-a = Ci dispiace molto che sia arrivato in queste condizioni.
damaged-b = Niente dovrebbe arrivare così, ce ne scusiamo.
wrong-or-missing-a = Ci dispiace che non sia arrivato ciò che aveva ordinato.
wrong-or-missing-b = Aprire un pacco e non trovare il contenuto giusto è molto fastidioso. Ci dispiace.
customs-a = Ci dispiace che il suo pacco sia fermo in dogana.
customs-b = Aspettare la dogana senza una risposta chiara è faticoso. Ci dispiace.
duties-a = Capiamo che una spesa doganale imprevista sia spiacevole.
duties-b = Ci dispiace per la confusione sulle spese di importazione.
address-a = Ci dispiace che la consegna al suo indirizzo non sia riuscita.
address-b = Ci dispiace che il suo pacco non sia arrivato nel posto giusto.
returns-refund-a = Ci dispiace che tutto questo le costi tanta fatica.
returns-refund-b = Ci dispiace che debba insistere. Vediamo insieme a che punto è.
claim-status-a = Sappiamo che aspetta notizie sulla sua pratica e ci dispiace che sia ancora aperta.
claim-status-b = Ci dispiace che abbia dovuto chiedere di nuovo della sua pratica.
service-a = Non è il servizio che vogliamo dare, e ci dispiace.
service-b = Non doveva andare così, ce ne scusiamo.
question-a = Grazie per il messaggio, vogliamo aiutarla.
question-b = Grazie per averci scritto, lo vediamo insieme.
praise-a = Grazie mille, ci fa davvero piacere! Lo diremo a chi ha consegnato.
praise-b = Grazie di cuore! Lo condividiamo con la squadra.
praise-c = Siamo felici che sia arrivato tutto bene. Grazie per avercelo scritto.

ask-number-a = Ci mandi in DM il numero di spedizione o d'ordine e scopriamo che cosa succede.
ask-number-b = Può scriverci in privato il numero di spedizione o d'ordine? Controlliamo subito.
ask-details-a = Ci mandi in DM qualche dettaglio e le daremo una risposta vera.
ask-details-b = Può scriverci i dettagli in privato? Controlliamo e le rispondiamo lì.
ask-photo-a = Ci mandi in DM il numero d'ordine e una foto di ciò che è arrivato, e ce ne occupiamo.
ask-photo-b = Può scriverci in privato con il numero d'ordine e una o due foto? Controlliamo subito.
ask-case-a = Ci mandi in DM il numero di pratica o d'ordine e le diciamo con precisione a che punto è.
ask-case-b = Può scriverci in privato il numero di pratica o d'ordine? Lo verifichiamo noi.
ask-nothing-a = Abbiamo quanto serve per cercare. Ci scriva in DM e lì le diremo che cosa troviamo.
ask-nothing-b = Stiamo controllando. Ci scriva in privato, così possiamo darle i dettagli in sicurezza.

answer-minutes = Rispondiamo entro { $minutes ->
    [one] { $minutes } minuto
   *[other] { $minutes } minuti
}.
answer-hours = Rispondiamo entro { $hours ->
    [one] { $hours } ora
   *[other] { $hours } ore
}.

# Where messages are slow, and where the same words were said lately.
form-instead = Può anche usare il nostro modulo: { $url }
reference = Rif. { $code }

private-hello = Grazie per averci scritto. Ecco cosa sappiamo del pacco { $number }.
private-hello-unnumbered = Grazie per averci scritto. Ecco cosa sappiamo del suo pacco.
status-pending = Il corriere ha l'etichetta ma non ancora il pacco.
status-picked-up = Il corriere ha ritirato il pacco.
status-in-transit = È in viaggio.
status-customs = È in dogana.
status-out-for-delivery = È in consegna.
status-ready-for-pickup = La aspetta al punto di ritiro.
status-delivery-failed = È stata tentata una consegna, senza successo.
status-on-hold = È trattenuto dal corriere.
status-delivered = Il corriere lo ha registrato come consegnato.
status-returned = Sta tornando al mittente.
status-damaged = Il corriere ha segnalato un danno.
status-lost = Il corriere lo considera smarrito.
status-cancelled = La spedizione è stata annullata.
status-unknown = Il corriere non dà uno stato affidabile.
last-scan = Ultima scansione: { $date }.
no-scan = Non c'è ancora nessuna scansione.
eta-one = Lo aspettiamo per il { $likely }.
problem-late = È in ritardo su quanto promesso e lo stiamo seguendo.
problem-silent = Nessuna scansione da { $days ->
    [one] { $days } giorno
   *[other] { $days } giorni
}. Continuiamo a chiedere notizie al corriere.
problem-lost = Dopo un silenzio così lungo lo consideriamo smarrito.
problem-damaged = Conservi l'imballaggio, faccia delle foto e apra un reclamo.
problem-returned = Ci dica se l'indirizzo va corretto prima di una nuova spedizione.
delivered-not-received = Se non lo ha ricevuto ce lo dica: chiederemo la prova di consegna.

# Where a parcel is: what its scans say, why it stopped, what comes next, what its customer can do.
last-scan-ago = Ultima scansione: { $date } ({ $ago }).
scan-place = Luogo: { $place }.
has-sender = Ce l'ha ancora il mittente.
has-customs = Ora è in dogana.
has-carrier = Ce l'ha { $carrier }.
why = Motivo indicato: { $reason }.
why-address = l'indirizzo è sbagliato, incompleto o non è stato trovato
why-absent = nessuno poteva ritirarlo o non si è potuti arrivare alla porta
why-refused = non è stato accettato
why-identity = non è stato possibile verificare l'identità
why-asked = è stato chiesto un altro giorno o un altro luogo
why-not-collected = non è stato ritirato in tempo
why-unpaid = quanto dovuto alla consegna non è stato pagato
why-damage = un danno durante il viaggio
why-loss = il corriere non lo trova
why-missort = è stato smistato verso il posto sbagliato
why-carrier = un ritardo del corriere
why-weather = il maltempo
why-disaster = una calamità o un ordine delle autorità
why-strike = uno sciopero
why-holiday = un giorno festivo
why-sender = manca qualcosa o c'è un errore da parte del mittente
why-called-back = il mittente lo ha richiamato
why-unsaid = il corriere non lo dice
silence-usual = Su questa tratta è normale restare fino a { $days ->
    [one] { $days } giorno
   *[other] { $days } giorni
} senza scansioni.
problem-conflict = Le notizie su questo numero non concordano e stiamo verificando quale sia giusta.
problem-fee-due = Prima che prosegua bisogna pagare qualcosa.
problem-unreadable = Non siamo riusciti a leggere tutto ciò che dice il corriere e stiamo verificando.
disrupted = Dal { $day } molti pacchi su questa tratta sono più lenti del solito, e il suo è tra questi. Lo teniamo d'occhio.
next-pickup = Il prossimo passo è il ritiro da parte del corriere.
next-customs = Il prossimo passo di solito è la dogana ({ $country }).
next-delivery = Il prossimo passo di solito è il deposito più vicino a lei e da lì la consegna.
next-release = Quando la dogana lo libera, di solito va in consegna.
next-attempt = Di solito il corriere riprova o lo porta in un punto di ritiro.
eta-range = Lo aspettiamo tra il { $earliest } e il { $latest }, più probabilmente il { $likely }.
eta-sure-high = Ne siamo abbastanza sicuri ({ $percent }).
eta-sure-fair = È probabile, ma non certo ({ $percent }).
eta-sure-low = È solo una stima approssimativa ({ $percent }).
risk-late = È ben possibile che arrivi più tardi di quanto promesso.
risk-lost = I pacchi di cui non si sa nulla così a lungo non sempre arrivano.
do-address = Ci mandi in privato l'indirizzo come deve essere.
do-identity = Tenga pronto un documento d'identità per la consegna.
do-pay-carrier = Paghi quanto dovuto solo alla porta o sul sito del corriere stesso.
do-choose = Può scegliere con il corriere un altro giorno o un punto di ritiro.
do-nothing = Non deve fare nulla. Ce ne occupiamo noi.
do-pickup = Lo ritiri presto: l'avviso dice fino a quando viene tenuto.
do-claim = Può aprire un reclamo adesso.
do-claim-from = Se non arrivano altre notizie, può aprire un reclamo dal { $day }.
do-wait = Non deve fare nulla. Se entro il { $day } non è arrivato, ce lo dica.

# An order that is not a parcel yet.
order-hello = Grazie per averci scritto. Ecco che cosa sappiamo dell'ordine { $number }.
order-open = Non è ancora stato affidato a un corriere, perciò non c'è un numero di tracciamento.
order-placed = È stato fatto il { $date }.
order-ships-by = Deve partire entro il { $date }.
order-ship-late = Doveva partire entro il { $date }. Ci dispiace che non sia partito.
order-promised = La consegna è promessa entro il { $date }.
order-shipped = È partito, ma non abbiamo ancora il numero di tracciamento.
order-cancelled = È stato annullato.

# Customs: what is missing, who gives it, how long it takes, what can be done.
customs-documents = Alla dogana manca un documento o un dato sulla merce.
customs-duties = Prima che la dogana lo liberi ci sono dazi o imposte da pagare.
customs-inspection = La dogana sta controllando il pacco.
customs-prohibited = La dogana dice che la merce così com'è non può entrare.
customs-delay = È in dogana da più tempo del solito.
customs-export = È ancora alla dogana del Paese di partenza ({ $country }). Ne risponde il mittente; lei non deve fare nulla.
customs-unknown = Non sappiamo che cosa chieda di solito la dogana di quel Paese ({ $country }). Segua l'avviso che ha ricevuto o ce ne mandi una foto.
customs-nowhere = Non sappiamo ancora nella dogana di quale Paese si trovi. Segua l'avviso che ha ricevuto o ce ne mandi una foto.
customs-asks = Di solito si chiede: { $papers }.
customs-givers = Chi lo fornisce: { $who }.
giver-consignee = lei
giver-seller = il venditore
giver-carrier = il corriere
paper-invoice = la fattura con ogni articolo e il suo prezzo
paper-payment = una prova di pagamento
paper-description = una descrizione della merce e del materiale
paper-tax-id = un codice fiscale o numero d'identità
paper-id-card = una copia di un documento d'identità
paper-personal-code = un codice doganale personale
paper-scheme-number = il numero fiscale del venditore per l'importazione
paper-origin = dove è stata fabbricata la merce
paper-permit = un permesso o una licenza
paper-authority = una delega firmata per il corriere
customs-unsure = Non tutto questo è confermato due volte: vale ciò che dice l'avviso che riceve.
customs-pay-carrier = Si paga al corriere: sul suo sito o alla porta, mai da un link in un messaggio inatteso.
customs-pay-customs = Si paga alla dogana, come dice il suo avviso.
customs-duty-always = Il dazio può essere dovuto qualunque sia il valore della merce.
customs-tax-always = L'imposta all'importazione può essere dovuta qualunque sia il valore della merce.
customs-duty-free = Fino a { $sum } di valore di solito non c'è dazio.
customs-tax-free = Fino a { $sum } di valore di solito non c'è imposta all'importazione.
customs-rate = L'aliquota di solito è il { $percent } del valore.
customs-rate-below = Fino a { $sum } l'aliquota di solito è il { $percent }.
customs-rate-above = Oltre { $sum } l'aliquota di solito è il { $percent }.
customs-flat = In un piccolo pacco sono dovuti { $sum } di dazio per ogni tipo di merce.
customs-prepaid = Fino a { $sum } il venditore può aver incassato l'imposta con il prezzo ({ $scheme }). Se l'ha pagata lì, ci mandi la conferma d'ordine: non è dovuta due volte.
customs-waived = Gli importi fino a { $sum } di solito non vengono riscossi.
customs-most = Un pacco che vale più di { $sum } conta come commercio e richiede una dichiarazione completa.
customs-time = Giorni lavorativi che di solito richiede, per esperienza generale: { $span }.
customs-time-seen = Giorni lavorativi richiesti ultimamente dalla maggior parte dei pacchi su questa tratta: { $span }.
customs-storage = Di solito viene tenuto { $days ->
    [one] { $days } giorno
   *[other] { $days } giorni
} e poi torna indietro.
customs-storage-notice = L'avviso dice per quanto tempo viene tenuto prima di tornare indietro.
customs-choices = Che cosa può fare:
choice-pay = Pagare: paghi l'importo come dice l'avviso; poi il pacco prosegue.
choice-give = Fornire quanto chiesto: lo faccia come dice l'avviso, con il numero di tracciamento. Ciò che può dare solo il venditore, lo chieda a noi.
choice-correct = Far correggere: se il valore o la descrizione è sbagliato, ci mandi l'avviso e la conferma d'ordine.
choice-wait = Aspettare: per ora non deve fare nulla.
choice-return = Farlo tornare: lo chieda al corriere prima che scada il termine dell'avviso e ce lo dica.
choice-refuse = Rifiutare: dica al corriere che non lo accetta. Allora torna indietro, il che può avere un costo; prima ci chieda.
customs-checked = Verificato il { $date }. Fonte: { $source }.
customs-known = Per quanto ne sappiamo al { $date }. Fonte: { $source }.

# What we need.
need-number = Per trovare il pacco ci serve una cosa: il numero di spedizione o d'ordine. È nell'e-mail di spedizione.
need-number-misread = Il numero { $number } non supera la propria verifica, probabilmente un carattere è sbagliato. Può ricontrollarlo e rimandarlo?
need-carrier = Abbiamo letto il numero { $number }. Di quale corriere è?
need-photo = Per verificare ci servono il numero d'ordine, una foto dell'articolo e una dell'imballaggio.
need-case = Ci mandi il numero di pratica o d'ordine e le diremo con precisione a che punto è.
need-question = Ci racconti qualcosa in più, con il numero d'ordine se lo ha.
need-address = Ci mandi il numero di spedizione e l'indirizzo come deve essere.
need-charge = Ci mandi il numero di spedizione e una foto della richiesta di pagamento.
got-number = Abbiamo il suo numero { $number } e stiamo chiedendo al corriere. Le rispondiamo qui.
got-order = Abbiamo il suo numero d'ordine { $number } e stiamo controllando. Le rispondiamo qui.
footer = Risponda STOP e non le scriveremo più.
footer-privacy = Risponda STOP e non le scriveremo più. Privacy: { $url }

# Letters about a claim, by its state: no number, name or sum but the claim's own name.
mail-subject-claim = Il suo reclamo { $ref }
mail-subject-answer = Il suo messaggio a { $brand }
update-lodged = lo abbiamo ricevuto e lo stiamo verificando.
update-awaiting-evidence = ci serve ancora una cosa da lei prima di decidere.
update-with-person = ora lo sta guardando una persona.
update-offered = le abbiamo fatto un'offerta. Attende la sua risposta.
update-paid = il pagamento è arrivato sul suo conto.
update-payout-failed = il pagamento non è andato a buon fine. Ci indichi un altro conto.
update-declined = abbiamo deciso, e i motivi sono lì da leggere. Può chiedere che un'altra persona lo riesamini.
update-outside = ora lo sta guardando un organismo indipendente.
update-closed = è chiuso.
update-claim = Sul suo reclamo { $ref }: { $news }
update-link = Lo veda qui: { $url }
update-no-link = Lo apra con il link ricevuto quando lo ha presentato.
join-done = Grazie. Ora sappiamo che entrambi gli account sono suoi e li tratteremo come un'unica conversazione.

report-title = { $brand }: pacchi, dal { $from } al { $to }
report-answered = Persone a cui abbiamo risposto: { $count }
report-in-time = Nel tempo promesso: { $percent }%
report-decided = Reclami decisi: { $count }
report-hours = La metà in { $hours } ore
report-paid = Reclami pagati: { $count }
