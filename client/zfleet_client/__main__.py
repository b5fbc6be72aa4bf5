# SPDX-License-Identifier: Apache-2.0
"""`python -m zfleet_client` is the zfleet command."""

from zfleet_client.cli import main

if __name__ == "__main__":
    main(prog_name="zfleet")
