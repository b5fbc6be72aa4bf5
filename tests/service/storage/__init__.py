# SPDX-License-Identifier: Apache-2.0
"""The storage service as a whole: real gRPC, a real SQLite file, an embedded z/VM host spoken to in SMAPI bytes."""
