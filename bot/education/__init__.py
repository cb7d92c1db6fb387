"""Teaching by questions: deals items, has the engine compute their answers, grades, and finds what a rule change touched."""
