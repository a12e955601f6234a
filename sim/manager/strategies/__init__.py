"""How a clinic works: strategies and the conditions it works under, as files."""
