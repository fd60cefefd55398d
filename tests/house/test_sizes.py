"""Nothing grows past the size at which people stop reading it."""

import json
from pathlib import Path

from tests.house.sizes import Size, complaints, python_sizes, room_sizes, tsx_sizes
from tests.house.source import ROOT, Source, committed_files, package_files, python_files


def test_files_functions_endpoints_rooms_and_components() -> None:
    exceptions = json.loads((Path(__file__).parent / "size_exceptions.json").read_text(encoding="utf-8"))
    components = [path for path in committed_files() if path.suffix == ".tsx"]
    sizes = [*python_sizes(python_files()), *room_sizes(package_files()), *tsx_sizes(components, ROOT)]
    assert complaints(sizes, exceptions) == []


def test_a_long_file_function_and_endpoint_are_seen() -> None:
    long_body = "\n".join(f"    x{n} = {n}" for n in range(60))
    text = (
        f'def long() -> None:\n    """Says."""\n{long_body}\n\n@router.get("/x")\ndef endpoint(request):\n{long_body}\n'
    )
    bad = Source("src/kedang/archive/api.py", text + "\n" * 400)
    too_long = {size.thing for size in python_sizes([bad]) if size.too_long}
    name = "src/kedang/archive/api.py"
    assert too_long == {name, f"{name}::long", f"{name}::endpoint", f"{name}::endpoint (endpoint)"}


def test_a_docstring_is_not_counted() -> None:
    text = 'def short() -> None:\n    """' + "word\n" * 60 + '    """\n    return None\n'
    assert not any(size.too_long for size in python_sizes([Source("src/kedang/kit/x.py", text)]))


def test_a_big_room_is_seen_and_its_tests_are_not_counted() -> None:
    code = Source("src/kedang/archive/a.py", "x = 1\n" * 6_001)
    tests = Source("src/kedang/fields/tests/test_a.py", "x = 1\n" * 6_001)
    assert [size.thing for size in room_sizes([code, tests]) if size.too_long] == ["room archive"]


def test_exceptions_may_only_shrink() -> None:
    sizes = [Size("a", 480, 400), Size("b", 390, 400), Size("c", 500, 400)]
    assert complaints(sizes, {"a": 500, "b": 450, "c": 500, "gone": 410}) == [
        "a: lower its exception from 500 to 480",
        "b: strike it from size_exceptions.json, it is no exception any more",
        "gone: strike it from size_exceptions.json, it is no exception any more",
    ]
    assert complaints(sizes, {"a": 480}) == ["c: 500 lines, allowed 400"]
