# Ce que lisent les clients. En public : ni numéro, ni nom, ni somme, ni promesse d'argent.
late-a = Nous sommes désolés que votre livraison se fasse attendre.
late-b = Personne ne devrait attendre aussi longtemps, toutes nos excuses.
silent-a = Nous sommes désolés que le suivi ne donne plus de nouvelles.
silent-b = Rester sans nouvelles de son colis est pénible, et nous en sommes désolés.
lost-a = Nous sommes vraiment désolés que votre colis semble introuvable.
lost-b = Un colis qui disparaît est une très mauvaise surprise. Nous en sommes désolés.
not-received-a = Nous sommes désolés que votre colis ne vous soit pas parvenu.
not-received-b = Vous devriez déjà avoir votre colis. Nous sommes désolés que ce ne soit pas le cas.
damaged-a = Nous sommes vraiment désolés qu'il soit arrivé dans cet état.
damaged-b = Rien ne devrait arriver ainsi, toutes nos excuses.
wrong-or-missing-a = Nous sommes désolés que vous n'ayez pas reçu ce que vous aviez commandé.
wrong-or-missing-b = Ouvrir un colis et ne pas y trouver le bon contenu est très contrariant. Nous en sommes désolés.
customs-a = Nous sommes désolés que votre colis soit retenu à la douane.
customs-b = Attendre la douane sans réponse claire est pénible. Nous en sommes désolés.
duties-a = Nous comprenons que des frais de douane inattendus soient désagréables.
duties-b = Nous sommes désolés de ce flou sur les frais d'importation.
address-a = Nous sommes désolés que la livraison à votre adresse n'ait pas abouti.
address-b = Nous sommes désolés que votre colis n'ait pas été remis au bon endroit.
returns-refund-a = Nous sommes désolés que cela vous demande autant d'efforts.
returns-refund-b = Désolés que vous deviez nous relancer. Voyons ensemble où cela en est.
claim-status-a = Vous attendez des nouvelles de votre dossier, et nous sommes désolés qu'il soit encore ouvert.
claim-status-b = Désolés que vous ayez dû reposer la question sur votre dossier.
service-a = Ce n'est pas le service que nous voulons rendre, et nous en sommes désolés.
service-b = Cela n'aurait pas dû se passer ainsi, toutes nos excuses.
question-a = Merci pour votre message, nous souhaitons vous aider.
question-b = Merci de nous avoir contactés, regardons cela ensemble.
praise-a = Merci beaucoup, cela fait très plaisir ! Nous transmettons à toute l'équipe.
praise-b = Merci pour ce gentil message ! Nous le transmettons aux livreurs.
praise-c = Ravis que tout soit bien arrivé. Merci d'avoir pris le temps de l'écrire.

ask-number-a = Envoyez-nous en DM votre numéro de suivi ou de commande et nous chercherons ce qui se passe.
ask-number-b = Pouvez-vous nous écrire en privé votre numéro de suivi ou de commande ? Nous regardons tout de suite.
ask-details-a = Envoyez-nous quelques détails en DM et nous vous donnerons une vraie réponse.
ask-details-b = Pouvez-vous nous écrire les détails en privé ? Nous vérifions et vous répondons là.
ask-photo-a = Envoyez-nous en DM le numéro de commande et une photo de ce que vous avez reçu, et nous nous en occupons.
ask-photo-b = Pouvez-vous nous écrire en privé avec le numéro de commande et une ou deux photos ? Nous regardons aussitôt.
ask-case-a = Envoyez-nous en DM le numéro de dossier ou de commande et nous vous dirons où il en est.
ask-case-b = Pouvez-vous nous écrire en privé le numéro de dossier ou de commande ? Nous vérifions nous-mêmes.
ask-nothing-a = Nous avons ce qu'il faut pour chercher. Écrivez-nous en DM, nous vous y dirons ce que nous trouvons.
ask-nothing-b = Nous vérifions en ce moment. Écrivez-nous en privé pour que nous puissions partager les détails.

answer-minutes = Nous répondons en moins de { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}.
answer-hours = Nous répondons en moins de { $hours ->
    [one] { $hours } heure
   *[other] { $hours } heures
}.

# Where messages are slow, and where the same words were said lately.
form-instead = Vous pouvez aussi utiliser notre formulaire : { $url }
reference = Réf. { $code }

