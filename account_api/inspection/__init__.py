"""The inspection pack: what one client was told and shown in a period and on what grounds, as one file that proves itself."""
