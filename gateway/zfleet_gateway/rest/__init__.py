# SPDX-License-Identifier: Apache-2.0
"""Feilong's REST contract as a face of the gateway: a table of routes, a model per body, a converter per shape.

No logic of its own: handlers call the gateway's stories in process and the services through the gateway's stubs.
"""
