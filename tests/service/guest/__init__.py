# SPDX-License-Identifier: Apache-2.0
"""The guest service, served for real on a simulated host."""
