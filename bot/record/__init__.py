"""What a turn leaves behind as proof: its record, the seal over it, its repetition, and the evidence that can be handed out."""
