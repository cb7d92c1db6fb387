"""Read an answer out of the library's own words: the form of the question, the sentence that answers it, what follows."""
