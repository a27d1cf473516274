"""The solvers people would reach for, on the same problems: `peers.py highs` or `peers.py cpsat`.

Prints its version, then answers every line of stdin (a file in the format of tests/data/pool) with
`milliseconds unserved moved status`. The model is the strongest known one: at most one row per person and maximal
clique of overlapping rows. Only solving is timed, building is not; levels 1 to 3 are one weighted objective.
"""
import sys
import time

from answers import channel

THREADS = 2
LIMIT = 60.0


def read(path):
    with open(path) as file:
        lines = [[int(word) for word in line.split()] for line in file]
    people = lines[0][0]
    return people, [(r[0], r[1], r[2], r[5:]) for r in lines[2:] if r]


def cliques(people, rows):
    """Per person the maximal sets of rows that all overlap, as (row, person) pairs."""
    found = []
    for person in range(people):
        mine = sorted((rows[j][0], rows[j][1], j) for j in range(len(rows)) if person in rows[j][3])
        active = []
        for at, (start, end, row) in enumerate(mine):
            active = [one for one in active if one[0] > start] + [(end, row)]
            following = mine[at + 1][0] if at + 1 < len(mine) else None
            if len(active) > 1 and (following is None or any(one[0] <= following for one in active)):
                found.append([(one[1], person) for one in active])
    return found


def cost(rows, pair):
    now = rows[pair[0]][2]
    return 1 if now >= 0 and now != pair[1] else 0


def count(rows, served):
    unserved = sum(person is None for person in served)
    moved = sum(row[2] >= 0 and person != row[2] for row, person in zip(rows, served))
    return unserved, moved


def cpsat(path):
    from ortools.sat.python import cp_model

    people, rows = read(path)
    model = cp_model.CpModel()
    x = {(j, w): model.NewBoolVar("") for j, row in enumerate(rows) for w in row[3]}
    u = [model.NewBoolVar("") for _ in rows]
    for j, row in enumerate(rows):
        model.AddExactlyOne([x[j, w] for w in row[3]] + [u[j]])
    for clique in cliques(people, rows):
        model.AddAtMostOne([x[pair] for pair in clique])
    big = len(rows) + 1
    moves = sum(cost(rows, pair) * var for pair, var in x.items() if cost(rows, pair))
    model.Minimize(sum((big + (row[2] >= 0)) * u[j] for j, row in enumerate(rows)) + moves)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = THREADS
    solver.parameters.max_time_in_seconds = LIMIT
    began = time.perf_counter()
    status = solver.Solve(model)
    took = time.perf_counter() - began
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return took, -1, -1, "none"
    served = [next((w for w in row[3] if solver.Value(x[j, w])), None) for j, row in enumerate(rows)]
    return took, *count(rows, served), "optimal" if status == cp_model.OPTIMAL else "open"


def highs(path):
    import highspy
    import numpy as np

    people, rows = read(path)
    pairs = [(j, w) for j, row in enumerate(rows) for w in row[3]]
    column = {pair: at for at, pair in enumerate(pairs)}
    big, total = len(rows) + 1, len(pairs) + len(rows)
    costs = [cost(rows, pair) for pair in pairs] + [big + (row[2] >= 0) for row in rows]
    lines = [([column[j, w] for w in row[3]] + [len(pairs) + j], 1) for j, row in enumerate(rows)]
    lines += [([column[pair] for pair in clique], 0) for clique in cliques(people, rows)]
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = total, len(lines)
    lp.col_cost_ = np.array(costs, dtype=float)
    lp.col_lower_, lp.col_upper_ = np.zeros(total), np.ones(total)
    lp.row_lower_ = np.array([float(low) for _, low in lines])
    lp.row_upper_ = np.ones(len(lines))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0] + [len(line) for line, _ in lines])
    lp.a_matrix_.index_ = np.array([at for line, _ in lines for at in line])
    lp.a_matrix_.value_ = np.ones(sum(len(line) for line, _ in lines))
    lp.integrality_ = [highspy.HighsVarType.kInteger] * total
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", THREADS)
    solver.setOptionValue("time_limit", LIMIT)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.passModel(lp)
    began = time.perf_counter()
    solver.run()
    took = time.perf_counter() - began
    values = solver.getSolution().col_value
    if not values:
        return took, -1, -1, "none"
    served = [next((w for w in row[3] if values[column[j, w]] > 0.5), None) for j, row in enumerate(rows)]
    is_optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return took, *count(rows, served), "optimal" if is_optimal else "open"


def version(peer):
    from importlib.metadata import version as of

    return "HiGHS (highspy) " + of("highspy") if peer == "highs" else "CP-SAT (ortools) " + of("ortools")


def main():
    answers = channel()
    peer = sys.argv[1]
    print(version(peer), file=answers, flush=True)
    for line in sys.stdin:
        took, unserved, moved, status = (highs if peer == "highs" else cpsat)(line.strip())
        print(f"{took * 1000:.3f} {unserved} {moved} {status}", file=answers, flush=True)


main()
