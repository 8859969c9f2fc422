"""The contract's JSON schemas, carried with the package."""
