#!/usr/bin/env bash
# Makes a stand-in for the Azure Functions base image, which is several gigabytes of a registry that not every machine
# reaches: this machine's Debian or Ubuntu, its CPython of the version asked for, its certificate authorities and its pip
# settings. There is no Functions host in it. As the real one of 3.12 had it for a while, its Python has
# azure-monitor-opentelemetry installed, whose OpenTelemetry is not the inference server's.
#
#   make-base.sh PYTHON_VERSION ARCHIVE     writes the root file system as a tar archive
set -euo pipefail
version=$1 archive=$(realpath "$2")

python=
for candidate in ${PYTHON:-} "python$version" "${PYENV_ROOT:-$HOME/.pyenv}/versions/$version".*/bin/python; do
  if [[ $("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) == "$version" ]]; then
    python=$candidate
    break
  fi
done
if [[ -z $python ]]; then
  echo "The base image needs Python $version, which is not found: install it or give its path in PYTHON." >&2
  exit 1
fi
prefix=$("$python" -c 'import sys; print(sys.base_prefix)')
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

# The Debian packages of the libraries that the interpreter and its extension modules are linked with.
libraries=$(find "$prefix/bin/python$version" "$prefix/lib/python$version/lib-dynload" -type f -exec ldd {} + |
  awk -v own="$prefix" '$2 == "=>" && $3 ~ "^/" && index($3, own) != 1 { print $3 }' | sort -u | xargs readlink --canonicalize)
packages=$(for library in $libraries; do
  dpkg -S "$library" 2>/dev/null || dpkg -S "${library#/usr}" # dpkg knows files by the path they were packed with
done | cut -d: -f1 | sort -u | paste -sd,)

cd "$root"
mkdir -p usr/local/bin usr/local/lib etc/ssl/certs home/site/wwwroot
cp -a "$prefix/lib/python$version" usr/local/lib/
find "$prefix/lib" -maxdepth 1 -name 'libpython*.so*' -exec cp -a {} usr/local/lib/ \;
"$python" -m pip install --quiet --disable-pip-version-check --root-user-action=ignore \
  --target "usr/local/lib/python$version/site-packages" --upgrade azure-monitor-opentelemetry
rm -rf "usr/local/lib/python$version/test" usr/local/lib/python*/config-*
find usr/local -name __pycache__ -prune -exec rm -rf {} +
cp "$prefix/bin/python$version" usr/local/bin/
ln -s "python$version" usr/local/bin/python
ln -s "python$version" usr/local/bin/python3
cp "${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}" etc/ssl/certs/ca-certificates.crt
{
  echo "[global]"
  echo "cert = /etc/ssl/certs/ca-certificates.crt"
  "$python" -m pip config list | sed -nE "s/^[^.]+\.(index-url|extra-index-url|trusted-host|timeout|proxy)='(.*)'$/\1 = \2/p"
} >etc/pip.conf
chmod -R a+rX .

. /etc/os-release
mmdebstrap --quiet --variant=minbase --include="ca-certificates,netbase,tzdata,$packages" \
  --customize-hook="copy-in $root/usr $root/etc $root/home /" --customize-hook='chroot "$1" ldconfig' \
  "$VERSION_CODENAME" "$archive"
