"""Makes ``python -m pkgtui`` the same as ``pkgtui``."""

from pkgtui.cli import main

if __name__ == "__main__":
    main()
