# SPDX-License-Identifier: Apache-2.0
"""The volume service on a simulated host with 64 FCP devices: B800 to B81F on PCHID 019C, B900 to B91F on 01AC."""
