"""What the linter proves of traps."""
def lint_traps(scenario, rows, finding):
    return iter(())
