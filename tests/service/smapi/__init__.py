# SPDX-License-Identifier: Apache-2.0
"""The SMAPI client over real sockets, on a simulated host that fails as z/VM systems fail."""
