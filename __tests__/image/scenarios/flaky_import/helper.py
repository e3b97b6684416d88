import os

os.environ["IMPORTS"] = str(int(os.environ.get("IMPORTS", "0")) + 1)
imports = int(os.environ["IMPORTS"])
