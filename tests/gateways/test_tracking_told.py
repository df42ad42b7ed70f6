"""Errors and notices in the shapes carriers put them in, made up after their interface documents."""

import json

import pytest

from makewhole.gateways import tracking
from makewhole.gateways.tracking import told

FAULT = (
    '<s:Envelope xmlns:s="x"><s:Body><s:Fault><faultcode>s:Server</faultcode><faultstring>Bad</faultstring>{}'
    "</s:Fault></s:Body></s:Envelope>"
)
SAID: dict[str, list[tuple[str, str]]] = {
    '{"response":{"errors":[{"code":"10001","message":"The request is malformed"}]}}': [
        ("10001", "The request is malformed")
    ],
    '{"shipment":[{"inquiryNumber":"1Z1","warnings":[{"code":"TW0001","message":"Not Found"}]}]}': [
        ("TW0001", "Not Found")
    ],
    '[{"code":"e010","message":"Sendung nicht gefunden"}]': [("e010", "Sendung nicht gefunden")],
    '{"listOfResultCodes":[{"code":"e010","message":"Unbekannt"}]}': [("e010", "Unbekannt")],
    '{"error":"unprocessable_entity","error_description":"The data is wrong"}': [
        ("unprocessable_entity", "The data is wrong")
    ],
    "<Error><Number>80040b1a</Number><Description>Authorization failure.</Description></Error>": [
        ("80040b1a", "Authorization failure.")
    ],
    '{"ok":false,"codeErreur":"E404","texteErreur":"Envoi inconnu"}': [("E404", "Envoi inconnu")],
    '{"ErrorLevel":10,"Error":"Shipment not found"}': [("10", "Shipment not found")],
    '{"message":"Invalid key","data":{"a":"b"}}': [("", "Invalid key")],
    '{"Top":{"ErrorMessages":{"ErrorMessage":[{"ErrorNumber":"13","ErrorMessage":"Not right"}]}}}': [
        ("13", "Not right")
    ],
    '{"type":"about:blank","title":"Not Found","status":404,"detail":"No such number","message":"e.nf"}': [
        ("404", "No such number")
    ],
    '{"timestamp":"2026-01-01T00:00:00Z","status":404,"error":"Not Found","message":"No parcel"}': [
        ("404", "No parcel")
    ],
    '{"title":"Validation error","message":"Bad request","detail":"Two problems found","status":"400"}': [
        ("400", "Two problems found")
    ],
    '{"errors":{"base":["Something bad"],"number":["is short"]}}': [
        ("", "Something bad"),
        ("", "is short"),
    ],
    '{"errors":["First","Second thing"]}': [("", "First"), ("", "Second thing")],
    '{"success":false,"msg":"单号不存在","code":"4001"}': [("4001", "单号不存在")],
    '{"data":{"rejected":[{"number":"RR1","error":{"code":-18019902,"message":"Not registered"}}]}}': [
        ("-18019902", "Not registered")
    ],
    '{"ret_code":"-1","ret_msg":"Bad sign"}': [("-1", "Bad sign")],
    '{"fault":{"faultstring":"Invalid key","detail":{"errorcode":"oauth.Invalid"}}}': [
        ("oauth.Invalid", "Invalid key")
    ],
    '{"HasErrors":true,"Notifications":[{"Code":"ERR52","Message":"Invalid"}]}': [("ERR52", "Invalid")],
    '{"meta":{"code":401,"message":"Invalid API key."},"data":{}}': [("401", "Invalid API key.")],
    '<data name="list" code="100" error="No data found"/>': [("100", "No data found")],
    FAULT.format(""): [("s:Server", "Bad")],
    FAULT.format("<detail><x><errorCode>9</errorCode><message>Deep cause</message></x></detail>"): [
        ("9", "Deep cause")
    ],
}
FINE = [
    '{"ErrorLevel":0,"Error":""}',
    '{"returnCode":200,"errors":[],"warnings":null,"shipment":{}}',
    '{"error":null,"message":null,"hasErrors":false,"data":[]}',
    '{"success":true,"messages":[],"code":"0"}',
    '{"errorCode":0,"errorMessage":""}',
    '{"success":true,"errorCode":"S0000","errorMsg":null,"msgData":{}}',
]


@pytest.mark.parametrize("carrier", ["nobody", "ups", "dhl_universal", "17track"])
@pytest.mark.parametrize("content", SAID, ids=lambda content: content[:40])
def test_an_error_is_found_wherever_it_stands(content: str, carrier: str) -> None:
    answers = tracking.read(carrier, content)
    assert [(one.code, one.says) for answer in answers for one in answer.told] == SAID[content]
    assert not any(answer.scans for answer in answers)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"objetos":[{"cod":"LB123456789CN","mensagem":"Não encontrado"}]}', "Não encontrado"),
        ('{"errores":[{"mensaje":"Guía no encontrada"}]}', "Guía no encontrada"),
        ('{"responseStatus":"FAIL","errors":[{"field":"x","defaultMessage":"must match"}]}', "must match"),
    ],
)
def test_an_error_is_found_in_the_words_of_other_languages_and_makers(content: str, says: str) -> None:
    assert [one.says for answer in tracking.read("nobody", content) for one in answer.told] == [says]


@pytest.mark.parametrize("content", FINE)
def test_where_all_is_well_nothing_is_told(content: str) -> None:
    assert told.found(json.loads(content)) == ()


def test_the_words_of_an_event_are_no_error() -> None:
    event = {
        "eventDateTime": "2026-01-02T03:04:05Z",
        "code": "X",
        "description": "Delivered",
        "message": {"text": "left with a neighbour"},
        "exceptionCode": "A12",
    }
    (answer,) = tracking.read("gls", json.dumps({"parcels": [{"unitno": "1", "events": [event]}]}))
    assert len(answer.scans) == 1
    assert answer.told == ()


def test_an_error_of_one_parcel_stays_with_it() -> None:
    parcels = [{"unitno": "1", "errorCode": "E1", "errorMessage": "Gone"}, {"unitno": "2", "events": []}]
    first, second = tracking.read("gls", json.dumps({"parcels": parcels}))
    assert (first.number, [one.says for one in first.told]) == ("1", ["Gone"])
    assert (second.number, second.told) == ("2", ())
