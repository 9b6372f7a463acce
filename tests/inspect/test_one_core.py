from threading import Barrier, Thread

from threadpoolctl import threadpool_info, threadpool_limits

from mlcore.inspect.one_core import OneCore


def blas_threads() -> set[int]:
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


def test_products_stay_on_one_core_until_the_last_one_leaves():
    with threadpool_limits(2, "blas"):
        one_core = OneCore()
        with one_core:
            with one_core:
                assert blas_threads() == {1}
            assert blas_threads() == {1}
        assert blas_threads() == {2}


def test_threads_that_overlap_leave_the_limits_as_they_were():
    one_core, meet = OneCore(), Barrier(2)
    seen = []

    def first() -> None:
        with one_core:
            meet.wait()
            meet.wait()
        meet.wait()

    def second() -> None:
        meet.wait()
        with one_core:
            meet.wait()
            meet.wait()
            seen.append(blas_threads())

    with threadpool_limits(2, "blas"):
        threads = [Thread(target=first), Thread(target=second)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert seen == [{1}]
        assert blas_threads() == {2}
