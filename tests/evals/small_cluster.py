"""A worker of a Dask cluster that knows the small task, in a process of its own.

    python small_cluster.py [SCHEDULER]

Without a scheduler it is one too, and prints its address. A worker has two threads, and leaves with its parent.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile

from distributed import Scheduler, Worker
from small_task import small

import evals.cluster.worker

evals.cluster.worker.load_task = lambda name: small()


async def work(address: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with Worker(address, nthreads=2, host="127.0.0.1", local_directory=folder, dashboard=False):
            await asyncio.to_thread(sys.stdin.readline)


async def main(address: str | None) -> None:
    if address is not None:
        await work(address)
        return
    async with Scheduler(host="127.0.0.1", port=0, dashboard=False) as scheduler:
        print(scheduler.address, flush=True)
        await work(scheduler.address)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else None))
