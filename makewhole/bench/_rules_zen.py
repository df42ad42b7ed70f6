"""The rules of MC99 and CMR that the law's benchmark asks, written for zen-engine as a decision graph."""

import json
from typing import Any

import zen

_EXPRESSIONS = (
    ("owed", "round(loss_cents * share_percent / 100)"),
    ("air", "by_air and origin_in_mc99 and destination_in_mc99"),
    ("road", "not by_air and either_in_cmr"),
    ("per_kg", "by_air ? (date(day) >= date('2024-12-28') ? 2600 : 2200) : 833"),
    ("barred", "$.air and damage and noticed_after_days > 14"),
    ("payable_cents", "$.barred or not ($.air or $.road) ? 0 : min([$.owed, $.per_kg * kilograms])"),
)


def decision() -> Any:
    """The graph, compiled once."""
    steps = [{"id": name, "key": name, "value": value} for name, value in _EXPRESSIONS]
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
        {
            "id": "rules",
            "name": "rules",
            "type": "expressionNode",
            "content": {"expressions": steps},
            "position": {"x": 1, "y": 0},
        },
        {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 2, "y": 0}},
    ]
    edges = [
        {"id": "one", "sourceId": "in", "targetId": "rules", "type": "edge"},
        {"id": "two", "sourceId": "rules", "targetId": "out", "type": "edge"},
    ]
    graph = {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}
    return zen.ZenEngine().create_decision(json.dumps(graph))


def ask(rules: Any, inputs: dict[str, Any]) -> int:
    """The answer for one claim."""
    return int(rules.evaluate(inputs)["result"]["payable_cents"])
