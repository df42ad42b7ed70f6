"""Proving: statements get their leaves, a head is signed over them, and receipts are handed out.

There is one sequencer at a time: whoever holds its lock takes the unsealed statements in order, gives each
the next leaf of the tree, and signs a head, all in one transaction. It owes nobody anything and derives its
work from the rows, so any worker may run it at any moment. Before it signs it checks that the kept tree
still has the root of the last head: a log that was altered or rolled back is not signed over.
"""

from makewhole.because import Refused
from makewhole.desk.house import House
from makewhole.effects import effect
from makewhole.proof import checkpoint, leaf, merkle, openings, receipt
from makewhole.store import log, people

MOST_AT_ONCE = 2_000


class LogAltered(Exception):
    """The kept tree does not have the root that was signed: nothing is signed until a person has looked."""


def seal(house: House) -> int:
    """Seal what is unsealed. Returns how many statements got their leaf; 0 where another seals."""
    with effect("prove.record"), house.database.writing() as conn:
        if not log.be_sequencer(conn):
            return 0
        waiting = log.unsealed(conn, MOST_AT_ONCE)
        if not waiting:
            return 0
        last = log.head(conn)
        size = 0 if last is None else last.size
        kept = log.nodes(conn, merkle.peaks(size))
        frontier = merkle.load(size, lambda level, index: kept[level, index])
        if last is not None and frontier.root() != last.root:
            raise LogAltered(f"the tree of {size} leaves does not have the root of its signed head")
        grown, nodes = merkle.append(frontier, [merkle.leaf_hash(row.leaf) for row in waiting])
        now = house.clock.now()
        root = grown.root()
        log.seal(
            conn,
            [(row.id, size + place) for place, row in enumerate(waiting)],
            [(node.level, node.idx, node.hash) for node in nodes],
            log.HeadRow(grown.size, root, checkpoint.sign(house.log, grown.size, root), now),
        )
        return len(waiting)


def receipt_for(
    house: House, statement_id: int, *, for_its_person: bool, brand: str | None = None
) -> bytes | Refused:
    """The receipt file of a statement as it stands now; its person also gets the openings that are theirs."""
    with house.database.reading() as conn:
        row = log.one(conn, statement_id)
        if row is None or brand not in (None, row.brand):
            return Refused(
                "proof.receipt",
                f"there is no statement {statement_id}",
                "docs/proof.md",
                "take the receipt's link from the progress page again",
            )
        shown: tuple[openings.Opening, ...] = ()
        kept = log.opening(conn, statement_id) if for_its_person else None
        if kept is not None:
            person, sealed = kept
            key = people.key_of(conn, house.vault, person)
            shown = openings.unseal(sealed, key.raw, str(person), row.checksum) or ()
        head = log.head(conn)
        sealed_by = None
        # Right after a restore the newest head is still the old log's; the next one is signed by ours.
        ours = head is not None and head.signed.startswith(f"{checkpoint.origin(house.log.public)}\n")
        if head is not None and ours and row.leaf_index is not None:
            leaf_index = row.leaf_index
            places = merkle.needed(lambda get: merkle.inclusion(leaf_index, head.size, get))
            nodes = log.nodes(conn, places)
            path = merkle.inclusion(leaf_index, head.size, lambda level, index: nodes[level, index])
            sealed_by = receipt.Sealed(row.leaf_index, path, head.signed, house.log.public)
    signed = leaf.read(row.leaf)
    assert signed is not None, "the table keeps leaves of 128 bytes only"
    return receipt.write(receipt.Receipt(row.raw, shown, signed, house.sender.public, sealed_by))
