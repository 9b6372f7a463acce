from concurrent.futures import ThreadPoolExecutor

from threadpoolctl import threadpool_info, threadpool_limits

from mlcore.inspect.one_core import one_core


def blas_threads() -> set[int]:
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


@one_core
def inside() -> list[set[int]]:
    with ThreadPoolExecutor(1) as pool:
        return [blas_threads(), pool.submit(blas_threads).result(), further_inside()]


@one_core
def further_inside() -> set[int]:
    return blas_threads()


def test_products_use_one_thread_inside_and_as_many_as_before_after_it():
    with threadpool_limits(2, "blas"):
        assert inside() == [{1}, {1}, {1}]
        assert blas_threads() == {2}
