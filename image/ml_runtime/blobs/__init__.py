"""Blobs: their paths, the events that tell of them, and the service that holds them, by plain HTTP."""
