"""`makewhole verify` on good receipts and on every wrong file a person may give it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from makewhole.main import verify
from makewhole.proof import keys, receipt
from tests.proof.material import LOG_KEY, STATEMENT_KEY, STRANGER, recorded, sealed


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "claim-7.receipt.json"
    path.write_bytes(receipt.write(sealed()))
    return path


def test_a_good_receipt_says_its_state_and_ends_with_zero(
    good: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify.run(str(good)) == 0
    said = capsys.readouterr().out
    assert said.startswith("state: in head\n")
    assert "NO " not in said
    assert "compare them with the published ones" in said


def test_a_recorded_receipt_is_said_to_be_no_more(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "r.receipt.json"
    path.write_bytes(receipt.write(recorded()))
    assert verify.run(str(path), keys.write_public(STATEMENT_KEY.public), script=True) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["state"], answer["trusted"]) == ("recorded", True)


def test_an_altered_byte_is_refused_and_the_check_is_named(
    good: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good.write_bytes(good.read_bytes().replace(b'"index":4', b'"index":5'))
    assert verify.run(str(good)) == 1
    said = capsys.readouterr().out
    assert said.startswith("state: refused\n")
    assert "NO  inclusion" in said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"hello", "not JSON"),
        (b"{}", "not a makewhole receipt"),
        (b"\x00\xff\xfe", "not JSON"),
        (b"[]", "not a JSON object"),
        (b"\x89PNG\r\n\x1a\n", "not JSON"),
        (receipt.write(sealed()).replace(b"receipt@1", b"receipt@9"), "receipt@9"),
        (receipt.write(sealed()) + b"\n", "canonical"),
    ],
)
def test_a_file_that_is_no_receipt_gets_a_clear_word(
    tmp_path: Path, content: bytes, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert verify.run(str(path)) == 2
    assert words in capsys.readouterr().out


def test_a_file_of_two_gigabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "huge"
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)
    outcome = verify.verify(str(path))
    assert "more than 512 KiB" in verify.as_text(outcome)
    assert verify.exit_code(outcome) == 2


@pytest.mark.parametrize("path", ["no/such/file", ".", "with\0nul"])
def test_a_path_that_can_not_be_read_is_named(path: str) -> None:
    outcome = verify.verify(path)
    assert verify.exit_code(outcome) == 2
    assert json.loads(verify.as_json(outcome))["state"] == "unreadable"


def test_the_published_key_may_be_a_file_or_the_text_itself(good: Path, tmp_path: Path) -> None:
    file = tmp_path / "keys.pub"
    file.write_text(
        f"# keys\n{keys.write_public(STRANGER.public)}\n{keys.write_public(LOG_KEY.public, 'log')}\n"
    )
    assert verify.exit_code(verify.verify(str(good), str(file))) == 0
    assert verify.exit_code(verify.verify(str(good), keys.write_public(LOG_KEY.public))) == 0
    assert verify.exit_code(verify.verify(str(good), keys.write_public(STRANGER.public))) == 1
    assert verify.exit_code(verify.verify(str(good), "ssh-rsa AAAA")) == 2
    assert verify.exit_code(verify.verify(str(good), "no/such/key")) == 2


@pytest.mark.parametrize(("arguments", "code"), [([], 0), (["--json"], 0), (["--log-key", "no/such/key"], 2)])
def test_the_command_ends_with_the_outcome(good: Path, arguments: list[str], code: int) -> None:
    app = typer.Typer()
    app.command()(verify.verify_command)
    assert CliRunner().invoke(app, [str(good), *arguments]).exit_code == code


def test_a_receipt_can_come_by_standard_input(good: Path) -> None:
    program = "import sys; from makewhole.main import verify; sys.exit(verify.run('-', script=True))"
    done = subprocess.run(
        [sys.executable, "-c", program], input=good.read_bytes(), capture_output=True, check=False
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["state"] == "in head"
