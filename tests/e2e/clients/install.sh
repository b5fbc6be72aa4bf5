#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the real clients, as PyPI has them and as requirements.lock pins them, into an environment of their own:
# build/clients. Does nothing when they are there; says why and goes on when they cannot be installed (the tests skip).
set -u
cd "$(dirname "$0")/../../.."

lock=tests/e2e/clients/requirements.lock
into=build/clients
python=${1:-.venv/bin/python}
stamp=$into/.installed

cmp -s "$lock" "$stamp" && [ -x "$into/bin/python" ] && exit 0
echo "install: the clients of $lock into $into"
mkdir -p build
log=build/clients.log
rm -rf "$into"
if "$python" -m uv venv --quiet --python "$python" "$into" >"$log" 2>&1 \
  && "$python" -m uv pip sync --quiet --require-hashes --python "$into/bin/python" "$lock" >>"$log" 2>&1; then
  cp "$lock" "$stamp"
else
  echo "install: the clients could not be installed: $(grep -m 1 -i error "$log") (see $log)" >&2
fi
exit 0
