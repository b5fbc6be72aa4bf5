# SPDX-License-Identifier: Apache-2.0
"""A z/VM host in memory that speaks SMAPI bytes."""
