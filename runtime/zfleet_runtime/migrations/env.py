# SPDX-License-Identifier: Apache-2.0
"""Runs Alembic's migrations on a connection that is already open, in the transaction that it is in."""

from alembic import context

attributes = context.config.attributes
context.configure(connection=attributes["connection"], version_table=attributes["version_table"])
context.run_migrations()
