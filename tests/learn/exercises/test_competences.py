"""Every skill that a learner can train belongs to one competence."""

import ast

from sim.clinic.scenarios.library import scenario, scenarios
from sim.ground.files import find, read_csv, root
from sim.learn.exercises.competences import competence_of, competences, unlisted
from sim.learn.exercises.exercise import exercises
from sim.learn.grading.error_kinds import kinds
from sim.learn.lint.exercise_files import lint_exercise


def skills_in_code():
    """Skills that a task names in its code."""
    for path in sorted((root() / "sim/learn/tasks").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = getattr(node, "targets", None) or [node]
            word = getattr(node, "value", None)
            if isinstance(word, ast.Constant) and isinstance(word.value, str):
                if any(
                    "skill" in (getattr(one, "id", None) or getattr(one, "arg", None) or "").lower() for one in named
                ):
                    yield word.value


def test_every_skill_belongs_to_a_competence():
    of_errors = {kind.skill for kind in kinds().values()}
    of_exercises = {skill for one in exercises().values() for skill in one.skills}
    of_scenarios = {skill for name in scenarios() for skill in scenario(name).skills}
    of_tasks = set(skills_in_code())
    assert "posting" in of_tasks and "corrections" in of_tasks
    assert min(len(of_errors), len(of_exercises), len(of_scenarios)) > 20
    assert unlisted(sorted(of_errors | of_exercises | of_scenarios | of_tasks)) == []


def test_each_skill_stands_once_and_each_competence_has_one():
    rows = read_csv(find("data/codes/skills.csv"))
    assert len({row["skill"] for row in rows}) == len(rows)
    assert {row["competence"] for row in rows} == set(competences())
    assert list(competences()) == [*(f"C{n}" for n in range(1, 9)), *(f"B{n}" for n in range(1, 8))]


def test_the_linter_advises_where_a_skill_is_in_no_list(tmp_path):
    shipped = (root() / "exercises/01_coder_desk/coder_04_knee.toml").read_text(encoding="utf-8")
    own = tmp_path / "exercises" / "own" / "juggling_act.toml"
    own.parent.mkdir(parents=True)
    own.write_text(shipped.replace("skills = [", 'skills = ["juggling", ', 1), encoding="utf-8")
    found = [one for one in lint_exercise(own) if one.field == "skills"]
    assert [(one.severity, "juggling" in one.found) for one in found] == [("advice", True)]
    assert competence_of("juggling") == ""


def test_the_words_are_for_people():
    assert all(one.words.endswith(".") and one.name for one in competences().values())
