# SPDX-License-Identifier: Apache-2.0
"""`python -m zfleet_network`: the network service as a process."""

from zfleet_network.part import NetworkPart
from zfleet_runtime.process import main

if __name__ == "__main__":
    main(NetworkPart())
