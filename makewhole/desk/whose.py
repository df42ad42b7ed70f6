"""Whose a post is: the brand it belongs to, and the account of ours it speaks to.

X lets only the account that was mentioned reply. So the first of our handles that a post mentions decides,
whichever door it came by and whoever's subscription or rule brought it: a post is one brand's, and stays so.
Without one, the account it was written to decides, then the subscription's account, then the tag of the rule
that found it, which begins with the brand's name. Only what is known to the store is asked; nothing is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from makewhole.care.post import Post
from makewhole.store import brands, x_accounts


@dataclass(frozen=True, slots=True)
class Whose:
    """A brand, and the account to answer from as user id (None: the brand's main one)."""

    brand: str
    account: str | None = None


@dataclass(frozen=True, slots=True)
class Ours:
    """Every handle and account of ours, and whose it is; `only` narrows all to one brand."""

    by_handle: Mapping[str, Whose]
    by_account: Mapping[str, Whose]
    brands: Mapping[str, Whose]

    def wrote(self, post: Post) -> bool:
        """Whether we wrote it ourselves."""
        return post.author_handle.lower() in self.by_handle or post.author_id in self.by_account

    def whose(self, post: Post, account: str, tags: tuple[str, ...], otherwise: str) -> Whose | None:
        """Whose a post is; `account` is the one its subscription watches. None where no brand is known."""
        for handle in post.mentions:
            if handle.lower() in self.by_handle:
                return self.by_handle[handle.lower()]
        for named in (post.reply_to_user, account):
            if named in self.by_account:
                return self.by_account[named]
        for tag in (*tags, otherwise):
            brand = tag.partition(":")[0]
            if brand in self.brands:
                return self.brands[brand]
        return None


def ours(conn: sa.Connection, only: str | None = None) -> Ours:
    """What is ours: of every brand, or of one whose key brought the posts and may bring them to no other."""
    rows = [row for row in brands.all_of(conn) if only is None or row.id == only]
    accounts = x_accounts.in_force(conn, only)
    # A handle whose account is not connected has its answers proposed by the main one; X then has its say.
    main = {row.brand: row.id for row in reversed(accounts) if row.role == "main"}
    by_brand = {row.id: Whose(row.id, main.get(row.id)) for row in rows}
    by_account = {row.id: Whose(row.brand, row.id) for row in accounts}
    by_handle = {handle: by_brand[row.id] for row in rows for handle in row.handles}
    by_handle |= {row.handle: by_account[row.id] for row in accounts}
    return Ours(by_handle, by_account, by_brand)
