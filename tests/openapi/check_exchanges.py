#!/usr/bin/env python3
"""Holds recorded exchanges against api/openapi.yaml, and the document against them.

    check_exchanges.py <openapi.yaml> <recording>...

A recording begins with the server's route table (tests/support/recorded_exchanges.h). Everything that differs is
printed; the exit code is 1 when anything does. Whatever the document promises must have been seen: each status of each
operation, each media type of each answer, each code that any operation may give.
"""
import json
import re
import sys
from collections import Counter
from urllib.parse import parse_qsl, unquote

import jsonschema
import yaml

METHODS = {"get", "post", "put", "patch", "delete", "head", "options", "trace"}
STRUCTURED = {"application/json", "application/problem+json"}
SHOWN_MAX = 200


class Loader(yaml.SafeLoader):
    """Refuses a key that stands twice in a mapping, which YAML forbids and the loader lets pass."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(k, deep=True) for k, _ in node.value]
        for key, times in Counter(map(str, keys)).items():
            if times > 1:
                raise yaml.YAMLError(f"line {node.start_mark.line + 1}: {key} stands {times} times")
        return super().construct_mapping(node, deep)


class Findings:
    def __init__(self):
        self.counts = Counter()

    def add(self, text):
        self.counts[text] += 1

    def report(self):
        for text, times in sorted(self.counts.items())[:SHOWN_MAX]:
            print(f"{text}" + (f" ({times} times)" if times > 1 else ""))
        if len(self.counts) > SHOWN_MAX:
            print(f"… and {len(self.counts) - SHOWN_MAX} more")
        return len(self.counts)


def places(pattern):
    """A path with its parameters unnamed: the route table and the document may name them differently."""
    return re.sub(r"\{[^}]*\}", "{}", pattern)


class Document:
    def __init__(self, path, findings):
        with open(path, encoding="utf-8") as file:
            self.root = yaml.load(file, Loader)
        self.findings = findings
        self.used = set()
        self.validators = {}
        self.operations = {}  # (method, places) -> operation
        for path_text, methods in self.root["paths"].items():
            for method, operation in methods.items():
                if method not in METHODS:
                    findings.add(f"document: {path_text} has the unknown member {method}")
                    continue
                operation["path"] = path_text
                self.operations[(method.upper(), places(path_text))] = operation

    def resolve(self, value):
        while isinstance(value, dict) and "$ref" in value:
            value = self.lookup(value["$ref"])
        return value

    def lookup(self, ref):
        at = self.root
        for part in ref.removeprefix("#/").split("/"):
            at = at[part.replace("~1", "/").replace("~0", "~")]
        return at

    def problems_of(self, schema, value):
        """What is wrong with a value. The document's components stand beside the schema, so that its $refs are found."""
        key = id(schema)
        if key not in self.validators:
            root = {"allOf": [schema], "components": self.root["components"]}
            self.validators[key] = jsonschema.Draft202012Validator(root)
        for error in self.validators[key].iter_errors(value):
            yield f"/{'/'.join(map(str, error.absolute_path))}: {error.message[:160]}"

    def parameters(self, operation):
        return [self.resolve(p) for p in operation.get("parameters", [])]

    def response(self, operation, status):
        """The response that describes a status, and whether it is the operation's own."""
        own = operation["responses"].get(str(status))
        return (self.resolve(own), True) if own else (self.resolve(operation["responses"]["default"]), False)

    def codes_of(self, operation, scope, keyed):
        """Every problem code that an operation may give."""
        of_kinds = self.root["x-codes-of-kinds"]
        codes = set(self.root["x-codes-of-all"]) | set(operation.get("x-codes", [])) | set(of_kinds.get(scope, []))
        if operation.get("x-room"):
            codes |= set(self.root["x-codes-of-rooms"])
        if keyed:
            codes |= set(of_kinds["keyed"])
        if "application/json" in self.resolve(operation.get("requestBody", {})).get("content", {}) and not self.reads_nothing(operation):
            codes |= set(of_kinds["body"])
        return codes

    def reads_nothing(self, operation):
        return operation.get("requestBody", {}).get("$ref") == "#/components/requestBodies/Nothing"

    # What the document must be, whatever the server does.
    def check_itself(self):
        self.walk(self.root, "")
        for kind, named in self.root["components"].items():
            for name in named:
                ref = f"#/components/{kind}/{name}"
                if kind not in ("securitySchemes",) and ref not in self.used and name not in ("UnknownPath", "UnknownMethod"):
                    self.findings.add(f"document: {ref} is used nowhere")
        for name, count in Counter(o.get("operationId") for o in self.operations.values()).items():
            if name is None or count != 1:
                self.findings.add(f"document: {count} operations have the operationId {name}")
        tags = {t["name"] for t in self.root["tags"]}
        for (method, _), operation in self.operations.items():
            where = f"document: {method} {operation['path']}"
            in_path = {p["name"] for p in self.parameters(operation) if p["in"] == "path"}
            if in_path != set(re.findall(r"\{([^}]*)\}", operation["path"])):
                self.findings.add(f"{where}: the parameters in the path are not those described")
            if not set(operation.get("tags", [])) <= tags or " / " not in operation.get("summary", ""):
                self.findings.add(f"{where}: needs a known tag and a summary in Japanese and English")
            if "default" not in operation["responses"]:
                self.findings.add(f"{where}: has no default response")

    def walk(self, value, where):
        if isinstance(value, list):
            for i, item in enumerate(value):
                self.walk(item, f"{where}/{i}")
        if not isinstance(value, dict):
            return
        if "$ref" in value:
            ref = value["$ref"]
            self.used.update(ref[:end] for end in [len(ref)] + [m.start() for m in re.finditer("/", ref)])
            try:
                self.lookup(ref)
            except KeyError:
                self.findings.add(f"document: {where} refers to {ref}, which is not there")
        if value.get("type") == "object" and value.get("additionalProperties") is not False:
            self.findings.add(f"document: {where} is an object that may have any further member")
        if value.get("type") == "object" and not set(value.get("required", ["?"])) <= set(value.get("properties", {})):
            self.findings.add(f"document: {where} does not say what is required, or requires what it does not describe")
        if "schema" in value and where.rsplit("/", 1)[-1] != "properties":
            try:
                jsonschema.Draft202012Validator.check_schema(value["schema"])
            except jsonschema.SchemaError as error:
                self.findings.add(f"document: {where}/schema: {error.message[:160]}")
        for name, member in value.items():
            if member is None or not isinstance(name, str) or (" " in name and not where.endswith("/paths")):
                self.findings.add(f"document: {where} has the odd member {name!r}")
            self.walk(member, f"{where}/{name}")


class Check:
    def __init__(self, document, findings):
        self.document, self.findings = document, findings
        self.routes = {}  # (method, places) -> line of the table
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
            keyed = any(p["name"] == "Idempotency-Key" for p in self.document.parameters(operation))
            if keyed != route["keyed"]:
                self.findings.add(f"{where}: keyed is {route['keyed']}, the document says {keyed}")

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
    check.compare_table()
    for line in lines:
        if "route" not in line:
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
