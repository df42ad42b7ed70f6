"""`makewhole staff` and `makewhole brand`: who may log in, and for whom we speak."""

import secrets
from typing import Annotated

import typer

from makewhole.because import Refused
from makewhole.main import wiring
from makewhole.main.settings import Settings
from makewhole.main.terminal import end, say
from makewhole.money import EXPONENTS
from makewhole.parcel import orders
from makewhole.store import brands
from makewhole.web import staff as doors

staff = typer.Typer(no_args_is_help=True, help="People who may log in to the console.")
brand = typer.Typer(no_args_is_help=True, help="Brands this installation speaks for.")


@staff.command("add")
def add_staff(
    email: Annotated[str, typer.Argument(help="what they log in with")],
    name: Annotated[str, typer.Option(help="how colleagues see them")],
    role: Annotated[str, typer.Option(help="agent, lead or admin")] = "agent",
    to: Annotated[str, typer.Option("--brand", help="default is MAKEWHOLE_BRAND")] = "",
) -> None:
    """Add somebody, or give them a new password. The password is shown this once."""
    if role not in doors.ROLES:
        end(f"role reads {role!r}; choose one of {', '.join(doors.ROLES)}")
    settings, password = Settings(), secrets.token_urlsafe(12)
    with wiring.furnished(settings) as house:
        with house.database.reading() as conn:
            known = {row.id for row in brands.all_of(conn)}
        if (to or settings.brand) not in known:
            end(f"there is no brand {to or settings.brand!r}; add it first: makewhole brand add")
        doors.hire(house, to or settings.brand, email, name, role, password)
    say(f"{email} may log in with the password {password}")


@brand.command("add")
def add_brand(
    id: Annotated[str, typer.Argument(help="a short name: letters, digits, dashes")],
    name: Annotated[str, typer.Option(help="as customers know it")],
    handle: Annotated[list[str], typer.Option(help="an account on X; may be given several times")],
    currency: Annotated[str, typer.Option(help="ISO 4217 code")] = "EUR",
    answer_within: Annotated[int, typer.Option(help="minutes in which a person answers", min=1)] = 60,
) -> None:
    """Add a brand, or bring it up to date."""
    if currency not in EXPONENTS:
        end(f"currency reads {currency!r}; give an ISO 4217 code such as EUR")
    with wiring.furnished(Settings()) as house, house.database.writing() as conn:
        brands.put(conn, id, name, handle, currency, house.clock.now(), answer_within_minutes=answer_within)
    say(f"brand {id} speaks as {', '.join('@' + one.lstrip('@') for one in handle)}")


@brand.command("orders")
def order_numbers(
    id: Annotated[str, typer.Argument(help="the brand")],
    like: Annotated[
        list[str], typer.Option(help="an order number as the shop prints it; several if they differ")
    ],
) -> None:
    """Teach what the shop's own order numbers look like, so that they are found in posts."""
    patterns = orders.like(like)
    if isinstance(patterns, Refused):
        end(f"{patterns.says}; {patterns.way_forward}")
    with wiring.furnished(Settings()) as house, house.database.writing() as conn:
        if id not in {row.id for row in brands.all_of(conn)}:
            end(f"there is no brand {id!r}")
        brands.set_order_examples(conn, id, like)
    for pattern in patterns:
        where = "after a word for order" if pattern.labelled else "anywhere in a post"
        say(f"orders of {id} look like {pattern.shape}, read {where}")


@brand.command("attest")
def attest(id: Annotated[str, typer.Argument(help="the brand")]) -> None:
    """Attest that the accounts carry X's "Automated" label. Without it every answer waits for a person."""
    with wiring.furnished(Settings()) as house, house.database.writing() as conn:
        if id not in {row.id for row in brands.all_of(conn)}:
            end(f"there is no brand {id!r}")
        brands.attest(conn, id, house.clock.now())
    say(f"attested for {id}: plain matters are now answered at once")
