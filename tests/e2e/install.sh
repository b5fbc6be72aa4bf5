#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what the end-to-end tests use and our own environment does not have: the real clients, Prometheus, an ISO maker
# and mkfs. Does nothing when they are there; says so and goes on where it may not install (the tests skip with a reason).
set -u

"$(dirname "$0")/clients/install.sh"

packages=()
command -v prometheus >/dev/null || packages+=(prometheus)
command -v genisoimage >/dev/null || command -v xorriso >/dev/null || packages+=(genisoimage)
PATH="$PATH:/usr/sbin:/sbin" command -v mkfs.ext4 >/dev/null || packages+=(e2fsprogs)
[ ${#packages[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "install: not here, and cannot be installed (no apt-get, or not root): ${packages[*]}" >&2
  exit 0
fi
echo "install: ${packages[*]}"
export DEBIAN_FRONTEND=noninteractive
# The package would start its own Prometheus: the tests start theirs.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy"
  trap 'rm -f "$policy"' EXIT
fi
if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${packages[@]}"; } >/dev/null 2>&1; then
  echo "install: apt-get could not install ${packages[*]}" >&2
fi
exit 0
