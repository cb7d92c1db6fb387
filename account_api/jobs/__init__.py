"""What the firm does by the clock: plain functions, a schedule, and one worker that holds a lease."""
