"""Education campaigns: who is chosen, what they are sent, who approved it, and what came of it."""
