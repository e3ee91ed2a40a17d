#!/usr/bin/env python3
"""Holds recorded exchanges against api/openapi.yaml, and the document against them.

    check_exchanges.py <openapi.yaml> <recording>...

A recording begins with the server's route table and its list of problems (tests/support/recorded_exchanges.h).
Everything that differs is printed; the exit code is 1 when anything does. Whatever the document promises must have been
seen: each status of each operation, each media type of each answer, each problem code that it names for an operation.
"""
import json
import re
import sys
from urllib.parse import parse_qsl, unquote

from document import Document, Findings, places

STRUCTURED = {"application/json", "application/problem+json"}


class Check:
    def __init__(self, document, findings):
        self.document, self.findings = document, findings
        self.routes = {}  # (method, places) -> line of the table
        self.problems = {}  # status -> codes
        self.patterns = []
        self.seen = set()  # (operationId, status)
        self.seen_media = set()  # (operationId, status, media type)
        self.seen_codes = set()  # (operationId, code)
        self.exchanges = 0

    def add_route(self, line):
        key = (line["method"], places(line["route"]))
        if key not in self.routes:
            self.patterns.append((line["method"], re.compile(re.sub(r"\\\{\\\}", "([^/]+)", re.escape(key[1])) + r"\Z"), key))
        self.routes[key] = line

    def compare_table(self):
        for method, path in sorted(self.routes.keys() - self.document.operations.keys()):
            self.findings.add(f"table: {method} {path} is served and stands not in the document")
        for method, path in sorted(self.document.operations.keys() - self.routes.keys()):
            self.findings.add(f"table: {method} {path} stands in the document and is not served")
        for key in self.routes.keys() & self.document.operations.keys():
            operation, route = self.document.operations[key], self.routes[key]
            where = f"table: {key[0]} {operation['path']}"
            if (operation.get("security") == []) != (route["scope"] == "open"):
                self.findings.add(f"{where}: is {route['scope']}, which its security does not say")
            queries = {p["name"] for p in self.document.parameters(operation) if p["in"] == "query"}
            if queries != set(route["parameters"].split()):
                self.findings.add(f"{where}: takes {route['parameters'] or 'no parameters'}, the document says {sorted(queries)}")
            for trait, header in (("keyed", "Idempotency-Key"), ("versioned", "If-Match")):
                described = any(p["name"] == header for p in self.document.parameters(operation))
                if described != route[trait]:
                    self.findings.add(f"{where}: {trait} is {route[trait]}, the document says {described}")

    def compare_problems(self):
        """The codes of each status: those of the server's list, no other."""
        described = {}
        for response in self.document.root["components"]["responses"].values():
            for media in response["content"].values():
                schema = media["schema"]
                for one in [schema] if "properties" in schema else self.document.lookup(schema["$ref"])["oneOf"]:
                    code = self.document.resolve(one["properties"]["code"])
                    described.setdefault(one["properties"]["status"]["const"], set()).update(code.get("enum", [code.get("const")]))
        for status in sorted(described.keys() | self.problems.keys()):
            for code in sorted(described.get(status, set()) ^ self.problems.get(status, set())):
                known = code in self.problems.get(status, set())
                self.findings.add(f"problems: {status} {code} is {'not described' if known else 'described and not known to the server'}")

    def operation_of(self, method, path):
        for known, pattern, key in self.patterns:
            match = pattern.match(path)
            if match and known == method:
                return self.document.operations.get(key), match.groups(), self.routes[key]
        return None, (), None

    def path_is_known(self, path):
        return any(pattern.match(path) for _, pattern, _ in self.patterns)

    def take(self, line):
        self.exchanges += 1
        path, _, query = line["path"].partition("?")
        operation, values, route = self.operation_of(line["method"], unquote(path))
        status = line["status"]
        if operation is None:
            if (line["method"], path) in self.routes:
                return  # told once, by compare_table
            name = "UnknownMethod" if self.path_is_known(unquote(path)) else "UnknownPath"
            expected = 405 if name == "UnknownMethod" else 404
            if status not in (expected, 408, 411, 413, 431, 503, 400):
                self.findings.add(f"{line['method']} {path}: {status}, which is no answer for what is not there")
            if status == expected:
                self.seen.add((name, status))
                self.check_body(f"{name}: {status}", self.document.root["components"]["responses"][name], line)
            return
        name = operation["operationId"]
        where = f"{line['method']} {operation['path']}: {status}"
        response, own = self.document.response(operation, status)
        self.seen.add((name if own else "default", status))
        self.check_headers(where, response, line)
        self.check_body(where, response, line, name)
        self.check_code(where, operation, route, line)
        if status < 300:
            self.check_request(where, operation, line, values, query)

    def check_headers(self, where, response, line):
        if line["headers"].get("cache-control") != "no-store":
            self.findings.add(f"{where}: no Cache-Control: no-store")
        if not line["headers"].get("renkei-request-id"):
            self.findings.add(f"{where}: no Renkei-Request-Id")
        promised = {n.lower(): self.document.resolve(h) for n, h in response.get("headers", {}).items()}
        for header, description in promised.items():
            if header not in line["headers"]:
                self.findings.add(f"{where}: no {header}")
                continue
            for problem in self.document.problems_of(description["schema"], line["headers"][header]):
                self.findings.add(f"{where}: {header} {problem}")
        for header in ("etag", "location"):
            if header in line["headers"] and header not in promised:
                self.findings.add(f"{where}: {header} is not described")

    def check_body(self, where, response, line, name=""):
        media = line["type"].split(";")[0]
        content = response.get("content", {})
        if not content:
            if media or line["body"]:
                self.findings.add(f"{where}: has a body of {media}, which is not described")
            return
        if media not in content:
            self.findings.add(f"{where}: {media or 'no content type'} is not described")
            return
        self.seen_media.add((name, line["status"], media))
        if line["body"] is None:
            return
        try:
            body = json.loads(line["body"]) if media in STRUCTURED else line["body"]
        except ValueError:
            self.findings.add(f"{where}: the body is no JSON")
            return
        for problem in self.document.problems_of(content[media]["schema"], body):
            self.findings.add(f"{where}: {problem}")
        if media == "application/problem+json" and body.get("status") != line["status"]:
            self.findings.add(f"{where}: the problem says {body.get('status')}")

    def check_code(self, where, operation, route, line):
        if line["type"] != "application/problem+json":
            return
        code = json.loads(line["body"]).get("code")
        self.seen_codes.add((operation["operationId"], code))
        if code not in self.document.codes_of(operation, route["scope"], route["keyed"]):
            self.findings.add(f"{where}: the code {code} is not among the operation's")

    def check_request(self, where, operation, line, values, query):
        sent = {n.lower(): v for n, v in line["request_headers"].items()}
        given = {("path", name): value for name, value in zip(re.findall(r"\{([^}]*)\}", operation["path"]), values)}
        given |= {("query", name): value for name, value in parse_qsl(query, keep_blank_values=True)}
        described = set()
        for parameter in self.document.parameters(operation):
            place, name = parameter["in"], parameter["name"]
            described.add((place, name))
            value = sent.get(name.lower()) if place == "header" else given.get((place, name))
            if value is None:
                if parameter.get("required"):
                    self.findings.add(f"{where}: was accepted without {name}")
                continue
            if self.document.resolve(parameter["schema"]).get("type") == "integer" and re.fullmatch(r"[0-9]+", value):
                value = int(value)
            for problem in self.document.problems_of(parameter["schema"], value):
                self.findings.add(f"{where}: was accepted with {name} {problem}")
        for place, name in given.keys() - described:
            self.findings.add(f"{where}: was accepted with the parameter {name}, which is not described")
        self.check_request_body(where, operation, line)

    def check_request_body(self, where, operation, line):
        body = self.document.resolve(operation.get("requestBody"))
        if line["method"] == "GET":
            return
        media = line["request_type"].split(";")[0]
        if body is None or media not in body["content"]:
            self.findings.add(f"{where}: a body of {media} was accepted, which is not described")
        elif line["request_body"] is not None:
            for problem in self.document.problems_of(body["content"][media]["schema"], json.loads(line["request_body"])):
                self.findings.add(f"{where}: was accepted with the body {problem}")
        elif body["required"] and media in STRUCTURED:
            self.findings.add(f"{where}: was accepted without a body")

    def check_coverage(self):
        for operation in self.document.operations.values():
            for status, response in operation["responses"].items():
                name, where = operation["operationId"], f"never seen: {operation['operationId']} {status}"
                if status == "default":
                    continue
                excused = status in operation.get("x-not-exercised", {})
                if ((name, int(status)) in self.seen) == excused:
                    self.findings.add(f"seen after all: {name} {status}" if excused else where)
                if (name, int(status)) not in self.seen:
                    continue
                for media in self.document.resolve(response).get("content", {}):
                    if (name, int(status), media) not in self.seen_media:
                        self.findings.add(f"{where} {media}")
        for name, status in (("UnknownPath", 404), ("UnknownMethod", 405)):
            if (name, status) not in self.seen:
                self.findings.add(f"never seen: {name} {status}")
        seen = {code for _, code in self.seen_codes}
        root = self.document.root
        for code in [*root["x-codes-of-all"], *root["x-codes-of-rooms"], *(c for kind in root["x-codes-of-kinds"].values() for c in kind)]:
            if code not in seen:
                self.findings.add(f"never seen: the code {code}")
        for operation in self.document.operations.values():
            for code in operation.get("x-codes", []):
                if (operation["operationId"], code) not in self.seen_codes:
                    self.findings.add(f"never seen: {operation['operationId']} {code}")


def main():
    findings = Findings()
    document = Document(sys.argv[1], findings)
    document.check_itself()
    check = Check(document, findings)
    lines = []
    for recording in sys.argv[2:]:
        with open(recording, encoding="utf-8") as file:
            lines += [json.loads(line) for line in file]
    for line in lines:
        if "route" in line:
            check.add_route(line)
        elif "problem" in line:
            check.problems.setdefault(line["status"], set()).add(line["problem"])
    check.compare_table()
    check.compare_problems()
    for line in lines:
        if "path" in line:
            check.take(line)
    if check.exchanges == 0:
        findings.add("there is no exchange in the recordings")
    check.check_coverage()
    found = findings.report()
    operations = len(document.operations)
    statuses = sum(len(o["responses"]) - 1 for o in document.operations.values())
    print(f"{operations} operations, {statuses} answers described, {check.exchanges} exchanges, {found} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
