# SPDX-License-Identifier: Apache-2.0
"""What surrounds every call, one file per concern; `zfleet_runtime.server` puts them in order.

Each is bound to its method once, when the server is assembled, instead of being asked at every call (ADR 0006).
"""
