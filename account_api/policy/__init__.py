"""What the firm changes for everybody: proposed with its effect on the whole book, approved by another, announced, in force."""
