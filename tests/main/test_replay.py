"""The replay command: every post once and in order, every bad line accounted for, nothing half written."""

import io
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer import Typer
from typer.testing import CliRunner, Result

from makewhole.care.causes import CAUSES
from makewhole.care.disclosure import leaks
from makewhole.care.post import Post
from makewhole.main.archive import LONGEST_LINE, BadLine, NoArchive, Seen, posts
from makewhole.main.parcelbook import read_parcels
from makewhole.main.replay import Summary, replay, replay_command

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
KEYS = (
    *("post_id", "language", "logistics", "cause", "sentiment", "urgency", "priority", "confidence"),
    *("waybills", "orders", "route", "may_reply", "public_reply", "private_reply", "because"),
)
LATE = {"id": "1", "text": "@acme RB123456785GB is late, where is my parcel?"}
THANKS = {"data": {"id": "2", "text": "@acme 送货很快，谢谢！"}}
app = Typer()
app.command()(replay_command)


def lines(path: Path, *rows: Any) -> Path:
    """A file of JSON lines; text goes in as it is."""
    written = (row if isinstance(row, str) else json.dumps(row) for row in rows)
    path.write_text("\n".join(written) + "\n", encoding="utf-8", errors="surrogatepass")
    return path


def run(source: Path, **more: Any) -> tuple[list[dict[str, Any]], Summary]:
    """What a replay writes, and its summary."""
    out = io.BytesIO()
    summary = replay(source, out, now=NOW, **more)
    return [json.loads(line) for line in out.getvalue().splitlines()], summary


def command(*arguments: object) -> Result:
    """The command as a person types it."""
    return CliRunner().invoke(app, [str(each) for each in arguments])


def test_each_post_gives_one_line_with_the_agreed_keys_in_order(tmp_path: Path) -> None:
    rows, summary = run(lines(tmp_path / "p.jsonl", LATE, THANKS))
    assert [row["post_id"] for row in rows] == ["1", "2"]
    for row in rows:
        assert tuple(row) == KEYS
        assert set(row["may_reply"]) == {"allowed", "because"}
        assert set(row["cause"]) <= set(CAUSES)
        assert row["route"] in ("automatic", "person", "ignore")
    assert rows[0]["waybills"] == [
        {"text": "RB123456785GB", "number": "RB123456785GB", "operator": "royal_mail", "verdict": "valid"}
    ]
    assert summary.posts == 2


def test_a_broken_line_is_skipped_and_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    source = lines(tmp_path / "p.jsonl", LATE, '{"id": "7", "text": ', "", '{"id": "8"}', "[1]", THANKS)
    rows, summary = run(source)
    assert [row["post_id"] for row in rows] == ["1", "2"]
    assert [bad.line for bad in summary.first_bad] == [2, 4, 5]
    assert summary.first_bad[1].says == "no text"
    result = command(source, "--out", tmp_path / "o.jsonl", "--now", "2026-11-22T12:00Z")
    assert result.exit_code == 3
    assert "line 2: not JSON" in result.output


