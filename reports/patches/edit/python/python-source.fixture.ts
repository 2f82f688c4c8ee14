/** Files as people write them, for the tests of the Python dialect. */

export const httpxSource = `"""The client of the API.

httpx.Limits(max_connections=1) is not enough
"""
from __future__ import annotations

import asyncio

import httpx as hx
from httpx import AsyncClient as Async

MAX = 50  # httpx.Limits(max_connections=2)
_NOTE = f"hx.Limits(max_connections={MAX!r:>{4}})"


class Limits:
    def __init__(self, max_connections: int = 3) -> None:
        self.max_connections = max_connections


own = Limits(max_connections=4)

client = hx.Client(
    timeout=hx.Timeout(10, pool=1),
    limits=hx.Limits(
        max_connections=100,  # all hosts
        keepalive_expiry = 30.0
    ),
)


async def main(*, retries: int = 2) -> list[str]:
    async with (
        Async(http2=True) as session,  # pooled
        open_log(retries) as log,
    ):
        return [line async for line in session.stream(log) if line]


if __name__ == "__main__":
    asyncio.run(main())
`

export const requestsSource = `import requests
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager, Retry
import urllib3.connectionpool

def session(pool_maxsize=7):
\tSIZE = 20
\ts = requests.Session()
\tadapter = HTTPAdapter(20, SIZE, max_retries=Retry(total=3, allowed_methods={'GET'}))
\ts.mount('https://', adapter)
\treturn s

http = PoolManager(num_pools=5, maxsize=10, block=True)
pool = urllib3.connectionpool.HTTPSConnectionPool('api.example', 443)
options = dict(maxsize=3)
open_pool = PoolManager(**options)
`

export const aiohttpSource = `import aiohttp

async def sessions():
    connector = aiohttp.TCPConnector(limit=30, ttl_dns_cache=300, keepalive_timeout=2 * 60)
    first = aiohttp.ClientSession(connector=connector)
    second = aiohttp.ClientSession("https://api.example",)
    return first, second
`
