# O que os clientes leem. Em público: nem números, nem nomes, nem valores, nem promessas de dinheiro.
late-a = Lamentamos que a sua entrega esteja atrasada.
late-b = Ninguém deveria esperar tanto assim, pedimos desculpas.
silent-a = Lamentamos que o rastreio esteja sem novidades.
silent-b = Ficar sem notícias da encomenda é muito chato, e lamentamos por isso.
lost-a = Lamentamos muito que a sua encomenda pareça ter sumido.
lost-b = Uma encomenda que não aparece é uma péssima surpresa. Lamentamos muito.
not-received-a = Lamentamos que a sua encomenda não tenha chegado.
not-received-b = Você já deveria estar com a sua encomenda. Lamentamos que não esteja.
damaged-a = Lamentamos muito que tenha chegado nesse estado.
damaged-b = Nada deveria chegar assim, pedimos desculpas.
wrong-or-missing-a = Lamentamos que não tenha chegado o que você pediu.
wrong-or-missing-b = Abrir um pacote e não encontrar o que esperava é frustrante. Lamentamos.
customs-a = Lamentamos que a sua encomenda esteja parada na alfândega.
customs-b = Esperar pela alfândega sem uma resposta clara é cansativo. Lamentamos.
duties-a = Entendemos que uma taxa de importação inesperada é desagradável.
duties-b = Lamentamos a confusão com as taxas de importação.
address-a = Lamentamos que a entrega no seu endereço não tenha dado certo.
address-b = Lamentamos que a encomenda não tenha ido para o lugar certo.
returns-refund-a = Lamentamos que isto esteja dando tanto trabalho a você.
returns-refund-b = Lamentamos que precise insistir. Vamos ver juntos como está.
claim-status-a = Sabemos que espera notícias do seu caso e lamentamos que ainda esteja aberto.
claim-status-b = Lamentamos que tenha precisado perguntar de novo pelo seu caso.
service-a = Este não é o atendimento que queremos dar, e lamentamos por isso.
service-b = Não deveria ter sido assim, pedimos desculpas.
question-a = Obrigado pela mensagem, queremos ajudar.
question-b = Obrigado por nos procurar, vamos ver isso com você.
praise-a = Muito obrigado, que bom ler isso! Vamos contar para quem fez a entrega.
praise-b = Obrigado pelo carinho! Vamos repassar para a equipe.
praise-c = Que bom que chegou tudo bem. Obrigado por nos contar.

ask-number-a = Envie por DM o número de rastreio ou do pedido e vamos descobrir o que houve.
ask-number-b = Pode nos mandar em privado o número de rastreio ou do pedido? Vamos verificar em seguida.
ask-details-a = Envie por DM alguns detalhes e daremos uma resposta de verdade.
ask-details-b = Pode nos escrever os detalhes em privado? Vamos verificar e responder por lá.
ask-photo-a = Envie por DM o número do pedido e uma foto do que chegou, e cuidamos disso.
ask-photo-b = Pode nos escrever em privado com o número do pedido e uma ou duas fotos? Vamos ver em seguida.
ask-case-a = Envie por DM o número do caso ou do pedido e diremos exatamente como está.
ask-case-b = Pode nos mandar em privado o número do caso ou do pedido? Vamos verificar nós mesmos.
ask-nothing-a = Já temos o que precisamos para procurar. Escreva por DM e lá contamos o que encontrarmos.
ask-nothing-b = Estamos verificando agora. Escreva em privado para podermos passar os detalhes com segurança.

answer-minutes = Respondemos em até { $minutes ->
    [one] { $minutes } minuto
   *[other] { $minutes } minutos
}.
answer-hours = Respondemos em até { $hours ->
    [one] { $hours } hora
   *[other] { $hours } horas
}.

# Where messages are slow, and where the same words were said lately.
form-instead = Também pode usar o nosso formulário: { $url }
reference = Ref. { $code }

