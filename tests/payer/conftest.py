"""Tests of the payer share their made-up households (made.py)."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
