"""What is never used, because it is dangerous: searched for in every file of the server and of the front end."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.source import ROOT, Source, package_files

EVALUATES = {"eval", "exec", "compile", "__import__"}
UNPACKS = {"pickle", "marshal", "shelve", "dill", "yaml", "jsonpickle", "cloudpickle"}
HARMLESS_PACKERS = {"marshal.dumps"}  # it writes; only reading runs what it is given
WEAK = re.compile(
    r"hashlib\.(?:md5|sha1|new)\b|\bmodes\.(?:ECB|CBC|OFB|CFB)\b|\b(?:MD5|SHA1|ARC4|TripleDES|Blowfish)\("
)
FORBIDDEN_XML = {"xml.dom", "xml.sax", "xml.etree", "xml.parsers", "lxml"}
# Element is a type and ParseError an exception; escaping writes. The streaming reader refuses every entity itself.
HARMLESS_XML = {"Element", "ParseError", "escape", "quoteattr"}
OWN_PARSER = "src/kedang/engine/tables/xlsx_stream.py"
NETWORK = {
    "smtplib",
    "imaplib",
    "http.client",
    "urllib.request",
    "socket",
    "ssl",
    "boto3",
    "requests",
    "httpx",
    "ftplib",
}
# Every way out of the server. Who adds one here adds it to docs/security/controls.md too.
WAYS_OUT = {
    "src/kedang/config/serve.py": "tries whether the port is free",
    "src/kedang/delivery/gateways.py": "the SMS gateway",
    "src/kedang/delivery/mail.py": "the mail server",
    "src/kedang/documents/bucket.py": "the bucket",
    "src/kedang/history/sinks.py": "syslog server",
    "src/kedang/kit/malware.py": "the virus scanner",
    "src/kedang/kit/outward.py": "an address from a settings page",
    "src/kedang/mailbox/imap.py": "the filed mailbox",
    "src/kedang/vault/transit.py": "the key service",
}
# By the one door, and yet to an address of the environment: the door lets them into our own network.
THROUGH_THE_DOOR = {"src/kedang/vault/transit.py"}


# Rows travel between the two processes of one import through a pipe that nobody else holds.
OWN_PIPE = {"src/kedang/intake/preparing.py", "src/kedang/intake/second_process.py"}
# Which pairs are looked at, and when an index is tidied: guessing either is of no use.
BY_CHANCE = {"src/kedang/duplicates/learning.py", "src/kedang/duplicates/entry_index.py"}


def server() -> list[Source]:
    """The files that run."""
    return [source for source in package_files() if not source.is_test]


def imported(source: Source) -> Iterator[tuple[str, str]]:
    """(module, name) of every import; the name is empty for a whole module."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)


def calls(source: Source) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the name it is made by, such as `os.system`."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def dangerous(source: Source) -> list[str]:
    """Code that runs data, and objects read back from bytes."""
    found = [name for name, _ in calls(source) if name in EVALUATES]
    packers = [f"{module}.{name}" for module, name in imported(source) if module.split(".")[0] in UNPACKS]
    return found + [packer for packer in packers if packer not in HARMLESS_PACKERS]


def loose_commands(source: Source) -> list[str]:
    """Commands that a shell would read."""
    found = [name for name, _ in calls(source) if name in {"os.system", "os.popen", "subprocess.getoutput"}]
    return found + [name for name, call in calls(source) if any(word.arg == "shell" for word in call.keywords)]


def careless_xml(source: Source) -> list[str]:
    """XML read by a parser that follows entities."""
    if source.name == OWN_PARSER:
        return [] if "EntityDeclHandler" in source.text else ["no refusal of entities"]
    return [f"{m}.{n}" for m, n in imported(source) if m.startswith(tuple(FORBIDDEN_XML)) and n not in HARMLESS_XML]


def test_nothing_is_evaluated_or_unpickled() -> None:
    assert {s.name: found for s in server() if s.name not in OWN_PIPE and (found := dangerous(s))} == {}


def test_commands_are_lists_of_words() -> None:
    assert {s.name: found for s in server() if (found := loose_commands(s))} == {}


def test_only_approved_hashes_and_ciphers() -> None:
    # RFC 6238 says SHA-1, as a keyed hash, and authenticator apps know nothing else.
    apps = "src/kedang/accounts/totp.py"
    assert {s.name: found for s in server() if s.name != apps and (found := WEAK.findall(s.text))} == {}


def test_unguessable_values_come_from_the_system() -> None:
    users = {s.name for s in server() if any(m.split(".")[0] == "random" for m, _ in imported(s))}
    assert {name for name in users if not name.startswith("src/kedang/config/demo/")} == BY_CHANCE


def test_xml_is_read_by_the_careful_parser_only() -> None:
    assert {s.name: found for s in server() if (found := careless_xml(s))} == {}


def ways_out() -> set[str]:
    """Files that can open a connection."""
    return {s.name for s in server() if any(m in NETWORK and n != "gethostname" for m, n in imported(s))}


