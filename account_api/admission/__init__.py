"""Applying for a credit account: facts with their proof, the risk questionnaire, the steps to a decision of two people."""
