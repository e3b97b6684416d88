"""ml_runtime.blobs.paths and .expressions: patterns are matched and outputs named as by the Functions host."""

import random
import re
import sys
import uuid
from datetime import datetime, timezone

import pytest
from host import IMAGE

sys.path.append(str(IMAGE))
from ml_runtime.blobs.expressions import Binding, evaluator  # noqa: E402
from ml_runtime.blobs.paths import InputPath, OutputPath, PathError  # noqa: E402
from ml_runtime.settings import SettingsError  # noqa: E402


def input_path(text, **values):
    return InputPath("IN", {"IN": text, **values})


def output_path(text, bound=("name",), **values):
    return OutputPath("OUT", {"OUT": text, **values}, list(bound))


@pytest.mark.parametrize(
    ("pattern", "path", "names"),
    [
        # of BindingTemplateTests in Azure/azure-webjobs-sdk
        ("input/{name}.csv", "input/a.b.csv", {"name": "a.b"}),
        ("input/{name}/foo/{skip}.{ext}", "input/foo/foo/bar.txt", {"name": "foo", "skip": "bar", "ext": "txt"}),
        ("input/{name}/foo/{skip}.{ext}", "input/n/foo/skip/bar.txt", {"name": "n", "skip": "skip/bar", "ext": "txt"}),
        ("input/foo/{name}.{ext}", "input/foo/skip/bar.txt", {"name": "skip/bar", "ext": "txt"}),
        ("in/{a}.{b}-/{c}", "in/foo.bar.txt-/asd-/ijij", {"a": "foo.bar", "b": "txt-/asd", "c": "ijij"}),
        ("input/{name}.-/{ext}", "input/foo.-/bar.txt", {"name": "foo", "ext": "bar.txt"}),
        ("input/{name}.-/", "input/foo.bar.-/txt", None),
        # more of the same rules
        ("input/{name}.json", "input/.json", {"name": ""}),
        ("input/{name}.json", "input/a.JSON", None),
        ("input/{name}.json", "other/a.json", None),
        ("input/{name}", "input/a/b c/ü", {"name": "a/b c/ü"}),
        ("input/{a}{b}", "input/xyz", {"a": "xyz", "b": ""}),
        ("input/{a}-{A2}", "input/x-y-z", {"a": "x-y", "a2": "z"}),
        ("input/{a}/{a}", "input/x/y/z", {"a": "z"}),
        ("input/aba{name}aba", "input/aba", None),
        ("input/{{{name}}}.json", "input/{x}.json", {"name": "x"}),
        ("input/[{name}].(json)", "input/[x].(json)", {"name": "x"}),
        ("input/fixed.json", "input/fixed.json", {}),
        ("input/fixed.json", "input/fixed.jsonl", None),
        # without a name, the host compares the text as it is
        ("input/{{x}}.json", "input/{{x}}.json", {}),
        ("input/{{x}}.json", "input/{x}.json", None),
    ],
)
def test_names_are_bound_as_by_the_host(pattern, path, names):
    assert input_path(pattern).bind(path) == names


def test_names_are_bound_as_by_the_hosts_regular_expression():
    letters = random.Random(1)
    for _ in range(3000):
        parts = ["".join(letters.choices("ab-", k=letters.randrange(3))) for _ in range(letters.randrange(2, 5))]
        pattern = "c/" + "".join(f"{part}{{n{i}}}" for i, part in enumerate(parts[:-1])) + parts[-1]
        path = "c/" + "".join(letters.choices("ab-", k=letters.randrange(9)))
        expression = re.sub(r"\\{(n\d)\\}", r"(?P<\1>.*)", re.escape(pattern))
        found = re.match(f"^{expression}$", path)
        assert input_path(pattern).bind(path) == (found and found.groupdict()), (pattern, path)


def test_a_path_made_for_it_does_not_stretch_the_search():
    path = "input/" + "-" * 1018
    assert input_path("input/{a}-{b}-{c}-{d}-{e}-{f}x").bind(path) is None  # a regular expression would take years


def test_settings_between_percent_signs_are_resolved_first():
    values = {"Folder": "in/{name}", "a__b": ".json"}
    assert input_path("input/%folder%%a:b%", **values).bind("input/in/x.json") == {"name": "x"}
    assert output_path("output/%Folder%", **values).bind({"name": "x"}, "") == "output/in/x"


@pytest.mark.parametrize(
    "text",
    [
        *("input", "input/", "/{name}", "in{name}/x", "in\\put/{name}"),
        *("input/{name", "input/name}", "input/{}", "input/{a{b}}", "input/%missing%", "input/100%", "input/%%"),
        *("input/{a-b}", "input/{a.b}", "input/{1a}", "input/{rand-guid}", "input/{a:N}", "input/{ }", "input/{a}/{A}"),
    ],
)
def test_an_input_path_that_the_host_could_not_read_is_refused(text):
    with pytest.raises(SettingsError, match="IN"):
        input_path(text)


