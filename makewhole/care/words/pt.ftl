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
last-scan = Última leitura: { $date }.
no-scan = Ainda não há registros.
eta-one = Esperamos a chegada em { $likely }.
problem-late = Está atrasado em relação ao prometido e estamos acompanhando.
problem-silent = Não há registros há { $days ->
    [one] { $days } dia
   *[other] { $days } dias
}. Continuamos pedindo notícias à transportadora.
problem-lost = Depois de tanto silêncio, tratamos como perdido.
problem-damaged = Guarde a embalagem, tire fotos e abra uma reclamação.
problem-returned = Diga-nos se o endereço deve ser corrigido antes de um novo envio.
delivered-not-received = Se não está com você, avise: vamos pedir o comprovante de entrega.

# Where a parcel is: what its scans say, why it stopped, what comes next, what its customer can do.
last-scan-ago = Última leitura: { $date } ({ $ago }).
scan-place = Local: { $place }.
has-sender = Ainda está com o remetente.
has-customs = Agora está com a alfândega.
has-carrier = Está com { $carrier }.
why = Motivo indicado: { $reason }.
why-address = o endereço está errado, incompleto ou não foi encontrado
why-absent = ninguém pôde receber ou não foi possível chegar à porta
why-refused = não foi aceito
why-identity = não foi possível conferir a identidade
why-asked = foi pedido outro dia ou outro local
why-not-collected = não foi retirado a tempo
why-unpaid = o valor devido na entrega não foi pago
why-damage = dano no caminho
why-loss = a transportadora não o encontra
why-missort = foi separado para o lugar errado
why-carrier = um atraso da transportadora
why-weather = o mau tempo
why-disaster = um desastre ou uma ordem das autoridades
why-strike = uma greve
why-holiday = um feriado
why-sender = falta algo ou há algo errado do lado do remetente
why-called-back = o remetente pediu a devolução
why-unsaid = a transportadora não diz
silence-usual = Neste trajeto é normal ficar até { $days ->
    [one] { $days } dia
   *[other] { $days } dias
} sem leitura.
problem-conflict = O que nos informam sobre este número não combina, e estamos verificando o que está certo.
problem-fee-due = É preciso pagar algo antes que ele siga.
problem-unreadable = Não conseguimos ler tudo o que a transportadora informou e estamos verificando.
disrupted = Desde { $day } muitos pacotes deste trajeto estão mais lentos que o normal, e o seu é um deles. Estamos acompanhando.
next-pickup = O próximo passo é a coleta pela transportadora.
next-customs = O próximo passo costuma ser a alfândega ({ $country }).
next-delivery = O próximo passo costuma ser a unidade perto de você e, de lá, a entrega.
next-release = Quando a alfândega libera, costuma seguir para a entrega.
next-attempt = Normalmente a transportadora tenta de novo ou leva a um ponto de retirada.
eta-range = Esperamos que chegue entre { $earliest } e { $latest }, mais provavelmente em { $likely }.
eta-sure-high = Temos bastante certeza disso ({ $percent }).
eta-sure-fair = É provável, mas não é certo ({ $percent }).
eta-sure-low = É só uma estimativa aproximada ({ $percent }).
risk-late = É bem possível que chegue depois do prometido.
risk-lost = Pacotes sem notícias por tanto tempo nem sempre chegam.
do-address = Envie-nos em privado o endereço como deve ser.
do-identity = Tenha um documento de identidade à mão na entrega.
do-pay-carrier = Pague o que é devido só na porta ou no site da própria transportadora.
do-choose = Você pode escolher com a transportadora outro dia ou um ponto de retirada.
do-nothing = Você não precisa fazer nada. Estamos cuidando disso.
do-pickup = Retire-o em breve: o aviso diz até quando fica guardado.
do-claim = Você pode abrir uma reclamação agora.
do-claim-from = Se não houver mais notícias, você pode abrir uma reclamação a partir de { $day }.
do-wait = Você não precisa fazer nada. Se não chegar até { $day }, avise-nos.

# An order that is not a parcel yet.
order-hello = Obrigado por escrever. Isto é o que sabemos do pedido { $number }.
order-open = Ainda não foi entregue a uma transportadora, por isso não há código de rastreio.
order-placed = Foi feito em { $date }.
order-ships-by = Deve sair até { $date }.
order-ship-late = Deveria ter saído até { $date }. Lamentamos que não tenha saído.
order-promised = A entrega está prometida até { $date }.
order-shipped = Já saiu, mas ainda não temos o código de rastreio.
order-cancelled = Foi cancelado.

