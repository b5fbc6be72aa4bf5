# SPDX-License-Identifier: Apache-2.0
"""What requests may say: one pydantic model per body and query. Values only; nothing of the gateway is known here."""
