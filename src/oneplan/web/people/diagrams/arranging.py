"""The best order found from several first guesses: our own, and Graphviz's where ours leaves lines crossed."""

import shutil
import subprocess
import sysconfig
from pathlib import Path

from oneplan.web.people.diagrams.drawing import FamilyDrawing, Sex
from oneplan.web.people.diagrams.network import Network
from oneplan.web.people.diagrams.ordering import Rows, first_guess, has_faults, improve

_PATIENCE = 2.0  # seconds; it answers in hundredths


def arrange(drawing: FamilyDrawing, net: Network) -> Rows:
    sexes = [person.sex for person in drawing.people]
    sexes += [Sex.UNKNOWN] * (len(net.nodes) - len(sexes))
    best = improve(net, first_guess(net), sexes=sexes)
    other = graphviz_guess(net) if has_faults(net, best[1], sexes=sexes) else None
    if other is not None:
        best = min(best, improve(net, other, sexes=sexes), key=lambda found: found[0])
    return best[1]


def graphviz_guess(net: Network) -> Rows | None:
    """Graphviz's order, or None when it is missing, fails or leaves somebody out: our own order then stands."""
    program = shutil.which("graphviz-pure", path=sysconfig.get_path("scripts")) or shutil.which("graphviz-pure")
    if program is None:
        return None
    try:
        answer = subprocess.run(
            [str(Path(program)), "-Tplain"],
            input=_dot(net),
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return _read(answer.stdout, net)


def _dot(net: Network) -> str:
    lines = ['digraph{newrank=true;ranksep=1;node[shape=box,height=1,fixedsize=true,label=""];edge[arrowhead=none];']
    for row in range(net.number_of_rows):
        same = ";".join(f"n{index}" for index, node in enumerate(net.nodes) if node.row == row)
        lines.append(f"{{rank=same;{same}}}")
    lines += [f"n{index}[width={node.half / 36:.2f}];" for index, node in enumerate(net.nodes)]
    placed: set[int] = set()
    for number, home in enumerate(sorted({home for node in net.nodes for home in node.homes})):
        held = [index for index, node in enumerate(net.nodes) if home in node.homes and index not in placed]
        placed.update(held)
        lines.append(f"subgraph cluster{number}{{{';'.join(f'n{index}' for index in held)}}}")
    for couple in net.couples:
        lines.append(f"n{couple.a}->n{couple.b}[weight=5,constraint=false];")
    for hop in net.hops:
        weight = 1 if net.threads[hop.thread].tie else 3
        lines += [f"n{source}->n{target}[weight={weight}];" for source in hop.sources for target in hop.targets]
    return "\n".join([*lines, "}"])


def _read(answer: str, net: Network) -> Rows | None:
    at: dict[int, float] = {}
    for line in answer.splitlines():
        words = line.split()
        if len(words) > 2 and words[0] == "node":
            at[int(words[1][1:])] = float(words[2])
    if len(at) != len(net.nodes):
        return None
    rows: Rows = [[] for _ in range(net.number_of_rows)]
    for index in sorted(at, key=at.__getitem__):
        rows[net.nodes[index].row].append(index)
    return rows
