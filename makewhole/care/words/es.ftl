# Lo que leen los clientes. En público: ni números, ni nombres, ni importes, ni promesas de dinero.
late-a = Sentimos que su entrega se esté retrasando.
late-b = Nadie debería esperar tanto, le pedimos disculpas.
silent-a = Sentimos que el seguimiento lleve tiempo sin novedades.
silent-b = No saber nada de su paquete es muy molesto, y lo sentimos.
lost-a = Sentimos mucho que su paquete no aparezca.
lost-b = Que un paquete se extravíe es un disgusto. Lo sentimos de verdad.
not-received-a = Sentimos que su paquete no le haya llegado.
not-received-b = Ya debería tener su paquete. Sentimos que no sea así.
damaged-a = Sentimos mucho que haya llegado en ese estado.
damaged-b = Nada debería llegar así, le pedimos disculpas.
wrong-or-missing-a = Sentimos que no haya llegado lo que usted pidió.
wrong-or-missing-b = Abrir un paquete y no encontrar lo que esperaba es muy frustrante. Lo sentimos.
customs-a = Sentimos que su paquete esté retenido en aduanas.
customs-b = Esperar a la aduana sin una respuesta clara cansa a cualquiera. Lo sentimos.
duties-a = Entendemos que un cargo de aduana inesperado no es nada agradable.
duties-b = Sentimos la confusión con los gastos de importación.
address-a = Sentimos que la entrega en su dirección no saliera bien.
address-b = Sentimos que su paquete no llegara adonde debía.
returns-refund-a = Sentimos que esto le esté costando tanto esfuerzo.
returns-refund-b = Sentimos que tenga que insistir. Veamos juntos cómo está.
claim-status-a = Sabemos que espera noticias de su caso y sentimos que siga abierto.
claim-status-b = Sentimos que haya tenido que preguntar otra vez por su caso.
service-a = Este no es el servicio que queremos dar, y lo sentimos.
service-b = Esto no debería haber sido así, le pedimos disculpas.
question-a = Gracias por su mensaje, queremos ayudarle.
question-b = Gracias por escribirnos, lo miramos con usted.
praise-a = ¡Muchas gracias, qué alegría leerlo! Se lo contamos a quienes lo llevaron.
praise-b = ¡Gracias por decírnoslo! Lo compartimos con el equipo.
praise-c = Nos alegra que todo llegara bien. Gracias por tomarse un momento para contarlo.

ask-number-a = Envíenos por DM su número de seguimiento o de pedido y averiguamos qué pasa.
ask-number-b = ¿Puede escribirnos en privado el número de seguimiento o de pedido? Lo miramos enseguida.
ask-details-a = Envíenos por DM unos detalles y le damos una respuesta de verdad.
ask-details-b = ¿Puede escribirnos los detalles en privado? Lo revisamos y le respondemos ahí.
ask-photo-a = Envíenos por DM el número de pedido y una foto de lo que llegó, y nos ocupamos.
ask-photo-b = ¿Puede escribirnos en privado con el número de pedido y una o dos fotos? Lo miramos enseguida.
ask-case-a = Envíenos por DM el número de caso o de pedido y le decimos exactamente cómo va.
ask-case-b = ¿Puede escribirnos en privado el número de caso o de pedido? Lo revisamos nosotros mismos.
ask-nothing-a = Tenemos lo necesario para empezar a buscar. Escríbanos por DM y ahí le contamos lo que encontremos.
ask-nothing-b = Lo estamos revisando. Escríbanos en privado para poder compartir los detalles de forma segura.

answer-minutes = Respondemos en { $minutes ->
    [one] { $minutes } minuto
   *[other] { $minutes } minutos
} como máximo.
answer-hours = Respondemos en { $hours ->
    [one] { $hours } hora
   *[other] { $hours } horas
} como máximo.

# Where messages are slow, and where the same words were said lately.
form-instead = También puede usar nuestro formulario: { $url }
reference = Ref. { $code }

