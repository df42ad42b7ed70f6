# ما يقرؤه العملاء. في العلن: لا أرقام ولا أسماء ولا مبالغ ولا وعود بالمال.
late-a = نعتذر عن تأخر وصول شحنتك.
late-b = لا ينبغي لأحد أن ينتظر كل هذا الوقت، نعتذر منك.
silent-a = نعتذر لأن التتبع متوقف بلا جديد.
silent-b = البقاء بلا أخبار عن الشحنة أمر مزعج، ونعتذر عن ذلك.
lost-a = نأسف كثيرًا لأن شحنتك لم يُعثر عليها بعد.
lost-b = اختفاء الشحنة مفاجأة مؤلمة، ونحن آسفون حقًا.
not-received-a = نعتذر لأن شحنتك لم تصل إليك.
not-received-b = كان يجب أن تكون شحنتك معك الآن، ونعتذر لأنها ليست كذلك.
damaged-a = نأسف كثيرًا لأنها وصلت بهذه الحالة.
damaged-b = لا ينبغي أن يصل شيء هكذا، نعتذر منك.
wrong-or-missing-a = نعتذر لأن ما وصلك ليس ما طلبته.
wrong-or-missing-b = فتح الطرد وعدم العثور على ما تنتظره أمر محبط، ونعتذر عنه.
customs-a = نعتذر لأن شحنتك متوقفة في الجمارك.
customs-b = انتظار الجمارك دون إجابة واضحة أمر متعب، ونعتذر عنه.
duties-a = نتفهم أن رسوم الاستيراد غير المتوقعة مزعجة.
duties-b = نعتذر عن عدم وضوح رسوم الاستيراد.
address-a = نعتذر لأن التوصيل إلى عنوانك لم يتم كما يجب.
address-b = نعتذر لأن الشحنة لم تصل إلى المكان الصحيح.
returns-refund-a = نعتذر لأن هذا الأمر أتعبك.
returns-refund-b = نعتذر لاضطرارك إلى المتابعة. لنعرف معًا أين وصل الأمر.
claim-status-a = نعلم أنك تنتظر خبرًا عن بلاغك، ونعتذر لأنه لم يُحسم بعد.
claim-status-b = نعتذر لاضطرارك إلى السؤال مرة أخرى عن بلاغك.
service-a = ليست هذه الخدمة التي نريد تقديمها، ونعتذر منك.
service-b = ما كان يجب أن يحدث هذا، نعتذر منك.
question-a = شكرًا على رسالتك، نود مساعدتك.
question-b = شكرًا لتواصلك، سننظر في الأمر معك.
praise-a = شكرًا جزيلًا، أسعدتنا كلماتك! سننقلها إلى من أوصل الشحنة.
praise-b = شكرًا لك من القلب! سنشارك هذا مع الفريق.
praise-c = سعداء بأن كل شيء وصل بخير. شكرًا لأنك أخبرتنا.

ask-number-a = أرسل لنا رقم التتبع أو رقم الطلب في رسالة خاصة وسنعرف ما الذي حدث.
ask-number-b = هل يمكنك مراسلتنا على الخاص برقم التتبع أو رقم الطلب؟ سنتحقق فورًا.
ask-details-a = أرسل لنا بعض التفاصيل في رسالة خاصة وسنعطيك جوابًا واضحًا.
ask-details-b = هل يمكنك إرسال التفاصيل على الخاص؟ سنتحقق ونجيبك هناك.
ask-photo-a = أرسل لنا رقم الطلب وصورة لما وصلك في رسالة خاصة وسنتولى الأمر.
ask-photo-b = هل يمكنك مراسلتنا على الخاص برقم الطلب وصورة أو صورتين؟ سننظر فيها فورًا.
ask-case-a = أرسل لنا رقم البلاغ أو رقم الطلب في رسالة خاصة وسنخبرك أين وصل بدقة.
ask-case-b = هل يمكنك مراسلتنا على الخاص برقم البلاغ أو رقم الطلب؟ سنراجعه بأنفسنا.
ask-nothing-a = لدينا ما نحتاجه لنبدأ البحث. راسلنا على الخاص وسنخبرك هناك بما نجده.
ask-nothing-b = نتحقق من الأمر الآن. راسلنا على الخاص لنشاركك التفاصيل بأمان.

answer-minutes = نرد خلال { $minutes ->
    [one] دقيقة واحدة
    [two] دقيقتين
    [few] { $minutes } دقائق
   *[other] { $minutes } دقيقة
}.
answer-hours = نرد خلال { $hours ->
    [one] ساعة واحدة
    [two] ساعتين
    [few] { $hours } ساعات
   *[other] { $hours } ساعة
}.

# Where messages are slow, and where the same words were said lately.
form-instead = يمكنكم أيضا استخدام النموذج: { $url }
reference = المرجع { $code }

