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
last-scan = Último registro: { $date }.
no-scan = Todavía no hay ningún registro.
eta = Lo esperamos el { $likely }, a más tardar el { $latest }.
eta-one = Lo esperamos el { $likely }.
problem-late = Va con retraso respecto a lo prometido y lo estamos siguiendo.
problem-silent = No hay registros desde hace { $days ->
    [one] { $days } día
   *[other] { $days } días
}, así que pedimos al transportista que lo busque.
problem-lost = Tras tanto silencio lo tratamos como perdido. Ya puede abrir una reclamación.
problem-customs = Si la aduana necesita algún documento suyo, le diremos exactamente cuál.
problem-damaged = Guarde el embalaje, haga fotos y abra una reclamación.
problem-returned = Díganos si hay que corregir la dirección antes de enviarlo de nuevo.
delivered-not-received = Si no lo tiene, díganoslo: pediremos la prueba de entrega.
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