private-hello = Gracias por escribirnos. Esto es lo que sabemos del paquete { $number }.
private-hello-unnumbered = Gracias por escribirnos. Esto es lo que sabemos de su paquete.
status-pending = El transportista tiene la etiqueta, pero todavía no el paquete.
status-picked-up = El transportista ha recogido el paquete.
status-in-transit = Está en camino.
status-customs = Está en aduanas.
status-out-for-delivery = Está en reparto.
status-ready-for-pickup = Le espera en el punto de recogida.
status-delivery-failed = Se intentó entregar, pero no fue posible.
status-on-hold = Está retenido por el transportista.
status-delivered = El transportista lo registró como entregado.
status-returned = Vuelve al remitente.
status-damaged = El transportista registró daños.
status-lost = El transportista lo da por perdido.
status-cancelled = El envío se canceló.
status-unknown = El transportista no da un estado fiable.
last-scan = Último escaneo: { $date }.
no-scan = Todavía no hay ningún registro.
eta-one = Lo esperamos el { $likely }.
problem-late = Va con retraso respecto a lo prometido y lo estamos siguiendo.
problem-silent = No hay registros desde hace { $days ->
    [one] { $days } día
   *[other] { $days } días
}. Seguimos pidiendo noticias al transportista.
problem-lost = Tras tanto silencio lo tratamos como perdido.
problem-damaged = Guarde el embalaje, haga fotos y abra una reclamación.
problem-returned = Díganos si hay que corregir la dirección antes de enviarlo de nuevo.
delivered-not-received = Si no lo tiene, díganoslo: pediremos la prueba de entrega.

# Where a parcel is: what its scans say, why it stopped, what comes next, what its customer can do.
last-scan-ago = Último escaneo: { $date } ({ $ago }).
scan-place = Lugar: { $place }.
has-sender = Todavía lo tiene el remitente.
has-customs = Ahora lo tiene la aduana.
has-carrier = Lo tiene { $carrier }.
why = Motivo indicado: { $reason }.
why-address = la dirección es incorrecta, está incompleta o no se encontró
why-absent = nadie pudo recibirlo o no se pudo llegar a la puerta
why-refused = no fue aceptado
why-identity = no se pudo comprobar la identidad
why-asked = se pidió otro día u otro lugar
why-not-collected = no se recogió a tiempo
why-unpaid = no se pagó lo que se debía en la entrega
why-damage = un daño en el camino
why-loss = el transportista no lo encuentra
why-missort = se clasificó hacia un lugar equivocado
why-carrier = un retraso del transportista
why-weather = el mal tiempo
why-disaster = una catástrofe o una orden de las autoridades
why-strike = una huelga
why-holiday = un día festivo
why-sender = falta algo o hay algo mal por parte del remitente
why-called-back = el remitente pidió su devolución
why-unsaid = el transportista no lo dice
silence-usual = En esta ruta es normal que pasen hasta { $days ->
    [one] { $days } día
   *[other] { $days } días
} sin escaneos.
problem-conflict = Lo que nos comunican sobre este número no concuerda y estamos comprobando qué es lo correcto.
problem-fee-due = Hay que pagar algo antes de que siga su camino.
problem-unreadable = No pudimos leer todo lo que comunicó el transportista y lo estamos comprobando.
disrupted = Desde el { $day } muchos paquetes de esta ruta van más lentos de lo normal, también el suyo. Lo estamos vigilando.
next-pickup = Lo siguiente es que el transportista lo recoja.
next-customs = Lo siguiente suele ser la aduana ({ $country }).
next-delivery = Lo siguiente suele ser la delegación más cercana y, desde allí, el reparto.
next-release = Cuando la aduana lo libera, suele pasar al reparto.
next-attempt = Normalmente el transportista lo intenta otra vez o lo lleva a un punto de recogida.
eta-range = Lo esperamos entre el { $earliest } y el { $latest }, lo más probable el { $likely }.
eta-sure-high = Estamos bastante seguros ({ $percent }).
eta-sure-fair = Es probable, pero no seguro ({ $percent }).
eta-sure-low = Es solo una estimación aproximada ({ $percent }).
risk-late = Es muy posible que llegue más tarde de lo prometido.
risk-lost = Los paquetes de los que no se sabe nada durante tanto tiempo no siempre llegan.
do-address = Envíenos en privado la dirección tal como debe ser.
do-identity = Tenga a mano un documento de identidad para la entrega.
do-pay-carrier = Pague lo debido solo en la puerta o en la página propia del transportista.
do-choose = Puede elegir con el transportista otro día o un punto de recogida.
do-nothing = No tiene que hacer nada. Nosotros nos ocupamos.
do-pickup = Recójalo pronto: el aviso indica hasta cuándo se guarda.
do-claim = Puede abrir una reclamación ahora.
do-claim-from = Si no hay más noticias, puede abrir una reclamación a partir del { $day }.
do-wait = No tiene que hacer nada. Si no ha llegado el { $day }, díganoslo.

