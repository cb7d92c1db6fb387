"""Credit lines: asked for, proposed, granted or refused; and what would freeze or cut one."""
