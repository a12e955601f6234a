"""One module per task: `parse(answer)` reads what a desk sent, `grade(answer, case)` marks it. Nothing a learner sent is ever executed."""
