"""`python -m sutradhar` is the command line."""

from sutradhar.cli import main

main()
