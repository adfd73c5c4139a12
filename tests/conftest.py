"""What all tests need of the process that runs them."""

import os
import signal

# Every run of every test checks its own output, in this process and in those that it starts.
os.environ.setdefault("BULLETIN_SPLIT_VERIFY", "1")

# A runner started in the background of a shell inherits an ignored SIGINT and hands it on to the
# commands under test, which then rightly leave it ignored: the tests of Ctrl-C would wait for ever.
signal.signal(signal.SIGINT, signal.default_int_handler)
