"""Matrix products that stay on the core of whoever asks for them, as ``@one_core``.

The threads of a BLAS library would compete with ours, and where another process trains a network
beside us they wait for each other longer than they work: many small products then take ten times as
long.
"""

from threadpoolctl import threadpool_limits

one_core = threadpool_limits.wrap(limits=1, user_api="blas")
