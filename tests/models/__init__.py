"""Tests of what content files say."""
