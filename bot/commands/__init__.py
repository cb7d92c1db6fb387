"""The commands of the `liangrong` script that belong to the assistant, one file each."""
