"""What all tests need of the process that runs them."""

import signal

# A runner started in the background of a shell inherits an ignored SIGINT and hands it on to the
# commands under test, which then rightly leave it ignored: the tests of Ctrl-C would wait for ever.
signal.signal(signal.SIGINT, signal.default_int_handler)
