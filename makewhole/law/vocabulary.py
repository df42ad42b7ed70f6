"""The words a fact may be said in: who asks whom, modes, services, what went wrong, why, and whose fault.

Each word is the law's own, and each list is closed, so that a misspelt word is refused and never a new kind.
Weights, shares, days and countries carry a mark that tells `law.reading` how a file writes them.

>>> "air" in MODES, "aeroplane" in MODES
(True, False)
"""

from typing import Annotated, Literal, get_args

from makewhole.money import SDR, Money

Claim = Literal["buyer_v_seller", "sender_v_carrier", "consignee_v_carrier", "buyer_v_platform"]
Basis = Literal["law", "terms"]
"""What a claim is put on: the law with the contract beside it, or the carrier's own published terms alone."""
Mode = Literal["air", "road", "rail", "sea", "inland_waterway", "post"]
Service = Literal["registered", "insured", "ordinary_parcel", "small_packet", "letter", "ems", "express"]
Kind = Literal["loss", "damage", "shortage", "delay", "cod_not_collected", "none"]
"""`none`: nothing has gone wrong yet, as where a parcel is refused and waits."""
Cause = Literal[
    "carrier_handling",
    "theft",
    "storm",
    "accident",
    "inherent_vice",
    "defective_packing",
    "war",
    "public_authority",
    "sender_fault",
    "force_majeure",
    "unavoidable",
    "vehicle_defect",
    "open_vehicle",
    "handling_by_sender",
    "insufficient_marks",
    "live_animals",
    "navigation_error",
    "unseaworthiness",
    "fire",
    "perils_of_sea",
    "act_of_god",
    "piracy",
    "terrorism",
    "strike",
    "saving_life",
    "quarantine",
    "nuclear",
]
Conduct = Literal["none", "negligence", "gross_negligence", "reckless_with_knowledge", "intent"]
ConductOf = Literal["carrier", "servant", "subcontractor"]
Notice = Literal["sent", "not_sent"]
Handed = Literal["buyer", "named_third_party", "someone_else", "nobody"]
Remedy = Literal["repair", "replacement", "lower_price", "reject", "end_contract", "withdraw"]
"""What a buyer asks for: `reject` at once, `end_contract` once that is open, `withdraw` without a reason."""
Treaty = Literal[
    "mc99",
    "mp4",
    "hague_1955",
    "warsaw_1929",
    "cmr",
    "cim",
    "smgs",
    "hague_visby",
    "hague_1924",
    "hamburg",
    "us_cogsa",
]
Country = Annotated[str, "country"]
Currency = Annotated[str, "currency"]
Grams = Annotated[int, "grams"]
"""Written in kilograms, under the field's name with `kilograms` in place of `grams`."""
Days = Annotated[int, "days"]
Count = Annotated[int, "count"]
Share = Annotated[int, "share"]
"""Basis points; written in percent."""
Sum = Money | SDR

CLAIMS: tuple[str, ...] = get_args(Claim)
CARRIER_CLAIMS: frozenset[str] = frozenset({"sender_v_carrier", "consignee_v_carrier"})
MODES: tuple[str, ...] = get_args(Mode)
SERVICES: tuple[str, ...] = get_args(Service)
KINDS: tuple[str, ...] = get_args(Kind)
CAUSES: tuple[str, ...] = get_args(Cause)
NOTICES: tuple[str, ...] = get_args(Notice)
HANDED: tuple[str, ...] = get_args(Handed)
TREATIES: tuple[str, ...] = get_args(Treaty)
GRAVE: frozenset[str] = frozenset({"reckless_with_knowledge", "intent"})
"""Conduct that lifts limits where an instrument lets conduct do so."""
WHOLE_SHARE = 10_000
"""All of it, in basis points."""
