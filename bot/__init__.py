"""The assistant: understands a message, asks the two services, proves every number it says."""
