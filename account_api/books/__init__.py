"""The whole book of the firm as files: taken over in one piece, and written out again."""
