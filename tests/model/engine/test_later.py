"""What is compiled when it is first used behaves as compiled code does."""

from __future__ import annotations

import pickle
import subprocess
import sys

from sim.model.engine.drawing import find
from sim.model.engine.kernels import helper, kernel
from sim.model.engine.later import Later


@helper
def twice(x):
    return 2.0 * x


@kernel
def four_times(x):
    return twice(twice(x))


def test_nothing_is_made_before_it_is_called():
    made = Later(lambda x: x, lambda function, **options: function)
    assert not made.is_made and made(3) == 3 and made.is_made


def test_a_kernel_calls_helpers_that_nobody_has_called():
    assert four_times(1.5) == 6.0 and twice.is_made
    assert four_times.signatures and four_times.__name__ == "four_times"


def test_within_the_package_it_travels_by_name():
    assert pickle.loads(pickle.dumps(find)) is find


def test_from_a_notebook_it_travels_with_its_text():
    sender = (
        "import sys, cloudpickle\nfrom sim.model.engine.kernels import helper\n"
        "@helper\ndef twice(x):\n    return 2.0 * x\n"
        "sys.stdout.buffer.write(cloudpickle.dumps(twice))"
    )
    receiver = "import sys, pickle; print(pickle.loads(sys.stdin.buffer.read())(4.0))"
    sent = subprocess.run([sys.executable, "-c", sender], capture_output=True, check=True).stdout
    done = subprocess.run([sys.executable, "-c", receiver], input=sent, capture_output=True, check=True)
    assert done.stdout.split() == [b"8.0"]
