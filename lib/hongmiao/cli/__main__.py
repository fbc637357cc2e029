"""`python -m hongmiao.cli` is the command `hongmiao`."""

from . import main

if __name__ == "__main__":
    main()
