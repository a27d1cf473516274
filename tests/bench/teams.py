"""The solvers people would reach for, asked for the smallest team: `teams.py highs SECONDS` or `teams.py cpsat SECONDS`.

Prints its version, then answers every line of stdin (a file in the format of tests/data/smptsp) with
`milliseconds people bound status`. Per person and maximal clique of overlapping rows at most one row, and only when the
person comes; as few people as possible. Only solving is timed, building is not; the limit is for solving.
"""
import math
import sys
import time

from answers import channel

THREADS = 2


def read(path):
    """Spans of the rows, and the rows of every person."""
    spans, people, section = [], [], ""
    with open(path) as file:
        for line in file:
            line = line.strip()
            if line.startswith(("Jobs", "Qualifications")):
                section = line[0]
            elif section == "J" and line:
                spans.append(tuple(int(word) for word in line.split()[:2]))
            elif section == "Q" and ":" in line:
                people.append([int(word) for word in line.split(":")[1].split()])
    return spans, people


def cliques(spans, rows):
    """The maximal sets of rows that all overlap, rows that overlap no other included."""
    mine = sorted((spans[row][0], spans[row][1], row) for row in rows)
    active = []
    for at, (start, end, row) in enumerate(mine):
        active = [one for one in active if one[0] > start] + [(end, row)]
        following = mine[at + 1][0] if at + 1 < len(mine) else None
        if following is None or any(one[0] <= following for one in active):
            yield [one[1] for one in active]


def cpsat(path, limit):
    from ortools.sat.python import cp_model

    spans, people = read(path)
    model = cp_model.CpModel()
    comes = [model.NewBoolVar("") for _ in people]
    x = {(row, person): model.NewBoolVar("") for person, rows in enumerate(people) for row in rows}
    able = [[] for _ in spans]
    for row, person in x:
        able[row].append(x[row, person])
    for some in able:
        model.AddExactlyOne(some)
    for person, rows in enumerate(people):
        for clique in cliques(spans, rows):
            model.Add(sum(x[row, person] for row in clique) <= comes[person])
    model.Minimize(sum(comes))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = THREADS
    solver.parameters.max_time_in_seconds = limit
    began = time.perf_counter()
    status = solver.Solve(model)
    took = time.perf_counter() - began
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    people = round(solver.ObjectiveValue()) if found else -1
    bound = math.ceil(solver.BestObjectiveBound() - 1e-6)
    return took, people, bound, "optimal" if status == cp_model.OPTIMAL else "open"


def highs(path, limit):
    import highspy
    import numpy as np

    spans, people = read(path)
    column = {}
    for person, rows in enumerate(people):
        for row in rows:
            column[row, person] = len(people) + len(column)
    able = [[] for _ in spans]
    for (row, _), at in column.items():
        able[row].append(at)
    lines = [(some, [1.0] * len(some), 1.0, 1.0) for some in able]
    for person, rows in enumerate(people):
        for clique in cliques(spans, rows):
            some = [column[row, person] for row in clique]
            lines.append((some + [person], [1.0] * len(some) + [-1.0], -np.inf, 0.0))
    total = len(people) + len(column)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = total, len(lines)
    lp.col_cost_ = np.array([1.0] * len(people) + [0.0] * len(column))
    lp.col_lower_, lp.col_upper_ = np.zeros(total), np.ones(total)
    lp.row_lower_ = np.array([line[2] for line in lines])
    lp.row_upper_ = np.array([line[3] for line in lines])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0] + [len(line[0]) for line in lines])
    lp.a_matrix_.index_ = np.array([at for line in lines for at in line[0]])
    lp.a_matrix_.value_ = np.array([value for line in lines for value in line[1]])
    lp.integrality_ = [highspy.HighsVarType.kInteger] * total
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", THREADS)
    solver.setOptionValue("time_limit", limit)
    solver.passModel(lp)
    began = time.perf_counter()
    solver.run()
    took = time.perf_counter() - began
    said = solver.getInfo()
    found = said.primal_solution_status == 2
    people = round(said.objective_function_value) if found else -1
    bound = math.ceil(said.mip_dual_bound - 1e-6) if math.isfinite(said.mip_dual_bound) else 0
    is_optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return took, people, bound, "optimal" if is_optimal else "open"


def version(peer):
    from importlib.metadata import version as of

    return "HiGHS (highspy) " + of("highspy") if peer == "highs" else "CP-SAT (ortools) " + of("ortools")


def main():
    answers = channel()
    peer, limit = sys.argv[1], float(sys.argv[2])
    print(version(peer), file=answers, flush=True)
    for line in sys.stdin:
        took, people, bound, status = (highs if peer == "highs" else cpsat)(line.strip(), limit)
        print(f"{took * 1000:.3f} {people} {bound} {status}", file=answers, flush=True)


main()
