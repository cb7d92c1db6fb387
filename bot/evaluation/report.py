"""The report."""
def page(a,b): return ""