@pytest.mark.parametrize("name", ["_", "ñandú", "नमस्ते", "a1", "x‿y"])
def test_names_are_those_of_c_sharp(name):
    assert input_path(f"input/{{{name}}}").bind("input/x") == {name: "x"}


TIME = datetime(2026, 3, 5, 15, 4, 9, 71_234, timezone.utc)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        *(("name", "x"), ("NAME", "x"), ("blobtrigger", "input/x.json"), ("BlobTrigger", "input/x.json")),
        *(("datetime", "2026-03-05T15-04-09Z"), ("sys.utcnow", "2026-03-05T15-04-09Z")),
        *(("datetime:", "2026-03-05T15-04-09Z"), ("DateTime:yyyy/MM/dd", "2026/03/05")),
        *(("sys.UtcNow:yyyy.MM.dd", "2026.03.05"), ("datetime:yyMdHms", "26351549"), ("datetime:hh_tt", "03_PM")),
        *(("datetime:ddd d MMM", "Thu 5 Mar"), ("datetime:dddd, MMMM", "Thursday, March"), ("datetime:hms", "349")),
        *(("datetime:HH:mm:ss", "15:04:09"), ("datetime:yyyyMMddTHHmmssfffK", "20260305T150409071Z")),
        *(("datetime:ss-ffffff", "09-071234"), ("datetime:YYYY", "YYYY")),
    ],
)
def test_expressions(expression, value):
    evaluate = evaluator(expression, ["name"])
    assert evaluate(Binding({"name": "x"}, "input/x.json", TIME)) == value


@pytest.mark.parametrize(
    ("expression", "form"),
    [
        *(
            ("rand-guid", "{}"),
            ("rand-guid:", "{}"),
            ("RAND-GUID:D", "{}"),
            ("sys.randguid", "{}"),
            ("sys.RandGuid:d", "{}"),
        ),
        *(("rand-guid:B", "{{{}}}"), ("rand-guid:P", "({})"), ("rand-guid:N", None), ("sys.randguid:n", None)),
    ],
)
def test_guids(expression, form):
    evaluate = evaluator(expression, [])
    one, other = (evaluate(Binding({}, "", TIME)) for _ in range(2))
    assert one != other
    found = re.search("[0-9a-f-]+", one)[0]
    assert one == (str(uuid.UUID(found)).replace("-", "") if form is None else form.format(uuid.UUID(found)))


@pytest.mark.parametrize(
    "expression",
    [
        *(
            "other",
            "name:x",
            "name.length",
            "uri",
            "properties.length",
            "metadata.a",
            "sys.methodname",
            "sys",
            "sys.randguid:Q",
        ),
        *(
            "rand-guid:X",
            "rand-guidance",
            "datetimes",
            "datetime:d",
            "datetime:yyyy.MM",
            "datetime:yyy",
            "datetime:zzz",
        ),
        *("datetime:g", "datetime:'a'yyyy", "datetime:F", "sys.utcnow:o", "sys.utcnow.year", " name"),
    ],
)
def test_expressions_that_are_not_known_are_refused(expression):
    with pytest.raises(SettingsError, match=re.escape(f"OUT has the expression {{{expression}}}: allowed are")):
        output_path(f"output/{{{expression}}}")


def test_what_the_input_path_binds_comes_before_what_the_host_has():
    path = output_path("output/{datetime}-{blobtrigger}", ["datetime", "blobtrigger"])
    assert path.bind({"datetime": "a", "blobtrigger": "b"}, "input/x") == "output/a-b"
    with pytest.raises(SettingsError):
        output_path("output/{sys.utcnow}", ["sys"])


def test_output_paths():
    assert output_path("output/{{{name}}}/{Name}_out.json").bind({"name": "a/b"}, "") == "output/{a/b}/a/b_out.json"
    assert output_path("output/fixed").bind({}, "") == "output/fixed"
    before = datetime.now(timezone.utc).strftime("output/%Y-%m-%d")
    assert output_path("output/{datetime:yyyy-MM-dd}").bind({}, "") >= before


@pytest.mark.parametrize("text", ["output", "output/", "{name}/x", "output/{", "output/%missing%"])
def test_an_output_path_that_the_host_could_not_read_is_refused(text):
    with pytest.raises(SettingsError, match="OUT"):
        output_path(text)


@pytest.mark.parametrize("name", ["", "x.", "x/", "a\\b", "../x", "a/./b", "..\\x", "x" * 1025, "a\nb", "\ud83d"])
def test_a_name_that_no_output_can_have(name):
    with pytest.raises(PathError):
        output_path("output/{name}").bind({"name": name}, "")