private-hello = Merci de nous avoir écrit. Voici ce que nous savons du colis { $number }.
private-hello-unnumbered = Merci de nous avoir écrit. Voici ce que nous savons de votre colis.
status-pending = Le transporteur a l'étiquette, mais pas encore le colis.
status-picked-up = Le transporteur a pris le colis en charge.
status-in-transit = Il est en route.
status-customs = Il est à la douane.
status-out-for-delivery = Il est en cours de livraison.
status-ready-for-pickup = Il vous attend au point de retrait.
status-delivery-failed = Une livraison a été tentée sans succès.
status-on-hold = Il est retenu chez le transporteur.
status-delivered = Le transporteur l'a enregistré comme livré.
status-returned = Il repart vers l'expéditeur.
status-damaged = Le transporteur a signalé un dommage.
status-lost = Le transporteur le considère comme perdu.
status-cancelled = L'envoi a été annulé.
status-unknown = Le transporteur ne donne pas d'état fiable.
last-scan = Dernier scan : { $date }.
no-scan = Il n'y a pas encore de scan.
eta-one = Nous l'attendons le { $likely }.
problem-late = Il a du retard sur la date promise et nous suivons cela.
problem-silent = Aucun scan depuis { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}. Nous continuons de demander des nouvelles au transporteur.
problem-lost = Après un si long silence, nous le traitons comme perdu.
problem-damaged = Gardez l'emballage, prenez des photos, puis ouvrez une réclamation.
problem-returned = Dites-nous si l'adresse doit être corrigée avant un nouvel envoi.
delivered-not-received = Si vous ne l'avez pas, dites-le-nous : nous demanderons la preuve de livraison.

# Where a parcel is: what its scans say, why it stopped, what comes next, what its customer can do.
last-scan-ago = Dernier scan : { $date } ({ $ago }).
scan-place = Lieu : { $place }.
has-sender = Il est encore chez l'expéditeur.
has-customs = Il est maintenant à la douane.
has-carrier = Il est chez { $carrier }.
why = Raison indiquée : { $reason }.
why-address = l'adresse est fausse, incomplète ou n'a pas été trouvée
why-absent = personne ne pouvait le prendre, ou la porte n'était pas accessible
why-refused = il n'a pas été accepté
why-identity = l'identité n'a pas pu être vérifiée
why-asked = un autre jour ou un autre lieu a été demandé
why-not-collected = il n'a pas été retiré à temps
why-unpaid = ce qui est dû à la livraison n'a pas été payé
why-damage = un dommage en route
why-loss = le transporteur ne le trouve pas
why-missort = il a été trié vers un mauvais endroit
why-carrier = un retard chez le transporteur
why-weather = la météo
why-disaster = une catastrophe ou un ordre des autorités
why-strike = une grève
why-holiday = un jour férié
why-sender = il manque quelque chose ou une donnée est fausse côté expéditeur
why-called-back = l'expéditeur l'a rappelé
why-unsaid = le transporteur ne la donne pas
silence-usual = Sur ce trajet, jusqu'à { $days ->
    [one] { $days } jour
   *[other] { $days } jours
} sans scan, c'est normal.
problem-conflict = Ce qu'on nous dit de ce numéro ne concorde pas, nous vérifions ce qui est juste.
problem-fee-due = Il faut payer quelque chose avant qu'il ne reparte.
problem-unreadable = Nous n'avons pas pu lire tout ce que dit le transporteur et nous le vérifions.
disrupted = Depuis le { $day }, beaucoup de colis sur ce trajet sont plus lents que d'habitude, et le vôtre en fait partie. Nous le surveillons.
next-pickup = Ensuite, le transporteur vient le chercher.
next-customs = Ensuite, il passe en général la douane ({ $country }).
next-delivery = Ensuite, il arrive en général au dépôt près de chez vous, puis part en livraison.
next-release = Dès que la douane le libère, il part en général en livraison.
next-attempt = En général, le transporteur fait un nouvel essai ou le dépose dans un point de retrait.
eta-range = Nous l'attendons entre le { $earliest } et le { $latest }, le plus probablement le { $likely }.
eta-sure-high = Nous en sommes assez sûrs ({ $percent }).
eta-sure-fair = C'est probable, mais pas certain ({ $percent }).
eta-sure-low = Ce n'est qu'une estimation grossière ({ $percent }).
risk-late = Il se peut bien qu'il arrive plus tard que promis.
risk-lost = Les colis restés aussi longtemps sans nouvelles n'arrivent pas toujours.
do-address = Envoyez-nous en privé l'adresse telle qu'elle doit être.
do-identity = Gardez une pièce d'identité à portée de main pour la remise.
do-pay-carrier = Payez ce qui est dû uniquement à la porte ou sur le site du transporteur lui-même.
do-choose = Vous pouvez choisir avec le transporteur un autre jour ou un point de retrait.
do-nothing = Vous n'avez rien à faire. Nous nous en occupons.
do-pickup = Retirez-le vite : l'avis dit jusqu'à quand il est gardé.
do-claim = Vous pouvez ouvrir une réclamation dès maintenant.
do-claim-from = S'il n'y a plus de nouvelles, vous pouvez ouvrir une réclamation à partir du { $day }.
do-wait = Vous n'avez rien à faire. S'il n'est pas là le { $day }, dites-le-nous.

