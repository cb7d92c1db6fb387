"""Where the assistant's effects meet the account service, the library and the conversation store."""