def test_the_second_post_of_one_id_is_counted_and_left_out(tmp_path: Path) -> None:
    rows, summary = run(lines(tmp_path / "p.jsonl", LATE, THANKS, {**LATE, "text": "another"}))
    assert [row["post_id"] for row in rows] == ["1", "2"]
    assert summary.duplicates == 1


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", b"\xff\xfe{\x00"])
def test_a_file_that_holds_nothing_to_read_ends_with_a_clear_word(tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "p.jsonl"
    source.write_bytes(content)
    result = command(source)
    assert result.exit_code == 2
    assert "empty" in result.output or "UTF-16" in result.output
    assert command(tmp_path / "absent.jsonl").exit_code == 2


def test_csv_needs_a_text_column_in_any_case_and_names_posts_by_line(tmp_path: Path) -> None:
    source = tmp_path / "p.csv"
    source.write_text('TEXT,Lang\n"@acme parcel lost,\nreally lost",en\n"@acme danke",de\n', encoding="utf-8")
    rows, _ = run(source)
    assert [row["post_id"] for row in rows] == ["line-3", "line-4"]
    assert rows[0]["cause"][0] == "lost"
    source.write_text("body\nhello\n", encoding="utf-8")
    with pytest.raises(NoArchive, match="column"):
        run(source)


def test_strange_posts_pass_through_whole(tmp_path: Path) -> None:
    strange = [
        {"id": "1", "text": "@acme parcel late " + "x" * 25_000},
        {"id": "2", "text": "@acme parcel\u0000 late\u200b 😡\u202e وين شحنتي"},
        {"id": "3\ud83d", "text": "@acme parcel late \ud83d"},
        {"id": "4", "text": "@acme parcel late", "created_at": "2999-01-01T00:00:00Z"},
    ]
    rows, summary = run(lines(tmp_path / "p.jsonl", *strange))
    assert [row["post_id"] for row in rows] == ["1", "2", "3\ud83d", "4"]
    assert all(row["logistics"] for row in rows)
    assert summary.bad_lines == 0


def test_a_line_longer_than_any_post_is_skipped_without_being_held(tmp_path: Path) -> None:
    source = tmp_path / "p.jsonl"
    source.write_bytes(
        b'{"id": "1", "text": "' + b"x" * (LONGEST_LINE * 2) + b'"}\n' + json.dumps(LATE).encode()
    )
    found = list(posts(source, lambda behind: None))
    assert isinstance(found[0], BadLine)
    assert found[0].line == 1
    assert isinstance(found[1], Post)


def test_deep_nesting_and_raw_controls_are_bad_lines_or_posts_and_never_a_crash(tmp_path: Path) -> None:
    deep = '{"id":' * 100_000
    rows, summary = run(lines(tmp_path / "p.jsonl", deep, '{"id":"5","text":"@acme parcel\tlate \x01"}'))
    assert [row["post_id"] for row in rows] == ["5"]
    assert summary.bad_lines == 1


def test_without_an_account_the_mentioned_are_ours_and_with_one_only_that_one(tmp_path: Path) -> None:
    source = lines(tmp_path / "p.jsonl", LATE)
    assert run(source)[0][0]["may_reply"]["allowed"] is True
    other = run(source, accounts=("globex",))[0][0]
    assert other["may_reply"]["allowed"] is False
    assert other["may_reply"]["because"].startswith("R1:")
    assert other["public_reply"] is None


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_a_known_parcel_puts_its_status_and_day_into_the_private_answer(tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"parcels.{kind}"
    if kind == "jsonl":
        scan = {"at": "2026-11-20T08:00Z", "status": "customs"}
        row = {"waybill": "RB123456785GB", "origin": "CN", "destination": "GB", "scans": [scan]}
        lines(file, row, '{"waybill": ""}', {"waybill": "RB123456785GB", "scans": [{"status": "gone"}]})
    else:
        rows = ["waybill,scanned_at,status", "RB123456785GB,2026-11-18T08:00Z,in_transit"]
        rows += ["RB123456785GB,2026-11-20T08:00Z,customs", ",,customs", "RR1,soon,customs"]
        file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    book = read_parcels(file)
    assert len(book.bad) == 2
    row = run(lines(tmp_path / "p.jsonl", LATE), parcels=book)[0][0]
    assert "customs" in row["private_reply"]
    assert "November 20, 2026" in row["private_reply"]
    assert "RB123456785GB" not in row["public_reply"]


def test_a_number_of_orders_finds_its_parcel(tmp_path: Path) -> None:
    scan = {"at": "2026-11-20T08:00Z", "status": "in_transit"}
    row = {"waybill": "RB123456785GB", "order": "403-0554005-7221167", "scans": [scan]}
    book = read_parcels(lines(tmp_path / "parcels.jsonl", row))
    late = {"id": "1", "text": "@acme order 403-0554005-7221167 is late, where is my parcel"}
    assert "on its way" in run(lines(tmp_path / "p.jsonl", late), parcels=book)[0][0]["private_reply"]


def test_results_appear_under_their_name_only_when_whole(tmp_path: Path) -> None:
    source, out = lines(tmp_path / "p.jsonl", LATE), tmp_path / "out.jsonl"
    assert command(source, "--out", out, "--now", "2026-11-22T12:00Z").exit_code == 0
    assert len(out.read_text("utf-8").splitlines()) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "p.jsonl"]
    assert command(source, "--out", source).exit_code == 2
    assert json.loads(source.read_text("utf-8"))["id"] == "1"
    assert command(source, "--out", tmp_path / "no" / "such" / "folder.jsonl").exit_code == 69


def test_a_full_disk_ends_with_a_clear_word(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    (tmp_path / "out.jsonl.part").symlink_to("/dev/full")
    result = command(lines(tmp_path / "p.jsonl", LATE), "--out", tmp_path / "out.jsonl")
    assert result.exit_code == 69
    assert "nothing was kept" in result.output
    assert not (tmp_path / "out.jsonl").exists()


def test_the_summary_is_one_json_value_for_a_script(tmp_path: Path) -> None:
    result = command(lines(tmp_path / "p.jsonl", LATE, THANKS), "--out", tmp_path / "o.jsonl", "--json")
    summary = json.loads(result.stdout)
    assert summary["posts"] == 2
    assert summary["routes"] == {"automatic": 2}
    assert summary["bad_lines"] == 0


def test_a_time_that_is_none_is_refused(tmp_path: Path) -> None:
    result = command(lines(tmp_path / "p.jsonl", LATE), "--now", "tomorrow")
    assert result.exit_code == 2
    assert "ISO 8601" in result.output


def test_ids_already_seen_are_told_apart_in_bulk() -> None:
    seen = Seen()
    assert all(seen.add(f"post-{n}") for n in range(20_000))
    assert not any(seen.add(f"post-{n}") for n in range(0, 20_000, 97))


@pytest.mark.skipif("EVAL_DATA" not in os.environ, reason="EVAL_DATA is not set")
@pytest.mark.parametrize("name", ["dev.jsonl", "dev_other_topics.jsonl"])
def test_real_posts_run_clean_and_nothing_private_is_said_in_public(name: str) -> None:
    source = Path(os.environ["EVAL_DATA"]) / "posts" / name
    rows, summary = run(source)
    assert (len(rows), summary.bad_lines, summary.duplicates) == (1606, 0, 0)
    texts = {post.id: post for post in posts(source, lambda behind: None) if isinstance(post, Post)}
    for row in rows:
        if row["public_reply"] is not None:
            assert row["may_reply"]["allowed"]
            assert leaks(row["public_reply"], texts[row["post_id"]]) == ()
            for number in [*(w["text"] for w in row["waybills"]), *row["orders"]]:
                assert number not in row["public_reply"]
