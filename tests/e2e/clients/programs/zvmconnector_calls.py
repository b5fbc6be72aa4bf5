# SPDX-License-Identifier: Apache-2.0
"""Calls zvmconnector as its users do: nova, the neutron agent, ceilometer, scripts. Runs where it is installed.

Argument: a JSON object with host, port, and what else ZVMConnector is to be made with. `token_path` makes the REST
client that shows a token, which ZVMConnector of 1.6.3 has no argument for.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from zvmconnector import connector, restclient

from tests.e2e.clients.programs.answering import serve


def main() -> None:
    """Answers requests until standard input ends."""
    given = json.loads(sys.argv[1])
    host, port, token_path = given.pop("host"), given.pop("port"), given.pop("token_path", None)
    if token_path is None:
        send = connector.ZVMConnector(host, port, **given).send_request
    else:
        send = restclient.RESTClient(host, port, token_path=token_path, auth="token", **given).call

    def request(name: str, *args: Any, **kwargs: Any) -> Any:
        return send(name, *args, **kwargs)

    serve({"request": request, "names": lambda: sorted(restclient.DATABASE)})


if __name__ == "__main__":
    main()
