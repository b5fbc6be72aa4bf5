# SPDX-License-Identifier: Apache-2.0
"""The stories that need more than one service, operations, the REST facade, one address for all."""
