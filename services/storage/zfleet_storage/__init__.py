# SPDX-License-Identifier: Apache-2.0
"""Minidisks, disk pools, images, volumes, FCP."""
