# SPDX-License-Identifier: Apache-2.0
"""The network service: real gRPC, a real database, and a simulated host that is spoken to in SMAPI bytes."""
