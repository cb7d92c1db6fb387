"""What `knowledge eval` measures beside our retrieval in the same run, one file a peer. They are no part of the product:
a peer that is not installed is named as such."""