# An order that is not a parcel yet.
order-hello = Merci de votre message. Voici ce que nous savons de la commande { $number }.
order-open = Elle n'a pas encore été remise à un transporteur, il n'y a donc pas de numéro de suivi.
order-placed = Elle a été passée le { $date }.
order-ships-by = Elle doit partir au plus tard le { $date }.
order-ship-late = Elle aurait dû partir au plus tard le { $date }. Nous sommes désolés que ce ne soit pas le cas.
order-promised = La livraison est promise au plus tard le { $date }.
order-shipped = Elle est partie, mais nous n'avons pas encore son numéro de suivi.
order-cancelled = Elle a été annulée.

# Customs: what is missing, who gives it, how long it takes, what can be done.
customs-documents = Il manque à la douane un papier ou une information sur la marchandise.
customs-duties = Des droits ou taxes sont à payer avant que la douane ne le libère.
customs-inspection = La douane contrôle le colis.
customs-prohibited = La douane dit que la marchandise ne peut pas entrer telle quelle.
customs-delay = Il est à la douane depuis plus longtemps que d'habitude.
customs-export = Il est encore à la douane du pays d'envoi ({ $country }). C'est à l'expéditeur de répondre ; vous n'avez rien à faire.
customs-unknown = Nous ne savons pas ce que la douane de ce pays ({ $country }) demande en général. Suivez l'avis que vous avez reçu, ou envoyez-nous une photo de cet avis.
customs-nowhere = Nous ne savons pas encore dans quel pays se trouve la douane qui l'a. Suivez l'avis que vous avez reçu, ou envoyez-nous une photo de cet avis.
customs-asks = En général, on demande : { $papers }.
customs-givers = Qui le fournit : { $who }.
giver-consignee = vous
giver-seller = le vendeur
giver-carrier = le transporteur
paper-invoice = la facture avec chaque article et son prix
paper-payment = une preuve de paiement
paper-description = une description de la marchandise et de sa matière
paper-tax-id = un numéro fiscal ou d'identité
paper-id-card = une copie d'une pièce d'identité
paper-personal-code = un code douanier personnel
paper-scheme-number = le numéro fiscal d'importation du vendeur
paper-origin = le lieu de fabrication de la marchandise
paper-permit = un permis ou une licence
paper-authority = un mandat signé pour le transporteur
customs-unsure = Tout n'est pas confirmé deux fois : c'est l'avis que vous recevez qui compte.
customs-pay-carrier = Cela se paie au transporteur : sur son propre site ou à la porte, jamais par un lien dans un message inattendu.
customs-pay-customs = Cela se paie à la douane, comme l'indique son avis.
customs-duty-always = Des droits peuvent être dus quelle que soit la valeur de la marchandise.
customs-tax-always = La taxe à l'importation peut être due quelle que soit la valeur de la marchandise.
customs-duty-free = Jusqu'à { $sum } de valeur, il n'y a en général pas de droits.
customs-tax-free = Jusqu'à { $sum } de valeur, il n'y a en général pas de taxe à l'importation.
customs-rate = Le taux est en général de { $percent } de la valeur.
customs-rate-below = Jusqu'à { $sum }, le taux est en général de { $percent }.
customs-rate-above = Au-delà de { $sum }, le taux est en général de { $percent }.
customs-flat = Dans un petit colis, { $sum } de droits sont dus par type de marchandise.
customs-prepaid = Jusqu'à { $sum }, le vendeur a pu encaisser la taxe avec le prix ({ $scheme }). Si vous l'avez payée là, envoyez-nous la confirmation de commande : elle n'est pas due deux fois.
customs-waived = Les montants jusqu'à { $sum } ne sont en général pas perçus.
customs-most = Un colis de plus de { $sum } compte comme du commerce et demande une déclaration complète.
customs-time = Durée habituelle en jours ouvrés, d'expérience générale : { $span }.
customs-time-seen = Durée en jours ouvrés pour la plupart des colis de ce trajet dernièrement : { $span }.
customs-storage = Il est en général gardé { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}, puis il est renvoyé.
customs-storage-notice = L'avis dit combien de temps il est gardé avant d'être renvoyé.
customs-choices = Ce que vous pouvez faire :
choice-pay = Payer : réglez la somme comme le dit l'avis ; le colis repart ensuite.
choice-give = Fournir ce qui est demandé : comme le dit l'avis, avec le numéro de suivi. Ce que seul le vendeur peut donner, demandez-le-nous.
choice-correct = Faire corriger : si la valeur ou la description est fausse, envoyez-nous l'avis et la confirmation de commande.
choice-wait = Attendre : vous n'avez rien à faire pour l'instant.
choice-return = Faire renvoyer : demandez-le au transporteur avant la fin du délai de l'avis, et dites-le-nous.
choice-refuse = Refuser : dites au transporteur que vous ne l'acceptez pas. Il repart alors, ce qui peut coûter quelque chose ; demandez-nous d'abord.
customs-checked = Vérifié le { $date }. Source : { $source }.
customs-known = Ce que nous en savons au { $date }. Source : { $source }.