# An order that is not a parcel yet.
order-hello = Gracias por escribir. Esto es lo que sabemos del pedido { $number }.
order-open = Aún no se ha entregado a ningún transportista, por eso no tiene número de seguimiento.
order-placed = Se hizo el { $date }.
order-ships-by = Debe salir a más tardar el { $date }.
order-ship-late = Debería haber salido a más tardar el { $date }. Sentimos que no haya sido así.
order-promised = La entrega está prometida para el { $date } a más tardar.
order-shipped = Ya ha salido, pero todavía no tenemos su número de seguimiento.
order-cancelled = Fue cancelado.

# Customs: what is missing, who gives it, how long it takes, what can be done.
customs-documents = A la aduana le falta un documento o un dato sobre la mercancía.
customs-duties = Hay que pagar aranceles o impuestos de importación antes de que la aduana lo libere.
customs-inspection = La aduana está revisando el paquete.
customs-prohibited = La aduana dice que la mercancía no puede entrar tal como está.
customs-delay = Lleva en la aduana más tiempo de lo habitual.
customs-export = Sigue en la aduana del país de origen ({ $country }). Responde el remitente; usted no tiene que hacer nada.
customs-unknown = No sabemos qué suele pedir la aduana de allí ({ $country }). Guíese por el aviso que recibió o envíenos una foto.
customs-nowhere = Aún no sabemos en la aduana de qué país está. Guíese por el aviso que recibió o envíenos una foto.
customs-asks = Suele pedirse: { $papers }.
customs-givers = Quién lo aporta: { $who }.
giver-consignee = usted
giver-seller = el vendedor
giver-carrier = el transportista
paper-invoice = la factura con cada artículo y su precio
paper-payment = un justificante de pago
paper-description = una descripción de la mercancía y de qué está hecha
paper-tax-id = un número fiscal o de identidad
paper-id-card = una copia de un documento de identidad
paper-personal-code = un código aduanero personal
paper-scheme-number = el número fiscal de importación del vendedor
paper-origin = dónde se fabricó la mercancía
paper-permit = un permiso o una licencia
paper-authority = una autorización firmada para el transportista
customs-unsure = No todo esto está confirmado dos veces: cuenta lo que diga el aviso que reciba.
customs-pay-carrier = Se paga al transportista: en su propia página o en la puerta, nunca por un enlace de un mensaje inesperado.
customs-pay-customs = Se paga a la aduana, como indica su aviso.
customs-duty-always = Puede haber aranceles sea cual sea el valor de la mercancía.
customs-tax-always = Puede haber impuesto de importación sea cual sea el valor de la mercancía.
customs-duty-free = Hasta { $sum } de valor no suele haber aranceles.
customs-tax-free = Hasta { $sum } de valor no suele haber impuesto de importación.
customs-rate = La tasa suele ser del { $percent } del valor.
customs-rate-below = Hasta { $sum } la tasa suele ser del { $percent }.
customs-rate-above = Por encima de { $sum } la tasa suele ser del { $percent }.
customs-flat = En un paquete pequeño se deben { $sum } de arancel por cada tipo de mercancía.
customs-prepaid = Hasta { $sum } el vendedor puede haber cobrado el impuesto con el precio ({ $scheme }). Si lo pagó allí, envíenos la confirmación del pedido: no se debe dos veces.
customs-waived = Los importes de hasta { $sum } no suelen cobrarse.
customs-most = Un paquete de más de { $sum } se considera comercial y necesita una declaración completa.
customs-time = Días laborables que suele tardar, por experiencia general: { $span }.
customs-time-seen = Días laborables que tardó últimamente la mayoría de los paquetes de esta ruta: { $span }.
customs-storage = Suele guardarse { $days ->
    [one] { $days } día
   *[other] { $days } días
} y después se devuelve.
customs-storage-notice = El aviso dice cuánto tiempo se guarda antes de devolverlo.
customs-choices = Qué puede hacer:
choice-pay = Pagar: pague el cargo como indica el aviso; después el paquete sigue su camino.
choice-give = Aportar lo pedido: hágalo como indica el aviso, con el número de seguimiento. Lo que solo puede dar el vendedor, pídanoslo.
choice-correct = Corregir: si el valor o la descripción están mal, envíenos el aviso y la confirmación del pedido.
choice-wait = Esperar: ahora no tiene que hacer nada.
choice-return = Devolver: pídalo al transportista antes de que venza el plazo del aviso y díganoslo.
choice-refuse = Rechazar: diga al transportista que no lo acepta. Entonces se devuelve, lo que puede tener un coste; consúltenos antes.
customs-checked = Comprobado el { $date }. Fuente: { $source }.
customs-known = Según lo que sabemos a fecha de { $date }. Fuente: { $source }.

