"""The only door to whatever computes chunks: this process, processes of this machine, or a Dask cluster.

`results` yields (chunk, bytes) in whatever order they are finished. A worker that dies loses its chunk, which is
computed again; the bytes are the same, since a chunk depends on nothing but itself. At most a few chunks a worker are
under way at once, so that memory does not grow with their number.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from ..errors import InputError, MicroneedlingError, Mistake
from ..extras import needs_extra
from .chunks import Chunk, work

AHEAD = 3  # chunks under way for each worker
MOST_DEATHS = 5  # pools that may die in a row without finishing a chunk
RETRIES = 5
WATCH_S = 1.0


class EngineError(MicroneedlingError):
    """No worker could finish; finished chunks are kept."""

    exit_code = 3


def results(
    chunks: Iterable[Chunk],
    engine: str = "local",
    workers: int | None = None,
    scheduler: str | None = None,
    threads: int | None = None,
) -> Iterator[tuple[Chunk, bytes]]:
    """Every chunk with its bytes, as they are finished. One local worker computes in this very process, with
    `threads` (default: one a core); more than one compute with a thread each.
    """
    if engine == "dask":
        yield from _dask(chunks, workers, scheduler)
        return
    count = workers or os.cpu_count() or 1
    if count == 1:
        for chunk in chunks:
            yield chunk, work(chunk, threads)
        return
    yield from _local(chunks, count)


def _local(chunks: Iterable[Chunk], workers: int) -> Iterator[tuple[Chunk, bytes]]:
    waiting, deaths = iter(chunks), 0
    again: list[Chunk] = []
    while True:
        pool = ProcessPoolExecutor(
            workers, multiprocessing.get_context("spawn"), initializer=_follow_parent, initargs=(os.getpid(),)
        )
        running: dict[Future[bytes], Chunk] = {}
        try:
            while True:
                while len(running) < AHEAD * workers:
                    chunk = again.pop() if again else next(waiting, None)
                    if chunk is None:
                        break
                    running[_submitted(pool, chunk, again)] = chunk
                if not running:
                    pool.shutdown()  # waits, so that the workers' memory is known
                    return
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    data = future.result()
                    chunk, deaths = running.pop(future), 0
                    yield chunk, data
        except BrokenProcessPool:
            again += [chunk for chunk in running.values() if chunk not in again]
            deaths += 1
            if deaths > MOST_DEATHS:
                raise EngineError(
                    f"workers died {deaths} times without finishing a chunk: too little memory, or stopped from "
                    "outside. Finished chunks are kept; go on with --resume, perhaps with --workers 1."
                ) from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _submitted(pool: ProcessPoolExecutor, chunk: Chunk, again: list[Chunk]) -> Future[bytes]:
    try:
        return pool.submit(work, chunk, 1)
    except BrokenProcessPool:
        again.append(chunk)
        raise


def _follow_parent(parent: int) -> None:
    """A worker whose run was killed ends too, instead of waiting for ever; Ctrl-C is for the run alone to hear."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(WATCH_S)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _dask(
    chunks: Iterable[Chunk], workers: int | None, scheduler: str | None
) -> Iterator[tuple[Chunk, bytes]]:
    try:
        from distributed import Client, LocalCluster, as_completed
    except ImportError:
        wrong = Mistake("--engine", '"dask", which is not installed', '"local"', needs_extra("trial"))
        raise InputError("trial", [wrong]) from None
    cluster: Any = None
    if scheduler is None:
        cluster = LocalCluster(
            n_workers=workers or os.cpu_count() or 1,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,  # type: ignore[arg-type]  # no page of its own
        )
    try:
        client: Any = Client(cluster if cluster is not None else scheduler, timeout="20s")
    except (OSError, ValueError, TimeoutError) as error:
        raise InputError(
            "trial",
            [Mistake("--scheduler", f'"{scheduler}": {error}', "the address of a running Dask scheduler")],
        ) from None
    try:
        most = AHEAD * max(sum(client.nthreads().values()), 1)
        waiting, queue = iter(chunks), as_completed()
        running: dict[Any, Chunk] = {}
        while True:
            while len(running) < most and (chunk := next(waiting, None)) is not None:
                key = f"microneedling-{chunk.plan}-{chunk.number}"
                future = client.submit(work, chunk, 1, key=key, pure=False, retries=RETRIES)
                running[future] = chunk
                queue.add(future)
            if not running:
                return
            future = next(queue)
            chunk = running.pop(future)
            try:
                data = future.result()
            except Exception as error:
                if type(error).__name__ in ("KilledWorker", "CancelledError"):
                    raise EngineError(
                        f"the cluster gave up on a chunk: {error}. Go on with --resume."
                    ) from None
                raise
            future.release()
            yield chunk, data
    finally:
        client.close()
        if cluster is not None:
            cluster.close()