private-hello = Obrigado por escrever. Isto é o que sabemos da encomenda { $number }.
private-hello-unnumbered = Obrigado por escrever. Isto é o que sabemos da sua encomenda.
status-pending = A transportadora tem a etiqueta, mas ainda não tem o pacote.
status-picked-up = A transportadora já recolheu o pacote.
status-in-transit = Está a caminho.
status-customs = Está na alfândega.
status-out-for-delivery = Saiu para entrega.
status-ready-for-pickup = Está à sua espera no ponto de retirada.
status-delivery-failed = Houve uma tentativa de entrega sem sucesso.
status-on-hold = Está retido na transportadora.
status-delivered = A transportadora registrou como entregue.
status-returned = Está voltando ao remetente.
status-damaged = A transportadora registrou uma avaria.
status-lost = A transportadora considera o pacote perdido.
status-cancelled = O envio foi cancelado.
status-unknown = A transportadora não dá um status confiável.
last-scan = Último registro: { $date }.
no-scan = Ainda não há registros.
eta = Esperamos a chegada em { $likely }, no máximo até { $latest }.
eta-one = Esperamos a chegada em { $likely }.
problem-late = Está atrasado em relação ao prometido e estamos acompanhando.
problem-silent = Não há registros há { $days ->
    [one] { $days } dia
   *[other] { $days } dias
}, por isso pedimos à transportadora que o procure.
problem-lost = Depois de tanto silêncio, tratamos como perdido. Você já pode abrir uma reclamação.
problem-customs = Se a alfândega precisar de algum documento seu, diremos exatamente qual.
problem-damaged = Guarde a embalagem, tire fotos e abra uma reclamação.
problem-returned = Diga-nos se o endereço deve ser corrigido antes de um novo envio.
delivered-not-received = Se não está com você, avise: vamos pedir o comprovante de entrega.
need-number = Para encontrar a encomenda precisamos de uma coisa: o número de rastreio ou do pedido. Está no e-mail de envio.
need-number-misread = O número { $number } não passa na própria verificação; deve haver um caractere errado. Pode conferir e enviar de novo?
need-carrier = Lemos o número { $number }. De qual transportadora ele é?
need-photo = Para analisar, precisamos do número do pedido, de uma foto do produto e de uma foto da embalagem.
need-case = Envie o número do caso ou do pedido e diremos exatamente como está.
need-question = Conte um pouco mais, com o número do pedido se tiver.
need-address = Envie o número de rastreio e o endereço como deve ser.
need-charge = Envie o número de rastreio e uma foto do aviso de cobrança.
got-number = Temos o seu número { $number } e estamos perguntando à transportadora. Respondemos por aqui.
got-order = Temos o número do seu pedido { $number } e estamos verificando. Respondemos por aqui.
footer = Responda STOP e não escreveremos mais.
footer-privacy = Responda STOP e não escreveremos mais. Privacidade: { $url }

# Letters about a claim, by its state: no number, name or sum but the claim's own name.
mail-subject-claim = A sua reclamação { $ref }
mail-subject-answer = A sua mensagem para { $brand }
update-lodged = recebemos e estamos a verificar.
update-awaiting-evidence = precisamos de mais uma coisa sua antes de decidir.
update-with-person = uma pessoa está a analisar agora.
update-offered = fizemos-lhe uma oferta. Aguarda a sua resposta.
update-paid = o pagamento chegou à sua conta.
update-payout-failed = o pagamento não foi concluído. Indique outra conta.
update-declined = decidimos, e os motivos estão lá para ler. Pode pedir que outra pessoa analise de novo.
update-outside = um organismo independente está a analisar agora.
update-closed = está encerrada.
update-claim = Sobre a sua reclamação { $ref }: { $news }
update-link = Veja aqui: { $url }
update-no-link = Abra com o link que recebeu ao apresentá-la.
join-done = Obrigado. Já sabemos que as duas contas são suas e trataremos o que escrever de qualquer uma como uma só conversa.

report-title = { $brand }: encomendas, de { $from } a { $to }
report-answered = Pessoas respondidas: { $count }
report-in-time = No prazo prometido: { $percent }%
report-decided = Reclamações decididas: { $count }
report-hours = Metade em { $hours } h
report-paid = Reclamações pagas: { $count }
