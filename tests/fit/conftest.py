"""Leaves this package out of the doctests where its extra (``fit``) is not installed."""

from importlib.util import find_spec

collect_ignore_glob = (
    [] if all(map(find_spec, ("numpy", "scipy", "rapidfuzz"))) else ["[!_]*.py", "__main__.py"]
)
