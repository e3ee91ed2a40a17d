"""api/openapi.yaml: what it says of an operation, and what it must be by itself."""
import re
from collections import Counter

import jsonschema
import yaml

METHODS = {"get", "post", "put", "patch", "delete", "head", "options", "trace"}
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
        if "application/json" in self.resolve(operation.get("requestBody", {})).get("content", {}):
            codes |= set(of_kinds["body"])
        return codes

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