def test_connections_leave_from_known_files() -> None:
    local = {"src/kedang/jobs/process.py"}  # asks the machine for its name
    assert (ways_out() - local) | THROUGH_THE_DOOR == set(WAYS_OUT)
    assert {s.name for s in server() if "ours=True" in s.text} == THROUGH_THE_DOOR


def test_nothing_redirects() -> None:
    assert [s.name for s in server() if "HttpResponseRedirect" in s.text or "redirect(" in s.text] == []


def test_no_template_is_made_of_input() -> None:
    made = ("Template", "Environment", "string.Template", "django.template.Template")
    assert [
        s.name for s in server() if any(name in made for name, _ in calls(s)) and "fields/template" not in s.name
    ] == []
    # A format string is a constant, or comes from a list of constants of ours: never an attribute of a request or a row.
    loose = [
        s.name
        for s in server()
        for name, _ in calls(s)
        if re.fullmatch(r"(?:body|request|row|payload)\b.*\.format(?:_map)?", name)
    ]
    assert loose == []


def front_end() -> Iterator[tuple[str, str]]:
    """(name, text) of every file of the front end that is not a test."""
    for path in sorted((ROOT / "web" / "src").rglob("*.ts*")):
        if ".test." not in path.name and path.name != "testing.ts":
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


MARKUP = re.compile(
    r"dangerouslySetInnerHTML|\.(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function\("
    r"|postMessage|addEventListener\(\s*[\"']message[\"']|srcDoc"
)
KEEPS = re.compile(r"\b(?:localStorage|sessionStorage|indexedDB|caches\.open)\b|document\.cookie\s*=")
LINK = re.compile(r"\bhref=\{([^}]*)\}")
FINE_LINKS = re.compile(r"dialled\(|`/|\"/|'/|`#|`mailto:|`tel:")


def test_the_front_end_writes_no_markup_itself() -> None:
    assert {name: found for name, text in front_end() if (found := MARKUP.findall(text))} == {}


# `made[name] = value` with the name "__proto__" would change every object there is. A literal, a spread, Object.fromEntries and a Map
# write properties of their own only.
NAMED_PROPERTY = re.compile(r"[\w)\]]\[(?!\d+\])[^\]\n\"']+\]\s*(?:\?\?|\|\||&&|[-+*/])?=(?![=>])")
POLLUTES = re.compile(r"__proto__|setPrototypeOf|Object\.assign|Object\.definePropert|for \((?:const|let) \w+ in ")


def polluting(text: str) -> list[str]:
    """The lines that write a property whose name may come from outside."""
    return [line for line in text.splitlines() if NAMED_PROPERTY.search(line) or POLLUTES.search(line)]


def test_the_front_end_writes_no_property_whose_name_comes_from_outside() -> None:
    assert {name: found for name, text in front_end() if (found := polluting(text))} == {}
    planted = ["needs[code] = 1;", "a[b][c] ??= x", "list[at(1)] += 2", "Object.assign(a, b)"]
    fine = ["const [open, setOpen] = useState()", "if (a[b] === c)", 'row["x"] = 1', "list[0] = 1"]
    assert polluting("\n".join([*planted, *fine])) == planted


def test_the_browser_keeps_preferences_only() -> None:
    keepers = {name for name, text in front_end() if KEEPS.search(text)}
    # The third remembers, while somebody is at their organisation's service, that they link an account instead of signing in.
    linking = "web/src/features/accounts/signInServices.ts"
    assert keepers == {"web/src/app/openGroups.ts", "web/src/lib/preferences.ts", linking}


def test_no_address_of_a_link_is_made_of_free_text() -> None:
    links = {f"{name}: {made}" for name, text in front_end() for made in LINK.findall(text)}
    assert {link for link in links if not FINE_LINKS.search(link.partition(": ")[2])} == set()


def test_passwords_are_typed_into_fields_for_passwords() -> None:
    for name, text in front_end():
        for field in re.findall(r"<Input(?!\.Password)\b[^>]*(?:new|current)-password", text):
            pytest.fail(f"{name}: {field}")
        if "Input.Password" in text:
            assert "onPaste" not in text, name


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("eval(x)", dangerous),
        ("import pickle", dangerous),
        ("from yaml import load", dangerous),
        ("import subprocess\nsubprocess.run(x, shell=True)", loose_commands),
        ("import os\nos.system(x)", loose_commands),
        ("from xml.etree import ElementTree", careless_xml),
        ("from lxml.etree import parse", careless_xml),
    ],
)
def test_the_bad_is_seen(text: str, rule: object) -> None:
    assert rule(Source("src/kedang/x.py", text)) != []  # type: ignore[operator]
    assert WEAK.search("hashlib.md5(x)")
    assert MARKUP.search("<p dangerouslySetInnerHTML={x} />")
    assert KEEPS.search("sessionStorage.setItem(a, b)")
    assert not FINE_LINKS.search("customer.website")
