# SPDX-License-Identifier: Apache-2.0
"""Virtual switches, NICs, grants, VLANs, OSA, statistics."""
