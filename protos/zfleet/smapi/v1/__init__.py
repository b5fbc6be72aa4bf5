# SPDX-License-Identifier: Apache-2.0
"""Generated code of the contract zfleet.smapi.v1."""