private-hello = شكرًا لتواصلك. هذا ما نعرفه عن الشحنة { $number }.
private-hello-unnumbered = شكرًا لتواصلك. هذا ما نعرفه عن شحنتك.
status-pending = لدى الناقل بيانات الشحنة ولم يستلم الطرد بعد.
status-picked-up = استلم الناقل الطرد.
status-in-transit = الشحنة في الطريق.
status-customs = الشحنة لدى الجمارك.
status-out-for-delivery = الشحنة خرجت للتوصيل.
status-ready-for-pickup = الشحنة بانتظارك في نقطة الاستلام.
status-delivery-failed = جرت محاولة توصيل ولم تنجح.
status-on-hold = الشحنة معلقة لدى الناقل.
status-delivered = سجل الناقل أنها سُلّمت.
status-returned = الشحنة في طريق العودة إلى المرسل.
status-damaged = سجل الناقل وجود تلف.
status-lost = يعتبر الناقل الشحنة مفقودة.
status-cancelled = أُلغيت الشحنة.
status-unknown = لا توجد لدى الناقل حالة موثوقة.
last-scan = آخر تحديث: { $date }.
no-scan = لا يوجد أي تحديث بعد.
eta-one = نتوقع وصولها في { $likely }.
problem-late = تأخرت عن الموعد الموعود، ونحن نتابع الأمر.
problem-silent = لا تحديث منذ { $days ->
    [one] يوم واحد
    [two] يومين
    [few] { $days } أيام
   *[other] { $days } يومًا
}. نواصل سؤال الناقل عنها.
problem-lost = بعد هذا الانقطاع الطويل نعاملها كمفقودة.
problem-damaged = احتفظ بالتغليف والتقط صورًا ثم افتح مطالبة.
problem-returned = أخبرنا إن كان يجب تصحيح العنوان قبل إرسالها مجددًا.
delivered-not-received = إن لم تكن معك فأخبرنا، وسنطلب إثبات التسليم.

# Where a parcel is: what its scans say, why it stopped, what comes next, what its customer can do.
last-scan-ago = آخر تحديث: { $date } ({ $ago }).
scan-place = المكان: { $place }.
has-sender = ما زالت لدى المرسل.
has-customs = هي الآن لدى الجمارك.
has-carrier = هي لدى { $carrier }.
why = السبب المذكور: { $reason }.
why-address = العنوان خاطئ أو ناقص أو لم يُعثر عليه
why-absent = لم يكن هناك من يستلمها أو تعذر الوصول إلى الباب
why-refused = لم تُقبل
why-identity = تعذر التحقق من الهوية
why-asked = طُلب يوم أو مكان آخر
why-not-collected = لم تُستلم في الوقت المحدد
why-unpaid = لم يُدفع المستحق عند التسليم
why-damage = تلف في الطريق
why-loss = الناقل لا يجدها
why-missort = فُرزت إلى مكان خاطئ
why-carrier = تأخير لدى الناقل
why-weather = الطقس
why-disaster = كارثة أو أمر من السلطات
why-strike = إضراب
why-holiday = عطلة رسمية
why-sender = شيء ناقص أو خاطئ من جهة المرسل
why-called-back = المرسل طلب استرجاعها
why-unsaid = لم يذكره الناقل
silence-usual = من الطبيعي على هذا المسار ألا يظهر تحديث حتى { $days ->
    [one] يوم واحد
    [two] يومين
    [few] { $days } أيام
   *[other] { $days } يومًا
}.
problem-conflict = ما يصلنا عن هذا الرقم غير متوافق، ونحن نتحقق من الصحيح منه.
problem-fee-due = هناك مبلغ يجب دفعه قبل أن تتابع طريقها.
problem-unreadable = لم نستطع قراءة كل ما أبلغ به الناقل، ونحن نتحقق منه.
disrupted = منذ { $day } صارت شحنات كثيرة على هذا المسار أبطأ من المعتاد، وشحنتك منها. نحن نتابع الأمر.
next-pickup = الخطوة التالية أن يستلمها الناقل.
next-customs = الخطوة التالية عادةً هي الجمارك ({ $country }).
next-delivery = تصل بعد ذلك عادةً إلى المستودع القريب منك ثم تخرج للتوصيل.
next-release = عندما تفرج عنها الجمارك تنتقل عادةً إلى التوصيل.
next-attempt = عادةً يحاول الناقل مرة أخرى أو ينقلها إلى نقطة استلام.
eta-range = نتوقع وصولها بين { $earliest } و{ $latest }، والأرجح في { $likely }.
eta-sure-high = نحن واثقون من ذلك إلى حد كبير ({ $percent }).
eta-sure-fair = هذا مرجح لكنه غير مؤكد ({ $percent }).
eta-sure-low = هذا تقدير تقريبي فقط ({ $percent }).
risk-late = من المحتمل جدًا أن تصل بعد الموعد الموعود.
risk-lost = الشحنات التي ينقطع خبرها كل هذا الوقت لا تصل دائمًا.
do-address = أرسل لنا العنوان الصحيح في رسالة خاصة من فضلك.
do-identity = جهّز وثيقة هوية عند التسليم من فضلك.
do-pay-carrier = ادفع المستحق عند الباب أو في موقع الناقل نفسه فقط.
do-choose = يمكنك أن تختار مع الناقل يومًا آخر أو نقطة استلام.
do-nothing = لا يلزمك فعل شيء. نحن نتولى الأمر.
do-pickup = استلمها قريبًا من فضلك: الإشعار يذكر إلى متى تُحفظ.
do-claim = يمكنك فتح مطالبة الآن.
do-claim-from = إن لم يظهر جديد فيمكنك فتح مطالبة ابتداءً من { $day }.
do-wait = لا يلزمك فعل شيء. إن لم تصل حتى { $day } فأخبرنا.

