"""What a learner has read and how the quizzes went. It stores what the assistant has graded."""
