#!/bin/sh
# Double-click this file on a Mac: it sets CleanClaim up (the first time takes a few minutes) and opens it in your browser.
# Leave the window open while you work; close it to stop. The first time, right-click it and choose Open.
cd "$(dirname "$0")" || exit 2
for python in python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$python" >/dev/null 2>&1 &&
        "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' >/dev/null 2>&1; then
        exec "$python" run.py lab "$@"
    fi
done
echo "CleanClaim needs Python 3.11 or newer (up to 3.14), and this computer has none."
echo "Install it from https://www.python.org/downloads/ and double-click this file again."
exit 2
