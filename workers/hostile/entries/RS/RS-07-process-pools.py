# id: RS-07
# attack: process pools
# runs: python
# expect: judged
# layer: cell (seccomp: no fork, no semaphore files)
import concurrent.futures
import multiprocessing

from support import refused


def act(x):
    refused("process", lambda: multiprocessing.get_context("fork").Process(target=print).start())
    refused("pool", lambda: multiprocessing.get_context("fork").Pool(2))
    refused("executor", lambda: concurrent.futures.ProcessPoolExecutor(2).submit(print))
