"""The Python packages, as a user has them: installed from their wheels, with nothing else."""

import json
import re

import pytest
from project import block

# paths of the README's stack start in this repository, and those of the example in its directory
TO_EXAMPLE = ('"examples/diabetes', '"../diabetes')


def test_readme_has_the_example(project):
    code = block(project.sources / "README.md", "python").replace(*TO_EXAMPLE)
    assert code == (project.directory / "main.py").read_text()


def test_readme_has_the_same_stack_in_typescript(project):
    typescript = block(project.sources / "README.md", "ts").replace(*TO_EXAMPLE)
    assert_same_stack(project, "diabetes", project.write_typescript(typescript), "main.py")


def test_other_example_is_the_same_in_typescript(project):
    assert_same_stack(project, "http", project.sources / "__tests__/python/http_endpoint.ts", "http_endpoint.py")


def assert_same_stack(project, name, typescript, python):
    project.typescript(typescript)
    expected = project.stack(name)

    done = project.python(python)

    # no warning of jsii either
    assert (done.stdout, done.stderr) == ("", "")
    assert project.stack(name) == expected


def test_problems_are_what_a_traceback_ends_with(project):
    code = (project.directory / "main.py").read_text()
    code = code.replace('"3.12"', '"3.7"').replace('"input/{blobname}.json"', '"input/{blobname.json"')

    done = project.python("-c", code)

    assert done.returncode == 1
    cause, traceback = done.stderr.split("\nThe above exception was the direct cause of the following exception:\n")
    assert cause == "jsii.errors.JavaScriptError: \n  ValidationError\n"
    _, message = traceback.split("\nRuntimeError: ValidationError: ")
    assert message.startswith(
        "2 problems found, nothing was synthesized:\n\n[diabetes/Diabetes/Image] inferenceConfig."
    )
    assert '\n[diabetes/Diabetes/Trigger] inputPath = "input/{blobname.json"  (blob-path)\n' in message
    assert not re.search(r"^ *at |\.js:\d", done.stderr, re.MULTILINE)


@pytest.fixture(scope="session")
def probed(project):
    done = project.python(project.sources / "__tests__/python/probe.py", project.module, project.bindings)
    assert done.stderr == ""
    return json.loads(done.stdout)


def test_wrong_arguments_are_type_errors_of_python(probed):
    assert probed["type_errors"] == [
        "Model.from_file() got an unexpected keyword argument 'nme'. Did you mean 'name'?",
        "type of argument path must be str; got int instead",
        "BlobTrigger.__init__() missing 1 required keyword-only argument: 'input_path'",
        "type of argument scope must be constructs.Construct; got NoneType instead",
    ]


def test_options_are_documented_with_their_names(probed):
    text = probed["help"]
    assert "A model behind a blob trigger: each blob written under ``input_path`` is predicted" in text
    assert ":param input_path: Pattern of the blobs that are predicted, container first, for example" in text
    assert "Use ``worker_processes`` for scripts that are not thread-safe" in text


def test_bindings_are_loaded_when_they_are_needed(probed):
    loaded = {name.split(".")[1] for name in probed["loaded"]}
    assert loaded == {"_jsii", "provider", "resource_group"}


def test_resources_are_what_they_are_also_where_their_bindings_were_not_loaded(probed):
    assert {"BlobMlFunctionApp", "LinuxFunctionApp", "RoleAssignment", "UserAssignedIdentity"} <= set(probed["tree"])


def test_bindings_have_no_other_attributes(probed):
    assert probed["no_such_resource"] is False


def test_bindings_are_known_by_their_names_in_jsii(project, probed):
    package = f"@{project.flavor}/provider-azurerm"
    assembly = json.loads((project.sources / "node_modules" / package / ".jsii").read_text())
    assert set(probed["submodules"]) == set(assembly["submodules"])


def test_command_describes_the_image_of_a_stack(project, probed):
    # which was synthesized
    assert "ModelImage" in probed["tree"]
    done = project.command("context", "diabetes", "--json")
    assert (done.stderr, done.returncode) == ("", 0)
    assert json.loads(done.stdout)["directory"].startswith("cdktf.out/stacks/diabetes/build-contexts/")
