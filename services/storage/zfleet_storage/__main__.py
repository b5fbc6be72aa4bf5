# SPDX-License-Identifier: Apache-2.0
"""`python -m zfleet_storage`: the storage service as a process."""

from zfleet_runtime.process import main
from zfleet_storage.part import StoragePart

if __name__ == "__main__":
    main(StoragePart())
