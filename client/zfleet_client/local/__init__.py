# SPDX-License-Identifier: Apache-2.0
"""A whole fleet on this machine: simulated z/VM host, services and gateway as child processes."""

from zfleet_client.local.child import ChildFailed
from zfleet_client.local.local_fleet import LocalFleet, Running, default_or_free_ports
from zfleet_client.local.plan import PORTS, Plan

__all__ = ["PORTS", "ChildFailed", "LocalFleet", "Plan", "Running", "default_or_free_ports"]
