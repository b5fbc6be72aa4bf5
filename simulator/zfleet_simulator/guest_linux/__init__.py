# SPDX-License-Identifier: Apache-2.0
"""The Linux that runs in a started guest, as far as a connector meets it: its agent, its commands, its first boot."""
