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
eta = Nous l'attendons le { $likely }, au plus tard le { $latest }.
eta-one = Nous l'attendons le { $likely }.
problem-late = Il a du retard sur la date promise et nous suivons cela.
problem-silent = Aucun scan depuis { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}, nous demandons donc au transporteur de le rechercher.
problem-lost = Après un si long silence, nous le traitons comme perdu. Vous pouvez ouvrir une réclamation dès maintenant.
problem-customs = Si la douane a besoin d'un document de votre part, nous vous dirons exactement lequel.
problem-damaged = Gardez l'emballage, prenez des photos, puis ouvrez une réclamation.
problem-returned = Dites-nous si l'adresse doit être corrigée avant un nouvel envoi.
delivered-not-received = Si vous ne l'avez pas, dites-le-nous : nous demanderons la preuve de livraison.
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
