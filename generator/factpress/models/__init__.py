"""What content files say: strict, frozen, without any look outside."""
