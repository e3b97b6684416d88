/** Modules of the standard library, Python 3.10 to 3.13. */
export const STANDARD_LIBRARY = (
  "__future__ _collections_abc _ctypes _io _socket _thread _typeshed abc aifc antigravity argparse array ast " +
  "asynchat asyncio asyncore atexit audioop base64 bdb binascii binhex bisect builtins bz2 cProfile calendar " +
  "cgi cgitb chunk cmath cmd code codecs codeop collections colorsys compileall concurrent configparser " +
  "contextlib contextvars copy copyreg crypt csv ctypes curses dataclasses datetime dbm decimal difflib dis " +
  "distutils doctest email encodings ensurepip enum errno faulthandler fcntl filecmp fileinput fnmatch " +
  "fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac " +
  "html http idlelib imaplib imghdr imp importlib inspect io ipaddress itertools json keyword lib2to3 linecache " +
  "locale logging lzma mailbox mailcap marshal math mimetypes mmap modulefinder msilib msvcrt multiprocessing " +
  "netrc nis nntplib nt ntpath nturl2path numbers opcode operator optparse os ossaudiodev pathlib pdb pickle " +
  "pickletools pipes pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd py_compile " +
  "pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib resource rlcompleter runpy sched " +
  "secrets select selectors shelve shlex shutil signal site smtpd smtplib sndhdr socket socketserver spwd " +
  "sqlite3 sre_compile sre_constants sre_parse ssl stat statistics string stringprep struct subprocess sunau " +
  "symtable sys sysconfig syslog tabnanny tarfile telnetlib tempfile termios textwrap this threading time " +
  "timeit tkinter token tokenize tomllib trace traceback tracemalloc tty turtle turtledemo types typing " +
  "unicodedata unittest urllib uu uuid venv warnings wave weakref webbrowser winreg winsound wsgiref xdrlib xml " +
  "xmlrpc zipapp zipfile zipimport zlib zoneinfo"
).split(" ");

/** Modules that the runtime's own packages bring: Microsoft's inference server, azure-functions, and what they need. */
const RUNTIME_MODULES = (
  "azure.functions azure.monitor azureml.contrib.services azureml_inference_server_http blinker certifi click dateutil " +
  "flask flask_cors gunicorn inference_schema itsdangerous jinja2 markupsafe opentelemetry pydantic pydantic_core " +
  "pydantic_settings pytz six typing_extensions werkzeug wrapt"
).split(" ");

/** Modules that are there whatever the environment lists. */
export const MODULES_AT_HAND: ReadonlySet<string> = new Set([...STANDARD_LIBRARY, ...RUNTIME_MODULES]);

/** Packages whose name is not that of the module they bring; several names are alternatives. */
export const PACKAGES_OF_MODULE: { readonly [module: string]: readonly string[] } = {
  attr: ["attrs"],
  azureml: ["azureml-core", "azureml-defaults"],
  bs4: ["beautifulsoup4"],
  cv2: ["opencv-python", "opencv-python-headless", "opencv-contrib-python", "opencv-contrib-python-headless"],
  Crypto: ["pycryptodome"],
  dotenv: ["python-dotenv"],
  docx: ["python-docx"],
  faiss: ["faiss-cpu", "faiss-gpu"],
  fitz: ["pymupdf"],
  git: ["gitpython"],
  jose: ["python-jose"],
  jwt: ["pyjwt"],
  keras: ["keras", "tensorflow", "tensorflow-cpu"],
  lightgbm: ["lightgbm"],
  magic: ["python-magic"],
  mlflow: ["mlflow", "mlflow-skinny"],
  MySQLdb: ["mysqlclient"],
  nacl: ["pynacl"],
  onnxruntime: ["onnxruntime", "onnxruntime-gpu"],
  OpenSSL: ["pyopenssl"],
  PIL: ["pillow"],
  pkg_resources: ["setuptools"],
  pptx: ["python-pptx"],
  psycopg2: ["psycopg2", "psycopg2-binary"],
  pythoncom: ["pywin32"],
  serial: ["pyserial"],
  skimage: ["scikit-image"],
  sklearn: ["scikit-learn", "scikit-learn-intelex"],
  skl2onnx: ["skl2onnx"],
  sentence_transformers: ["sentence-transformers"],
  slugify: ["python-slugify"],
  tensorflow: ["tensorflow", "tensorflow-cpu", "tensorflow-gpu", "tensorflow-macos"],
  tflite_runtime: ["tflite-runtime"],
  torch: ["torch", "pytorch", "pytorch-cpu", "pytorch-gpu"],
  umap: ["umap-learn"],
  usb: ["pyusb"],
  websocket: ["websocket-client"],
  xgboost: ["xgboost", "xgboost-cpu", "py-xgboost", "py-xgboost-cpu"],
  yaml: ["pyyaml"],
  zmq: ["pyzmq"],
};

/** Packages that bring others along, by which scripts are known to import them. */
export const BROUGHT_ALONG: { readonly [packageName: string]: readonly string[] } = {
  "azureml-defaults": ["azureml-core", "requests", "numpy", "pandas", "pyarrow"],
  "azureml-mlflow": ["mlflow-skinny", "azureml-core"],
  bs4: ["beautifulsoup4"],
  catboost: ["numpy", "scipy", "pandas", "matplotlib"],
  dotenv: ["python-dotenv"],
  fastai: ["torch", "torchvision", "numpy", "pandas", "pillow", "scikit-learn", "scipy", "pyyaml", "requests"],
  keras: ["numpy", "h5py"],
  lightgbm: ["numpy", "scipy"],
  matplotlib: ["numpy", "pillow"],
  mlflow: ["numpy", "pandas", "scipy", "scikit-learn", "pyyaml", "requests", "pyarrow", "matplotlib", "cloudpickle"],
  "opencv-python": ["numpy"],
  "opencv-python-headless": ["numpy"],
  onnxruntime: ["numpy"],
  pandas: ["numpy", "pytz"],
  "sentence-transformers": [
    "torch",
    "transformers",
    "numpy",
    "scikit-learn",
    "scipy",
    "tqdm",
    "pillow",
    "huggingface-hub",
  ],
  "scikit-image": ["numpy", "scipy", "pillow", "networkx"],
  "scikit-learn": ["numpy", "scipy", "joblib", "threadpoolctl"],
  scipy: ["numpy"],
  sklearn: ["scikit-learn"],
  seaborn: ["numpy", "pandas", "matplotlib"],
  shap: ["numpy", "scipy", "scikit-learn", "pandas", "tqdm"],
  spacy: ["numpy", "requests", "tqdm"],
  statsmodels: ["numpy", "scipy", "pandas", "patsy"],
  tensorflow: ["numpy", "keras", "h5py", "requests"],
  "tensorflow-cpu": ["numpy", "keras", "h5py", "requests"],
  torch: ["numpy", "sympy", "networkx"],
  torchvision: ["torch", "numpy", "pillow"],
  transformers: ["numpy", "tokenizers", "huggingface-hub", "pyyaml", "requests", "tqdm", "regex", "safetensors"],
  xgboost: ["numpy", "scipy"],
};
