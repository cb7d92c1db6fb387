"""What is taught: courses of lessons, and the quiz items about them. The lessons' texts lie in the library, beside the
rules they rest on; which lessons make a course, and the items, are data of this package."""
