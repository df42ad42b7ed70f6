"""A model's card as a page: what it is, what it was measured at, and what it is not for."""

from collections.abc import Mapping
from typing import Any

_MOMENTS = {"start": "At the start", "hand_over": "At the hand-over to the carrier"}


def page(card: Mapping[str, Any]) -> str:
    """The card in Markdown."""
    lines = [
        f"# Outlook {card['version']}",
        "",
        f"Learned from {card['trips']} trips, {card['arrived']} arrived, {card['from']} to {card['until']}.",
        f"Meant for {card['meant for']}. Not meant for {card['not meant for']}.",
        f"Learned from {card['learned from']}.",
        f"Share that never arrived: {card['never arrived']:.2%}.",
    ]
    for moment, judged in card["moments"].items():
        lines += ["", f"## {_MOMENTS[moment]}", "", f"Used: {judged['used']}.{_instead(judged)}", ""]
        lines += [*_ways(judged), "", "Calibration of the risk to be late, said and happened:", ""]
        lines += ["| parcels | said | late |", "|---|---|---|"]
        lines += [f"| {count} | {said:.1%} | {late:.1%} |" for count, said, late in judged["calibration"]]
    return "\n".join(lines) + "\n"


def _instead(judged: Mapping[str, Any]) -> str:
    lanes = ", ".join(judged["lanes by the plain table"])
    return f" The plain table instead on {lanes}." if lanes else ""


def _ways(judged: Mapping[str, Any]) -> list[str]:
    lines = [
        f"Judged on the last {judged['rows held out']} rows, which it had not seen:",
        "",
        "| way | missed | AUC late | average precision | Brier | inside its 80 % range | days off |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, missed in judged["missed"].items():
        late = judged["late"].get(name)
        rest = " | | | | |"
        if late is not None:
            rest = (
                f" {late['auc']:.3f} | {late['average precision']:.3f} | {late['brier']:.4f} |"
                f" {judged['inside the 80 % range'][name]:.1%} | {judged['days off'][name]:.1f} |"
            )
        lines.append(f"| {name} | {missed:.4f} |{rest}")
    return lines
