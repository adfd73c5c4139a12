"""``python -m bulletin_split`` is the command ``bulletin-split``."""

from .cli import main

if __name__ == "__main__":
    main()
