"""One file a peer; equal results are asserted before anything is timed."""
