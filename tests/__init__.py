"""The tests mirror the code: `factpress/x.py` is tested in `tests/test_x.py`."""
