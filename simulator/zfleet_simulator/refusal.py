# SPDX-License-Identifier: Apache-2.0
"""How a part of the host says no: a SMAPI return code and reason code, as z/VM's own."""

from __future__ import annotations


class Refusal(Exception):
    """A request ends with this return code, reason code and, where the function has one, error buffer texts."""

    def __init__(self, return_code: int, reason_code: int, *texts: str) -> None:
        super().__init__(f"{return_code}/{reason_code} {' '.join(texts)}".rstrip())
        self.return_code = return_code
        self.reason_code = reason_code
        self.texts = texts