# An order that is not a parcel yet.
order-hello = شكرًا لتواصلك. هذا ما نعرفه عن الطلب { $number }.
order-open = لم يُسلَّم إلى الناقل بعد، ولذلك لا يوجد رقم تتبع.
order-placed = تاريخ الطلب: { $date }.
order-ships-by = يجب أن يُشحن في موعد أقصاه { $date }.
order-ship-late = كان يجب أن يُشحن في موعد أقصاه { $date }، ونعتذر لأن ذلك لم يحدث.
order-promised = التسليم موعود به في موعد أقصاه { $date }.
order-shipped = لقد شُحن، لكن ليس لدينا رقم تتبع له بعد.
order-cancelled = أُلغي الطلب.

# Customs: what is missing, who gives it, how long it takes, what can be done.
customs-documents = تنقص الجمارك وثيقة أو معلومة عن البضاعة.
customs-duties = هناك رسوم أو ضريبة استيراد مستحقة قبل أن تفرج عنها الجمارك.
customs-inspection = الجمارك تفحص الشحنة.
customs-prohibited = تقول الجمارك إن البضاعة لا يمكن إدخالها كما هي.
customs-delay = هي لدى الجمارك منذ مدة أطول من المعتاد.
customs-export = ما زالت لدى جمارك بلد الإرسال ({ $country }). المسؤول أمامها هو المرسل، ولا يلزمك فعل شيء.
customs-unknown = لا نعرف ما تطلبه الجمارك هناك ({ $country }) عادةً. اتبع الإشعار الذي وصلك أو أرسل لنا صورة منه.
customs-nowhere = لا نعرف بعد لدى جمارك أي بلد هي. اتبع الإشعار الذي وصلك أو أرسل لنا صورة منه.
customs-asks = يُطلب عادةً: { $papers }.
customs-givers = من يقدمه: { $who }.
giver-consignee = أنت
giver-seller = البائع
giver-carrier = الناقل
paper-invoice = الفاتورة وفيها كل صنف وسعره
paper-payment = إثبات الدفع
paper-description = وصف البضاعة ومادتها
paper-tax-id = رقم ضريبي أو رقم هوية
paper-id-card = نسخة من وثيقة هوية
paper-personal-code = رمز جمركي شخصي
paper-scheme-number = رقم البائع الضريبي للاستيراد
paper-origin = مكان صنع البضاعة
paper-permit = تصريح أو ترخيص
paper-authority = تفويض موقّع للناقل
customs-unsure = ليس كل هذا مؤكدًا من مصدرين: المعتمد هو الإشعار الذي يصلك.
customs-pay-carrier = يُدفع للناقل: في موقعه هو أو عند الباب، ولا تدفع أبدًا عبر رابط في رسالة لم تكن تتوقعها.
customs-pay-customs = يُدفع للجمارك بالطريقة المذكورة في إشعارها.
customs-duty-always = قد تُستحق الرسوم الجمركية مهما كانت قيمة البضاعة.
customs-tax-always = قد تُستحق ضريبة الاستيراد مهما كانت قيمة البضاعة.
customs-duty-free = حتى قيمة { $sum } لا رسوم جمركية عادةً.
customs-tax-free = حتى قيمة { $sum } لا ضريبة استيراد عادةً.
customs-rate = النسبة عادةً { $percent } من القيمة.
customs-rate-below = حتى { $sum } تكون النسبة عادةً { $percent }.
customs-rate-above = فوق { $sum } تكون النسبة عادةً { $percent }.
customs-flat = في الطرد الصغير يُستحق رسم قدره { $sum } عن كل نوع من البضاعة.
customs-prepaid = حتى { $sum } ربما أخذ البائع الضريبة مع الثمن ({ $scheme }). إن كنت دفعتها هناك فأرسل لنا تأكيد الطلب: لا تُستحق مرتين.
customs-waived = المبالغ حتى { $sum } لا تُحصَّل عادةً.
customs-most = الطرد الذي تزيد قيمته على { $sum } يُعد تجارة ويحتاج إلى تصريح كامل.
customs-time = بحسب الخبرة العامة تستغرق عادةً بأيام العمل: { $span }.
customs-time-seen = على هذا المسار استغرقت معظم الشحنات مؤخرًا بأيام العمل: { $span }.
customs-storage = تُحفظ عادةً { $days ->
    [one] يومًا واحدًا
    [two] يومين
    [few] { $days } أيام
   *[other] { $days } يومًا
} ثم تعود.
customs-storage-notice = يذكر الإشعار كم تُحفظ قبل أن تعود.
customs-choices = ما يمكنك فعله:
choice-pay = الدفع: ادفع المبلغ كما في الإشعار، ثم تتابع الشحنة طريقها.
choice-give = تقديم المطلوب: بالطريقة المذكورة في الإشعار ومع رقم التتبع. وما لا يقدمه إلا البائع فاطلبه منا.
choice-correct = التصحيح: إن كانت القيمة أو الوصف خطأ فأرسل لنا الإشعار وتأكيد الطلب.
choice-wait = الانتظار: لا يلزمك فعل شيء الآن.
choice-return = الإعادة: اطلبها من الناقل قبل انتهاء المهلة في الإشعار وأخبرنا.
choice-refuse = الرفض: أخبر الناقل أنك لا تقبلها. عندها تعود، وقد يكون لذلك كلفة، فاسألنا أولًا من فضلك.
customs-checked = تاريخ التحقق: { $date }. المصدر: { $source }.
customs-known = بحسب ما نعرفه حتى { $date }. المصدر: { $source }.

