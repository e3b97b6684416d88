"""Run in a project: synthesizes its stack, and prints what is found then, as JSON."""

import importlib
import json
import pydoc
import sys

module, bindings = sys.argv[1:]
ml = importlib.import_module(module)
namespace: dict = {}
exec(open("main.py").read(), namespace)
loaded = [name for name in sys.modules if name.startswith(f"{bindings}.")]

# ways to import the bindings
provider = importlib.import_module(bindings)
exec(f"from {bindings} import kubernetes_cluster\nfrom {bindings}.storage_account import StorageAccount", namespace)
assert provider.kubernetes_cluster is namespace["kubernetes_cluster"]
assert provider.storage_account.StorageAccount is namespace["StorageAccount"]
assert "kubernetes_cluster" in dir(provider) and "kubernetes_cluster" in provider.__all__


def type_error(call: str) -> str | None:
    try:
        eval(call, {"ml": ml})
    except TypeError as error:
        return None if error.__cause__ else str(error)


results = {
    "loaded": loaded,
    "no_such_resource": hasattr(provider, "no_such_resource"),
    "tree": sorted({type(found).__name__ for found in namespace["stack"].node.find_all()}),
    "submodules": list(sys.modules[f"{bindings}._jsii"]._private._SUBMODULE_FQN_MAP),
    "help": pydoc.plain(pydoc.render_doc(ml.BlobMlFunctionApp)),
    "type_errors": [
        type_error('ml.Model.from_file("model.pkl", nme="risk")'),
        type_error("ml.Model.from_file(5)"),
        type_error('ml.BlobTrigger(output_path="output/a")'),
        type_error('ml.HttpMlFunctionApp(None, "App", resource_group=5, image=None)'),
    ],
}
print(json.dumps(results))