# What we need.
need-number = Pour retrouver votre colis, il nous faut une chose : le numéro de suivi ou de commande. Il figure dans l'e-mail d'expédition.
need-number-misread = Le numéro { $number } ne passe pas sa propre vérification, un caractère est sans doute faux. Pouvez-vous le relire et le renvoyer ?
need-carrier = Nous avons lu le numéro { $number }. À quel transporteur appartient-il ?
need-photo = Pour cela, il nous faut le numéro de commande, une photo de l'article et une photo de l'emballage.
need-case = Envoyez-nous le numéro de dossier ou de commande et nous vous dirons exactement où il en est.
need-question = Dites-nous en un peu plus, avec le numéro de commande si vous en avez un.
need-address = Envoyez-nous le numéro de suivi et l'adresse telle qu'elle doit être.
need-charge = Envoyez-nous le numéro de suivi et une photo de l'avis de paiement.
got-number = Nous avons votre numéro { $number } et interrogeons le transporteur. Nous vous répondrons ici.
got-order = Nous avons votre numéro de commande { $number } et regardons. Nous vous répondrons ici.
footer = Répondez STOP et nous ne vous écrirons plus.
footer-privacy = Répondez STOP et nous ne vous écrirons plus. Confidentialité : { $url }

# Letters about a claim, by its state: no number, name or sum but the claim's own name.
mail-subject-claim = Votre réclamation { $ref }
mail-subject-answer = Votre message à { $brand }
update-lodged = nous l'avons reçue et la vérifions.
update-awaiting-evidence = il nous manque une chose de votre part avant de décider.
update-with-person = une personne l'examine maintenant.
update-offered = nous vous avons fait une offre. Elle attend votre réponse.
update-paid = le paiement est arrivé sur votre compte.
update-payout-failed = le paiement n'a pas abouti. Indiquez-nous un autre compte.
update-declined = nous avons décidé, et vous pouvez y lire les raisons. Vous pouvez demander qu'une autre personne la réexamine.
update-outside = un organisme indépendant l'examine maintenant.
update-closed = elle est close.
update-claim = Au sujet de votre réclamation { $ref } : { $news }
update-link = Consultez-la ici : { $url }
update-no-link = Ouvrez-la avec le lien reçu lors du dépôt.
join-done = Merci. Nous savons maintenant que les deux comptes sont les vôtres et traiterons vos messages comme une seule conversation.

report-title = { $brand } : colis, du { $from } au { $to }
report-answered = Personnes ayant reçu une réponse : { $count }
report-in-time = Dans le délai promis : { $percent } %
report-decided = Réclamations tranchées : { $count }
report-hours = La moitié en { $hours } h
report-paid = Réclamations payées : { $count }
