# SPDX-License-Identifier: Apache-2.0
"""The verbs and nouns of the zfleet command, one file per noun."""
