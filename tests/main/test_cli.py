"""The command line as a stranger meets it: real processes on an own database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*words: str, data: Path, url: str | None = None, code: int = 0) -> str:
    """Run the command; its standard output and error together."""
    env = {**os.environ, "MAKEWHOLE_DATA": str(data), "MAKEWHOLE_BRAND": "shop", "PYTHONPATH": str(ROOT)}
    env.pop("DATABASE_URL", None)
    if url is not None:
        env["DATABASE_URL"] = url
    done = subprocess.run(
        [sys.executable, "-m", "makewhole", *words],
        capture_output=True,
        text=True,
        env=env,
        cwd=data,
        timeout=120,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_help_names_every_command_with_what_it_does(tmp_path: Path) -> None:
    told = run("--help", data=tmp_path)
    for command in (
        "demo",
        "serve",
        "work",
        "simulate",
        "replay",
        "assess",
        "verify",
        "doctor",
        "db",
        "import",
    ):
        assert command in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("db", "upgrade"), "speaks PostgreSQL alone"),
        (("import", "parcels", "nowhere.csv"), "there is no file nowhere.csv"),
    ],
)
def test_a_wrong_input_ends_with_a_clear_word_and_no_traceback(
    tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    told = run(*words, data=tmp_path, url="mysql://x/y", code=69 if words[0] == "db" else 2)
    assert says in told
    assert "Traceback" not in told


def test_an_installation_from_nothing_to_a_backup_and_back(tmp_path: Path, fresh_database: str) -> None:
    assert "up to date" in run("db", "upgrade", data=tmp_path, url=fresh_database)
    run("brand", "add", "shop", "--name", "Shop", "--handle", "@Shop", data=tmp_path, url=fresh_database)
    assert "password" in run(
        "staff", "add", "me@x.example", "--name", "Me", data=tmp_path, url=fresh_database
    )
    parcels = tmp_path / "parcels.csv"
    parcels.write_text("waybill,value,currency\nRB123456785CN,12.50,EUR\n,1,EUR\n", encoding="utf-8")
    told = json.loads(
        run(
            "import", "parcels", str(parcels), "--json", data=tmp_path, url=fresh_database, code=3
        ).splitlines()[0]
    )
    assert told == {"kept": 1, "bad_rows": 1, "skipped": [{"line": 3, "because": "waybill is empty"}]}
    posts = tmp_path / "posts.jsonl"
    posts.write_text(
        '{"data": {"id": "1", "text": "@Shop my parcel is late", "author_id": "5"}}\n'
        '{"id": "1", "text": "again"}\n'
        '{"id": "2", "text": "old", "created_at": "2011-01-01T00:00:00Z"}\n{"id": \n',
        encoding="utf-8",
    )
    told = json.loads(
        run("import", "posts", str(posts), "--json", data=tmp_path, url=fresh_database, code=3).splitlines()[
            0
        ]
    )
    assert (told["kept"], told["known"], told["too_old"], len(told["skipped"])) == (1, 1, 1, 1)
    findings = json.loads(run("doctor", "--json", data=tmp_path, url=fresh_database, code=3).splitlines()[0])
    assert {f["name"]: f["ok"] for f in findings}["brands"]
    assert any(f["name"] == "X label" and "attest" in f["mend"] for f in findings)
    backup = tmp_path / "backup.dump"
    run("db", "backup", str(backup), data=tmp_path, url=fresh_database)
    assert "--force" in run("db", "restore", str(backup), data=tmp_path, url=fresh_database, code=69)
    assert "new epoch" in run("db", "restore", str(backup), "--force", data=tmp_path, url=fresh_database)
    kept = sorted(path.name for path in (tmp_path / "keys").iterdir())
    assert len([name for name in kept if name.startswith("log-")]) == 1, "the old log's key is laid aside"
    assert "log.key" in kept


def test_a_brand_chooses_its_manners_and_a_wrong_choice_gets_a_clear_word(
    tmp_path: Path, fresh_database: str
) -> None:
    def choose(*words: str, code: int = 0) -> str:
        return run("brand", "manners", "shop", *words, data=tmp_path, url=fresh_database, code=code)

    run("brand", "add", "shop", "--name", "Shop", "--handle", "shop", data=tmp_path, url=fresh_database)
    assert "budget a day: US$20.00" in choose()
    told = choose("--links", "--budget", "12.50", "--quiet", "22:00-07:00", "--zone", "Europe/Berlin")
    assert "links in public: allowed" in told
    assert "budget a day: US$12.50" in told
    assert "quiet hours: 22:00-07:00 Europe/Berlin" in told
    assert "quiet hours: none" in choose("--quiet", "none")
    for words, says in (
        (("--budget", "much"), "budget reads 'much'; give US dollars a day"),
        (("--budget", "NaN"), "budget reads 'NaN'"),
        (("--quiet", "at night"), "quiet reads 'at night'; give hours such as 22:00-07:00"),
        (("--zone", "Berlin"), "zone reads 'Berlin'; give a name such as Europe/Berlin"),
    ):
        assert says in choose(*words, code=2)
