"""A client that knows nothing but the OpenAPI document, and holds every answer against it."""

import http.client
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

DOCUMENT = "/api/v1/openapi.json"
BASE = "urn:openapi"
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    about: dict[str, Any]


class DocumentedApi:
    def __init__(self, base: str, key: str) -> None:
        self.base, self.key = base, key
        self.document: dict[str, Any] = self._send("GET", DOCUMENT, None, {}).body
        self._registry: Any = Registry().with_resource(BASE, DRAFT202012.create_resource(self.document))

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        expect: int = 200,
    ) -> Answer:
        """`path` as in the document below its base, with the values of its parameters: "/interviews/int_1/status"."""
        operation = self.operation(method, path)
        if body is not None:
            self.refuse_undocumented(operation.about["requestBody"], "application/json", body)
        answer = self._send(method, self.whole(path, query), body, headers or {})
        assert answer.status == expect, f"{method} {path}: {answer.status} {answer.body}"
        documented = self.resolved(operation.about["responses"][str(answer.status)])
        if documented.get("content"):
            content_type = answer.headers["content-type"].partition(";")[0]
            self.refuse_undocumented(documented, content_type, answer.body)
        return answer

    def operation(self, method: str, path: str) -> Operation:
        """A fixed path goes before one with parameters."""
        found = [each for each in self.operations() if each.method == method.lower() and fits(each.path, path)]
        assert found, f"The document knows no {method} {path}."
        return min(found, key=lambda each: each.path.count("{"))

    def operations(self) -> Iterator[Operation]:
        for path, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    yield Operation(method, path, item[method])

    def refuse_undocumented(self, node: dict[str, Any], content_type: str, body: Any) -> None:
        schema = self.resolved(node)["content"][content_type]["schema"]
        absolute = json.loads(json.dumps(schema).replace('"$ref": "#', f'"$ref": "{BASE}#'))
        Draft202012Validator(absolute, registry=self._registry, format_checker=FormatChecker()).validate(body)

    def resolved(self, node: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in node:
            found: Any = self.document
            for name in node["$ref"].removeprefix("#/").split("/"):
                found = found[name.replace("~1", "/").replace("~0", "~")]
            node = found
        return node

    def whole(self, path: str, query: Mapping[str, str] | None) -> str:
        servers = self.document.get("servers") or [{"url": ""}]
        prefix: str = urlsplit(servers[0]["url"]).path.rstrip("/")
        below = path if prefix else f"/api/v1{path}"
        return prefix + quote(below) + (f"?{urlencode(query)}" if query else "")

    def _send(self, method: str, path: str, body: Any, headers: Mapping[str, str]) -> Answer:
        connection = http.client.HTTPConnection(urlsplit(self.base).netloc, timeout=60)
        given = {"X-API-Key": self.key, "Content-Type": "application/json", **headers}
        try:
            connection.request(method, path, None if body is None else json.dumps(body), given)
            response = connection.getresponse()
            content = response.read()
            told = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, told, json.loads(content) if content else None)
        finally:
            connection.close()


def fits(template: str, path: str) -> bool:
    pattern = re.sub(r"\\{[^/]+?\\}", "[^/]+", re.escape(template.removeprefix("/api/v1")))
    return bool(re.fullmatch(pattern, path))
