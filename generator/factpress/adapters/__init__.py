"""Doors to the outside world, all thin."""

import os

# Content is read as our models say; nobody else's plugin has a say in it, and looking for plugins takes time.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
