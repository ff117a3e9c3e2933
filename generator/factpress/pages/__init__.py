"""Claims as pages."""
