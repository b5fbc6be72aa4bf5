# SPDX-License-Identifier: Apache-2.0
"""The contract: protos and the code generated from them."""
