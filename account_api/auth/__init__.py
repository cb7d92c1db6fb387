"""Who is asking: sign-in with two factors, tokens, roles and their rights."""
