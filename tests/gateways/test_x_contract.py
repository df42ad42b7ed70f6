"""What the client asks and what the simulator answers, held against X's own OpenAPI documents."""

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jsonschema_rs
import pytest

from makewhole.gateways.x import Dialect, XClient
from makewhole.gateways.x_signature import Secrets, crc_response
from makewhole.simulators import x as simulated
from makewhole.simulators.running import Simulator
from tests.simulators.listening import Listener

OURS = Secrets(client="simulated-client-secret")
DOCUMENTS = {Dialect.TWEET: "x-openapi-tweetnames.json", Dialect.POST: "x-openapi.json"}


class Contract:
    """One of X's documents, asked about one request and its answer at a time."""

    def __init__(self, document):
        self._document = document
        self._paths = [
            (re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path) + r"\Z"), path.count("{"), operations)
            for path, operations in document["paths"].items()
        ]

    def _schema(self, schema):
        # nullable and discriminator are OpenAPI's own; a plain JSON Schema reader passes over them.
        return jsonschema_rs.Draft202012Validator({**schema, "components": self._document["components"]})

    def _operation(self, method, path):
        fitting = [(holes, operations) for pattern, holes, operations in self._paths if pattern.match(path)]
        assert fitting, f"X knows no {path}"
        operations = min(fitting, key=lambda pair: pair[0])[1]
        assert method.lower() in operations, f"X knows no {method} {path}"
        return operations[method.lower()]

    def _parameters(self, operation):
        known = self._document["components"]["parameters"]
        for parameter in operation.get("parameters", []):
            yield known[parameter["$ref"].rpartition("/")[2]] if "$ref" in parameter else parameter

    def check_request(self, request):
        url = urlsplit(str(request.url))
        operation = self._operation(request.method, url.path)
        known = {one["name"]: one["schema"] for one in self._parameters(operation) if one["in"] == "query"}
        for name, values in parse_qs(url.query).items():
            assert name in known, f"{url.path} takes no {name}"
            schema = known[name]
            if schema.get("type") == "array":
                value: Any = values[0].split(",")
            else:
                value = int(values[0]) if schema.get("type") == "integer" else values[0]
            self._schema(schema).validate(value)
        if request.content:
            body = operation["requestBody"]["content"]["application/json"]["schema"]
            self._schema(body).validate(json.loads(request.content))

    def check_answer(self, request, answer):
        operation = self._operation(request.method, urlsplit(str(request.url)).path)
        schema = operation["responses"][str(answer.status_code)]["content"]["application/json"]["schema"]
        self._schema(schema).validate(answer.json())


@pytest.mark.parametrize("dialect", list(Dialect))
def test_every_request_and_answer_keeps_to_the_openapi_document(dialect, eval_data):
    contract = Contract(json.loads((eval_data / "x" / DOCUMENTS[dialect]).read_text()))
    seen = []

    async def kept(answer):
        await answer.aread()
        seen.append(answer)

    with (
        Simulator(simulated.app(simulated.Settings(dialect=dialect.value))) as world,
        Listener(lambda token: crc_response(token, OURS)) as listener,
    ):
        control = f"{world.url}/_control"
        post = httpx.post(f"{control}/post", json={"handle": "ana", "text": "@HaldenHome where?"}).json()
        httpx.post(f"{control}/dm", json={"from": "ana", "to": "HaldenHome", "text": "https://a.example & b"})
        http = httpx.AsyncClient(event_hooks={"response": [kept]})
        client = XClient(world.url, "token-halden", http=http, dialect=dialect)
        client.reply("Looking.", post["id"])
        client.own_replies_to(post["id"])
        client.direct_message(post["author_id"], "Hello.")
        client.own_messages_to(post["author_id"])
        client.mentions(client.me().id, since_id="1")
        client.user("ana")
        hook = client.register_webhook(listener.url)
        client.subscribe("post.mention.create", client.me().id, hook.remote_id)
    assert len(seen) == 10
    for answer in seen:
        assert answer.is_success, answer.text
        contract.check_request(answer.request)
        contract.check_answer(answer.request, answer)