# What we need.
need-number = لنعثر على شحنتك نحتاج شيئًا واحدًا: رقم التتبع أو رقم الطلب، وتجده في بريد الشحن.
need-number-misread = الرقم { $number } لا يجتاز التحقق، وغالبًا فيه خانة خاطئة. راجعه وأرسله مرة أخرى من فضلك.
need-carrier = قرأنا الرقم { $number }. لأي ناقل هو؟
need-photo = للنظر في الأمر نحتاج رقم الطلب وصورة للمنتج وصورة للتغليف.
need-case = أرسل رقم البلاغ أو رقم الطلب وسنخبرك أين وصل بدقة.
need-question = أخبرنا بالمزيد عن سؤالك، مع رقم الطلب إن وُجد.
need-address = أرسل رقم التتبع والعنوان كما يجب أن يكون.
need-charge = أرسل رقم التتبع وصورة إشعار الدفع.
got-number = وصلنا الرقم { $number } ونسأل الناقل الآن. سنرد عليك هنا.
got-order = وصلنا رقم الطلب { $number } ونراجعه الآن. سنرد عليك هنا.
footer = أرسل STOP ولن نراسلك مجددًا.
footer-privacy = أرسل STOP ولن نراسلك مجددًا. الخصوصية: { $url }

# Letters about a claim, by its state: no number, name or sum but the claim's own name.
mail-subject-claim = مطالبتك { $ref }
mail-subject-answer = رسالتك إلى { $brand }
update-lodged = وصلتنا ونتحقق منها الآن.
update-awaiting-evidence = نحتاج منك شيئًا واحدًا آخر قبل أن نقرر.
update-with-person = ينظر فيها شخص الآن.
update-offered = قدمنا لك عرضًا، وهو ينتظر ردك.
update-paid = وصل المبلغ إلى حسابك.
update-payout-failed = لم تنجح عملية الدفع. يرجى ذكر حساب آخر.
update-declined = اتخذنا قرارًا، ويمكنك قراءة الأسباب هناك. يمكنك أن تطلب من شخص آخر إعادة النظر.
update-outside = تنظر فيها الآن جهة مستقلة.
update-closed = أُغلقت.
update-claim = بخصوص مطالبتك { $ref }: { $news }
update-link = يمكنك الاطلاع عليها هنا: { $url }
update-no-link = افتحها بالرابط الذي حصلت عليه عند تقديمها.
join-done = شكرًا لك. علمنا الآن أن الحسابين لك، وسنتعامل مع ما تكتبه من أيهما كمحادثة واحدة.

report-title = { $brand }: الطرود، من { $from } إلى { $to }
report-answered = عدد من تلقوا ردًا: { $count }
report-in-time = ضمن الوقت الموعود: { $percent }%
report-decided = المطالبات التي بُتّ فيها: { $count }
report-hours = نصفها خلال { $hours } ساعة
report-paid = المطالبات المدفوعة: { $count }