# Customs: what is missing, who gives it, how long it takes, what can be done.
customs-documents = Falta à alfândega um documento ou um dado sobre a mercadoria.
customs-duties = É preciso pagar imposto antes que a alfândega libere.
customs-inspection = A alfândega está verificando o pacote.
customs-prohibited = A alfândega diz que a mercadoria não pode entrar assim como está.
customs-delay = Está na alfândega há mais tempo que o normal.
customs-export = Ainda está na alfândega do país de onde foi enviado ({ $country }). Quem responde é o remetente; você não precisa fazer nada.
customs-unknown = Não sabemos o que a alfândega de lá ({ $country }) costuma pedir. Siga o aviso que recebeu ou envie-nos uma foto dele.
customs-nowhere = Ainda não sabemos na alfândega de que país está. Siga o aviso que recebeu ou envie-nos uma foto dele.
customs-asks = Costuma ser pedido: { $papers }.
customs-givers = Quem fornece: { $who }.
giver-consignee = você
giver-seller = o vendedor
giver-carrier = a transportadora
paper-invoice = a fatura com cada item e seu preço
paper-payment = um comprovante de pagamento
paper-description = uma descrição da mercadoria e do que é feita
paper-tax-id = um número fiscal ou de identidade
paper-id-card = uma cópia de um documento de identidade
paper-personal-code = um código aduaneiro pessoal
paper-scheme-number = o número fiscal de importação do vendedor
paper-origin = onde a mercadoria foi feita
paper-permit = uma autorização ou licença
paper-authority = uma procuração assinada para a transportadora
customs-unsure = Nem tudo isto está confirmado duas vezes: vale o que diz o aviso que você receber.
customs-pay-carrier = Paga-se à transportadora: no site dela ou na porta, nunca por um link de uma mensagem inesperada.
customs-pay-customs = Paga-se à alfândega, como diz o aviso dela.
customs-duty-always = Pode haver imposto de importação seja qual for o valor da mercadoria.
customs-tax-always = Podem ser devidos outros tributos na importação seja qual for o valor da mercadoria.
customs-duty-free = Até { $sum } normalmente não há imposto de importação.
customs-tax-free = Até { $sum } normalmente não há outros tributos na importação.
customs-rate = A alíquota costuma ser de { $percent } do valor.
customs-rate-below = Até { $sum } a alíquota costuma ser de { $percent }.
customs-rate-above = Acima de { $sum } a alíquota costuma ser de { $percent }.
customs-flat = Num pacote pequeno são devidos { $sum } por tipo de mercadoria.
customs-prepaid = Até { $sum } o vendedor pode ter cobrado o imposto junto com o preço ({ $scheme }). Se você pagou ali, envie-nos a confirmação do pedido: não é devido duas vezes.
customs-waived = Valores até { $sum } normalmente não são cobrados.
customs-most = Um pacote de mais de { $sum } conta como comércio e precisa de declaração completa.
customs-time = Dias úteis que costuma levar, pela experiência geral: { $span }.
customs-time-seen = Dias úteis que a maioria dos pacotes deste trajeto levou ultimamente: { $span }.
customs-storage = Costuma ficar guardado { $days ->
    [one] { $days } dia
   *[other] { $days } dias
} e depois volta.
customs-storage-notice = O aviso diz por quanto tempo fica guardado antes de voltar.
customs-choices = O que você pode fazer:
choice-pay = Pagar: pague a cobrança como diz o aviso; depois o pacote segue.
choice-give = Fornecer o que foi pedido: faça-o como diz o aviso, com o código de rastreio. O que só o vendedor pode dar, peça a nós.
choice-correct = Corrigir: se o valor ou a descrição estiver errado, envie-nos o aviso e a confirmação do pedido.
choice-wait = Esperar: agora você não precisa fazer nada.
choice-return = Devolver: peça à transportadora antes que acabe o prazo do aviso e avise-nos.
choice-refuse = Recusar: diga à transportadora que não o aceita. Ele volta, o que pode ter custo; por isso fale conosco antes.
customs-checked = Verificado em { $date }. Fonte: { $source }.
customs-known = O que sabemos até { $date }. Fonte: { $source }.

# What we need.
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
