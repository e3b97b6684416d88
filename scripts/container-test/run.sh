#!/usr/bin/env bash
# Builds a staged build context with a real engine and makes one prediction inside the container.
#
#   run.sh CONTEXT INPUT EXPECTED [TRIGGER]
#
# CONTEXT   directory that synthesizing a stack has staged
# INPUT     file with the payload
# EXPECTED  file with the prediction, JSON; numbers may differ in the last digits
# TRIGGER   module of the trigger; http without
#
# Docker is used when its engine answers, else podman, which is installed when it is missing and we are root. The base
# image is a stand-in made by make-base.sh, kept by its Python version; give BASE_IMAGE to use another. What is proven: the
# Dockerfile, the installation of the dependencies, that the base image's own packages still work, the layout, file modes,
# and that the app predicts; not the Functions host.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
context=$(cd "$1" && pwd)
input=$(realpath "$2")
expected=$(realpath "$3")
trigger=${4:-http}
work=$(mktemp -d)
image=localhost/container-test:$$
trap '[[ ! -v engine ]] || "${engine[@]}" rmi --force "$image" >/dev/null 2>&1 || true; rm -rf "$work"' EXIT

need() { # need COMMAND... : installs what is missing
  local missing=()
  for command in "$@"; do command -v "$command" >/dev/null || missing+=("$command"); done
  [[ ${#missing[@]} == 0 ]] && return
  if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
    echo "The container test needs ${missing[*]}: install them, or start Docker and give BASE_IMAGE." >&2
    exit 1
  fi
  apt-get update --quiet=2
  DEBIAN_FRONTEND=noninteractive apt-get install --quiet=2 --yes --no-install-recommends "${missing[@]}" >/dev/null
}

if timeout 10 docker version --format '{{.Server.Version}}' >/dev/null 2>&1; then
  engine=(docker)
  build=(docker build)
else
  need podman runc
  # In a container of its own without these an engine can raise no limits, make no network and run no crun.
  cat >"$work/containers.conf" <<'CONF'
[containers]
default_ulimits = []
netns = "host"

[engine]
runtime = "runc"
CONF
  export CONTAINERS_CONF="$work/containers.conf"
  engine=(podman)
  build=(podman build --isolation chroot --network host)
fi

if [[ ! -v BASE_IMAGE ]]; then
  version=$(sed -nE '1s/^ARG BASE_IMAGE=.*python(3\.[0-9]+)$/\1/p' "$context/Dockerfile")
  : "${version:?the context has a base image of its own: give BASE_IMAGE}"
  BASE_IMAGE=localhost/functions-stand-in-otel:$version
  if ! "${engine[@]}" image inspect "$BASE_IMAGE" >/dev/null 2>&1; then
    need mmdebstrap
    "$here/make-base.sh" "$version" "$work/base.tar"
    "${engine[@]}" import --change "ENV AzureWebJobsScriptRoot=/home/site/wwwroot" --change "ENV HOME=/home" \
      --change "ENV FUNCTIONS_WORKER_RUNTIME_VERSION=$version" --change "ENV LANG=C.UTF-8" "$work/base.tar" "$BASE_IMAGE" >/dev/null
  fi
fi

"${build[@]}" --build-arg "BASE_IMAGE=$BASE_IMAGE" --tag "$image" "$context"

inside() { # inside ARGUMENT... : runs a command in the container as a user without rights
  "${engine[@]}" run --rm --interactive --user 1234 "$image" "$@"
}

if caches=$(inside find /root /home /tmp -path '*pip*' -name '*.whl' 2>/dev/null) && [[ -n $caches ]]; then
  echo "The image contains pip's cache: $caches" >&2
  exit 1
fi

# What the worker would find: the environment's packages, through the link too, and beside them the base image's own.
inside sh -c '
  set -e
  find_runtime="import azure.functions, azureml_inference_server_http, google.protobuf"
  "$languageWorkers__python__defaultExecutablePath" -c "$find_runtime"
  PYTHONPATH=/home/site/wwwroot/.python_packages/lib/site-packages /usr/local/bin/python -S -c "$find_runtime"
  if [ -d /usr/local/lib/python3*/site-packages/azure/monitor/opentelemetry ]; then
    /usr/local/bin/python -W ignore -c "
from importlib.metadata import version
import azure.monitor.opentelemetry
print(\"The base image keeps opentelemetry-sdk\", version(\"opentelemetry-sdk\"), flush=True)"
    "$languageWorkers__python__defaultExecutablePath" -c "
from importlib.metadata import version
print(\"The app has opentelemetry-sdk\", version(\"opentelemetry-sdk\"))"
  fi
'

# The program comes by an environment variable, so that standard input is the payload's on any engine.
"${engine[@]}" run --rm --interactive --user 1234 --env "TRY=$(cat "$here/../try/try.py")" "$image" \
  python -c 'import os, sys; sys.argv[0] = "try.py"; exec(compile(os.environ["TRY"], "try.py", "exec"))' \
  --input=- "--trigger=$trigger" <"$input" >"$work/prediction"

python3 - "$work/prediction" "$expected" <<'PYTHON'
import json
import math
import sys


def same(a, b):
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if type(a) is float or type(b) is float:
        return math.isclose(a, b, rel_tol=1e-9)
    return a == b


predicted, expected = (json.load(open(path)) for path in sys.argv[1:])
if not same(predicted, expected):
    sys.exit(f"The container predicts {predicted}, expected is {expected}.")
print(f"The container predicts {predicted}, as expected.")
PYTHON
