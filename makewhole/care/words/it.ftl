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
eta = Lo aspettiamo per il { $likely }, al più tardi il { $latest }.
eta-one = Lo aspettiamo per il { $likely }.
problem-late = È in ritardo su quanto promesso e lo stiamo seguendo.
problem-silent = Nessuna scansione da { $days ->
    [one] { $days } giorno
   *[other] { $days } giorni
}, quindi chiediamo al corriere di cercarlo.
problem-lost = Dopo un silenzio così lungo lo consideriamo smarrito. Può aprire un reclamo fin da ora.
problem-customs = Se alla dogana serve un suo documento, le diremo esattamente quale.
problem-damaged = Conservi l'imballaggio, faccia delle foto e apra un reclamo.
problem-returned = Ci dica se l'indirizzo va corretto prima di una nuova spedizione.
delivered-not-received = Se non lo ha ricevuto ce lo dica: chiederemo la prova di consegna.
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
