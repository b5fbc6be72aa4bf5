# SPDX-License-Identifier: Apache-2.0
"""How to talk to z/VM's systems management API; standard library only."""
