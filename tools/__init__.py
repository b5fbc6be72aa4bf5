# SPDX-License-Identifier: Apache-2.0
"""The repository's own tools: what `make` runs."""
