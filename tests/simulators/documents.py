"""X's OpenAPI documents, asked about one request and its answer, or one line of a stream, at a time."""

import json
import re
from urllib.parse import parse_qs, urlsplit

import jsonschema_rs

NAMES = {"tweet": "x-openapi-tweetnames.json", "post": "x-openapi.json"}


class Document:
    """The document of one dialect."""

    def __init__(self, folder, dialect):
        self._document = json.loads((folder / "x" / NAMES[dialect]).read_text())
        # Of an event's payload the document says "exactly one of", and two of them fit each changed profile.
        payload = self._document["components"]["schemas"]["ActivityStreamingResponsePayload"]
        payload["anyOf"] = payload.pop("oneOf")
        self._schemas = {}
        self._paths = [
            (path, re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path) + r"\Z"), operations)
            for path, operations in self._document["paths"].items()
        ]

    def validate(self, schema, value):
        """Holds a value against a schema of the document."""
        key = json.dumps(schema, sort_keys=True)
        if key not in self._schemas:
            # nullable and discriminator are OpenAPI's own; a plain JSON Schema reader passes over them.
            whole = {**schema, "components": self._document["components"]}
            self._schemas[key] = jsonschema_rs.Draft202012Validator(whole)
        self._schemas[key].validate(value)

    def operation(self, method, path):
        """The path as the document writes it, and the operation."""
        fitting = [(name, all_of) for name, pattern, all_of in self._paths if pattern.match(path)]
        assert fitting, f"X knows no {path}"
        name, all_of = min(fitting, key=lambda pair: pair[0].count("{"))
        assert method.lower() in all_of, f"X knows no {method} {path}"
        return name, all_of[method.lower()]

    def check_request(self, request):
        """Fails where X would not understand a request."""
        url = urlsplit(str(request.url))
        _, operation = self.operation(request.method, url.path)
        known = {one["name"]: one["schema"] for one in self._parameters(operation) if one["in"] == "query"}
        for name, values in parse_qs(url.query).items():
            assert name in known, f"{url.path} takes no {name}"
            kind = known[name].get("type")
            value = values[0].split(",") if kind == "array" else values[0]
            self.validate(known[name], int(values[0]) if kind == "integer" else value)
        kinds = operation.get("requestBody", {}).get("content", {})
        sent = request.headers.get("content-type", "").partition(";")[0]
        assert not request.content or sent in kinds, f"{request.method} {url.path} takes no {sent}"
        if request.content and sent == "application/json":
            self.validate(kinds[sent]["schema"], json.loads(request.content))

    def check_answer(self, request, answer):
        """Fails where an answer is not what the document promises; gives the operation's path."""
        name, operation = self.operation(request.method, urlsplit(str(request.url)).path)
        good = {status: said for status, said in operation["responses"].items() if status.startswith("2")}
        # X answers 201 where a rule was made; its document lists 200 alone.
        said = good.get(str(answer.status_code)) or next(iter(good.values()))
        if "application/json" in said["content"]:
            self.validate(said["content"]["application/json"]["schema"], answer.json())
        return f"{request.method} {name}"

    def check_line(self, path, line):
        """Fails where a line of a stream is not what the document promises."""
        _, operation = self.operation("GET", path)
        self.validate(operation["responses"]["200"]["content"]["application/json"]["schema"], line)

    def _parameters(self, operation):
        known = self._document["components"]["parameters"]
        for parameter in operation.get("parameters", []):
            yield known[parameter["$ref"].rpartition("/")[2]] if "$ref" in parameter else parameter
