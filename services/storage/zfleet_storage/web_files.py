# SPDX-License-Identifier: Apache-2.0
"""Files that web servers give over http and https: streamed, certificates verified, each redirection looked at."""

from __future__ import annotations

import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from zfleet_runtime.errors import ZfleetError, failed_precondition, not_found, permission_denied, unavailable
from zfleet_storage.locations import WEB_SCHEMES
from zfleet_storage.threads import in_thread

MOST_REDIRECTIONS = 5
GONE = {404, 410}


@dataclass(frozen=True, slots=True)
class WebFiles:
    """Web servers. `hosts`, unless empty, are the only ones asked; `ca_file` has further authorities to trust."""

    hosts: Collection[str]
    ca_file: Path | None
    connect_timeout: float
    pause: float

    @asynccontextmanager
    async def reading(self, url: str) -> AsyncIterator[tuple[int | None, AsyncGenerator[bytes, None]]]:
        """The size of a file, None when the server does not tell it, and its content in order.

        NOT_FOUND; PERMISSION_DENIED (OUTSIDE_IMPORT_HOSTS); FAILED_PRECONDITION (SOURCE_REFUSED): the server refuses,
        or does not prove who it is; UNAVAILABLE (SOURCE_UNREACHABLE).
        """
        try:
            trusted = await in_thread(self._trusted)
        except (OSError, ssl.SSLError) as error:
            raise failed_precondition("SOURCE_REFUSED", "import_ca_file of this service cannot be read") from error
        timeout = httpx.Timeout(self.pause, connect=self.connect_timeout)
        # Identity: what is checked and stored is the file, not some form that was made for the way.
        headers = {"Accept-Encoding": "identity", "User-Agent": "zfleet"}
        async with httpx.AsyncClient(verify=trusted, timeout=timeout, headers=headers, trust_env=False) as client:
            response = await self._answer(client, url)
            try:
                yield _size(response), _content(response)
            finally:
                await response.aclose()

    async def _answer(self, client: httpx.AsyncClient, url: str) -> httpx.Response:
        request = client.build_request("GET", url)
        for _ in range(MOST_REDIRECTIONS + 1):
            self._check(request.url, came_from=url)
            try:
                response = await client.send(request, stream=True, follow_redirects=False)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise _broken(error, request.url.host) from error
            if response.next_request is None:
                if response.status_code != httpx.codes.OK:
                    await response.aclose()
                    raise _refused(response, url)
                return response
            await response.aclose()
            request = response.next_request
        raise failed_precondition("SOURCE_REFUSED", f"{_shown(url)} is redirected more than {MOST_REDIRECTIONS} times")

    def _check(self, url: httpx.URL, *, came_from: str) -> None:
        if url.scheme not in WEB_SCHEMES or (url.scheme == "http" and came_from.startswith("https:")):
            text = f"{_shown(came_from)} is redirected to {url.scheme}, which is less than was asked for"
            raise failed_precondition("SOURCE_REFUSED", text)
        if self.hosts and url.host not in self.hosts and f"{url.host}:{url.port}" not in self.hosts:
            text = f"{url.host} is not one of the hosts that this service imports from (setting import_hosts)"
            raise permission_denied("OUTSIDE_IMPORT_HOSTS", text)

    def _trusted(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self.ca_file is not None:
            context.load_verify_locations(self.ca_file)
        return context


async def _content(response: httpx.Response) -> AsyncGenerator[bytes, None]:
    try:
        async for data in response.aiter_raw():
            yield data
    except httpx.HTTPError as error:
        raise _broken(error, response.url.host) from error


def _shown(url: str) -> str:
    """A URL without its query, which may hold a signature."""
    return url.partition("?")[0]


def _size(response: httpx.Response) -> int | None:
    text = response.headers.get("content-length", "")
    return int(text) if text.isdecimal() else None


def _refused(response: httpx.Response, url: str) -> ZfleetError:
    status = response.status_code
    if status in GONE:
        return not_found("file", _shown(url))
    text = f"{response.url.host} answers {status} {response.reason_phrase} for {_shown(url)}"
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return unavailable("SOURCE_UNREACHABLE", text)
    return failed_precondition("SOURCE_REFUSED", text, metadata={"http_status": str(status)})


def _broken(error: Exception, host: str) -> ZfleetError:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return failed_precondition("SOURCE_REFUSED", f"{host} does not prove who it is: {cause.verify_message}")
        cause = cause.__cause__ or cause.__context__
    return unavailable("SOURCE_UNREACHABLE", f"{host} cannot be read from: {str(error) or type(error).__name__}")
