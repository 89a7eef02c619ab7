"""What must hold for the whole house: declared access, plain addresses, no unused templates."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import meta, nodes

from app.core import access
from config import ROOT

TYPED = re.compile(r"<(?!(int|path|date|token):)[^>]+>")
SEGMENT = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
#: Text parameters without a type: secrets in the address, which are checked by their hash, and
#: words of a fixed list.
UNTYPED = {"<token>", "<stop_token>", "<step>", "<guide_name>"}
#: Everyone may call these, signed in or not; nothing else may be added without thought.
PUBLIC = {
    "frame.choose",
    "people.sign_in",
    "people.sign_in_with_password",
    "people.sign_in_as_sample",
    "people.open_link",
    "people.use_link",
}
BY_TOKEN = {"feeds.read", "messages.ask_unsubscribe", "messages.unsubscribe"}
PROCESS = {"frame.healthz", "frame.readyz", "metrics.scrape"}
SIZE_LIMIT = 400


def test_every_route_declares_who_may_call_it(app: Flask) -> None:
    declared = {
        endpoint: access.policy_of(view)
        for endpoint, view in app.view_functions.items()
        if endpoint != "static"
    }
    assert {name for name, policy in declared.items() if policy is None} == set()
    kinds: dict[str, set[str]] = {}
    for name, policy in declared.items():
        assert policy is not None
        kinds.setdefault(policy.kind, set()).add(name)
    assert kinds["public"] <= PUBLIC
    assert kinds["token"] == BY_TOKEN
    assert kinds["process"] == PROCESS


def test_addresses_are_kebab_case_and_typed(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        bare = rule.rule
        for allowed in UNTYPED:
            bare = bare.replace(allowed, "x")
        assert not TYPED.search(bare), rule.rule
        for segment in re.sub(r"<[^>]+>", "x", bare).strip("/").split("/"):
            assert not segment or SEGMENT.match(segment.replace(".", "-")), rule.rule


def test_what_changes_things_is_never_a_get(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        assert methods <= {"GET", "POST"}, rule.rule
        assert len(methods) == 1, f"{rule.rule} mixes reading and writing: give each a view"


def test_every_template_is_used(app: Flask) -> None:
    folder = ROOT / "templates"
    found = {str(path.relative_to(folder)) for path in folder.rglob("*.html")}
    used: set[str] = {f"errors/{code}.html" for code in (400, 401, 403, 404, 405, 409, 413)}
    used |= {f"errors/{code}.html" for code in (429, 500, 503, 507)}
    for name in found:
        tree = app.jinja_env.parse((folder / name).read_text())
        used |= {one for one in meta.find_referenced_templates(tree) if one}
        used |= {
            value.value
            for include in tree.find_all(nodes.Include)
            for value in include.find_all(nodes.Const)
            if isinstance(value.value, str)
        }
    code = "\n".join(path.read_text() for path in (ROOT / "app").rglob("*.py"))
    used |= {name for name in found if f'"{name}"' in code}
    assert found - used == set()


@pytest.mark.parametrize("path", sorted((ROOT / "app").rglob("*.py")), ids=str)
def test_every_module_says_what_belongs_in_it(path: Path) -> None:
    text = path.read_text()
    assert ast.get_docstring(ast.parse(text)), "a module without a sentence about itself"
    assert len(text.splitlines()) <= SIZE_LIMIT, "too long: split it by subject"


def test_no_import_hides_inside_a_function() -> None:
    for path in (ROOT / "app").rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                hidden = [
                    node
                    for node in ast.walk(function)
                    if isinstance(node, ast.Import | ast.ImportFrom)
                ]
                assert not hidden, f"{path}: an import inside {function.name}"
