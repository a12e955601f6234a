"""Imported first by what brings Jupyter in: JupyterLab, Voila, and the tests.

Jupyter reads its own documents with the package jsonschema, which imports a grammar of internationalized web addresses
(rfc3987_syntax) to check a format that no document of Jupyter has. Making that grammar was half of the work of starting
each server. jsonschema does without the package where it is not installed, so it is told that it is not.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None: "not there", to Python's import
