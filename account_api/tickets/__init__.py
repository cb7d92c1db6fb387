"""Complaint tickets: numbered, dated, followed up."""
