# SPDX-License-Identifier: Apache-2.0
"""zvmconnector's requests as a test writes them."""

from __future__ import annotations

from typing import Any

from tests.e2e.clients.client_process import ClientProcess

SUCCESS = {"overallRC": 0, "modID": None, "rc": 0, "rs": 0, "errmsg": ""}


class Zvmconnector:
    """`used` are the names of the requests that were made."""

    def __init__(self, client: ClientProcess) -> None:
        self.client = client
        self.used: set[str] = set()

    async def request(self, name: str, *arguments: Any, **keywords: Any) -> dict[str, Any]:
        """The whole answer."""
        self.used.add(name)
        answer: dict[str, Any] = await self.client.call("request", name, *arguments, **keywords)
        return answer

    async def ok(self, name: str, *arguments: Any, **keywords: Any) -> Any:
        """The output of a request that must succeed."""
        answer = await self.request(name, *arguments, **keywords)
        output = answer.pop("output")
        assert answer == SUCCESS, (name, arguments, keywords, answer)
        return output

    async def error(self, name: str, *arguments: Any, **keywords: Any) -> tuple[int, int, int]:
        """(overallRC, rc, rs) of a request that must fail, with no output and with a text."""
        answer = await self.request(name, *arguments, **keywords)
        assert answer["overallRC"] != 0, (name, answer)
        assert answer["output"] == ""
        assert answer["errmsg"]
        return answer["overallRC"], answer["rc"], answer["rs"]
