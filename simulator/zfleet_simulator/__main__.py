# SPDX-License-Identifier: Apache-2.0
"""``python -m zfleet_simulator``."""

from __future__ import annotations

import sys

from zfleet_simulator.server import main

if __name__ == "__main__":
    sys.exit(main())
