# SPDX-License-Identifier: Apache-2.0
"""`python -m zfleet_guest`: the guest service as a process."""

from zfleet_guest.part import GuestPart
from zfleet_runtime.process import main

if __name__ == "__main__":
    main(GuestPart())
