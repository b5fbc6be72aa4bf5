# SPDX-License-Identifier: Apache-2.0
"""The gateway's tables: operations, their steps, and who is at work on which operation.

Times are microseconds since 1970 UTC, so that SQLite and PostgreSQL order and return them alike. Errors, requests and
results are serialised protos of the contract.

No column holds a password: the contract has none, and the key of rest_keys is random and used for nothing else. Reader
files may hold what their sender put into them (a config drive has keys), so a request is kept with their content only
until its operation has ended.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    false,
    text,
)

metadata = MetaData()

operations = Table(
    "gateway_operations",
    metadata,
    Column("operation_id", String(36), primary_key=True),
    Column("kind", Integer, nullable=False),
    Column("state", Integer, nullable=False),
    Column("user_id", String(8), nullable=False),
    # NULL for a call that is not repeatable: NULLs are never equal to each other.
    Column("request_id", String(64), nullable=True, unique=True),
    Column("request", LargeBinary, nullable=False),
    Column("request_digest", LargeBinary, nullable=False),
    # Its caller has been told that it goes on; before that a crash undoes and removes it.
    Column("accepted", Boolean, nullable=False),
    Column("cancel_requested", Boolean, nullable=False),
    Column("create_us", BigInteger, nullable=False),
    Column("end_us", BigInteger, nullable=True),
    Column("error", LargeBinary, nullable=True),
    Column("result", LargeBinary, nullable=True),
)

# One operation at a time works on a guest: the key holds only while the operation has not ended.
ONE_PER_GUEST = Index(
    "gateway_operations_one_per_guest",
    operations.c.user_id,
    unique=True,
    sqlite_where=text("end_us IS NULL"),
    postgresql_where=text("end_us IS NULL"),
)
Index("gateway_operations_by_age", operations.c.create_us, operations.c.operation_id)
Index("gateway_operations_by_guest", operations.c.user_id, operations.c.create_us, operations.c.operation_id)
Index("gateway_operations_by_end", operations.c.end_us)

steps = Table(
    "gateway_steps",
    metadata,
    Column(
        "operation_id", String(36), ForeignKey("gateway_operations.operation_id", ondelete="CASCADE"), primary_key=True
    ),
    Column("name", String(64), primary_key=True),
    # Place in the story.
    Column("place", Integer, nullable=False),
    Column("state", Integer, nullable=False),
    # Names of the steps that it waits for, joined by commas.
    Column("after", Text, nullable=False),
    # It may begin without another write when its turn comes; one that has not ended may have begun.
    Column("announced", Boolean, nullable=False, server_default=false()),
    # Its undo is over; a failed step keeps the state FAILED then.
    Column("undone", Boolean, nullable=False),
    Column("start_us", BigInteger, nullable=True),
    Column("duration_us", BigInteger, nullable=True),
    Column("done_bytes", BigInteger, nullable=False),
    Column("total_bytes", BigInteger, nullable=False),
    Column("result", LargeBinary, nullable=True),
    Column("error", LargeBinary, nullable=True),
)

leases = Table(
    "gateway_leases",
    metadata,
    Column(
        "operation_id", String(36), ForeignKey("gateway_operations.operation_id", ondelete="CASCADE"), primary_key=True
    ),
    # The gateway process at work on the operation.
    Column("owner", String(80), nullable=False),
    # Until when nobody else may take it.
    Column("until_us", BigInteger, nullable=False),
)
Index("gateway_leases_by_until", leases.c.until_us)

# The key that the REST facade signs its tokens with; one row.
rest_keys = Table(
    "gateway_rest_keys",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("key", LargeBinary, nullable=False),
)