# What we need.
need-number = Para encontrar su paquete necesitamos una cosa: el número de seguimiento o de pedido. Está en el correo de envío.
need-number-misread = El número { $number } no pasa su propia comprobación; seguramente hay un carácter mal. ¿Puede revisarlo y enviarlo otra vez?
need-carrier = Hemos leído el número { $number }. ¿De qué transportista es?
need-photo = Para revisarlo necesitamos el número de pedido, una foto del artículo y otra del embalaje.
need-case = Envíenos el número de caso o de pedido y le diremos exactamente cómo va.
need-question = Cuéntenos un poco más, con el número de pedido si lo tiene.
need-address = Envíenos el número de seguimiento y la dirección tal como debe ser.
need-charge = Envíenos el número de seguimiento y una foto del aviso de pago.
got-number = Tenemos su número { $number } y estamos preguntando al transportista. Le respondemos aquí.
got-order = Tenemos su número de pedido { $number } y lo estamos mirando. Le respondemos aquí.
footer = Responda STOP y no le escribiremos más.
footer-privacy = Responda STOP y no le escribiremos más. Privacidad: { $url }

# Letters about a claim, by its state: no number, name or sum but the claim's own name.
mail-subject-claim = Su reclamación { $ref }
mail-subject-answer = Su mensaje a { $brand }
update-lodged = la hemos recibido y la estamos comprobando.
update-awaiting-evidence = necesitamos una cosa más de usted antes de decidir.
update-with-person = ahora la está mirando una persona.
update-offered = le hemos hecho una oferta. Espera su respuesta.
update-paid = el pago ha llegado a su cuenta.
update-payout-failed = el pago no se pudo realizar. Indíquenos otra cuenta.
update-declined = hemos decidido, y ahí puede leer los motivos. Puede pedir que otra persona la revise.
update-outside = ahora la está mirando un organismo independiente.
update-closed = está cerrada.
update-claim = Sobre su reclamación { $ref }: { $news }
update-link = Véala aquí: { $url }
update-no-link = Ábrala con el enlace que recibió al presentarla.
join-done = Gracias. Ya sabemos que ambas cuentas son suyas y trataremos lo que escriba desde cualquiera como una sola conversación.

report-title = { $brand }: paquetes, del { $from } al { $to }
report-answered = Personas atendidas: { $count }
report-in-time = En el plazo prometido: { $percent } %
report-decided = Reclamaciones resueltas: { $count }
report-hours = La mitad en { $hours } h
report-paid = Reclamaciones pagadas: { $count }
