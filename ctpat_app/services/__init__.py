"""The use cases: authorize, check, read, write, audit; plain values out, never a commit."""
