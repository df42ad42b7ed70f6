"""What every answer carries, what no door lets in, and how fast one may knock."""

from collections.abc import Iterator
from dataclasses import replace

from fastapi.testclient import TestClient
from starlette.datastructures import FormData

from makewhole import web
from makewhole.store.database import Database
from makewhole.web.doors import WebSettings, field_of
from makewhole.web.limits import Buckets, Rate
from tests.web.conftest import WEB, visitor
from tests.web.pages import CLAIM, csrf, photo, send
from tests.world import BRAND, World

PAGES = (
    "/",
    "/claim",
    "/style",
    "/desk/sign-in",
    "/nothing",
    "/c/unknown",
    "/healthz",
    "/static/app.css",
    "/api/v1/log/head",
    "/api/v1/openapi.json",
    "/hooks/x",
)


def test_every_answer_carries_the_headers_that_protect_its_reader(client: TestClient) -> None:
    for path in PAGES:
        headers = client.get(path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert "unsafe" not in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "no-referrer", path
        assert headers["x-request-id"], path
        assert "strict-transport-security" not in headers, path
    assert client.get("/").headers["cache-control"] == "no-store"


def test_an_address_with_a_zero_byte_leads_nowhere(client: TestClient) -> None:
    for path in ("/c/%00", "/api/v1/claims/a%00b", "/desk/claims/%00"):
        page = client.get(path)
        assert page.status_code == 404, path
        assert "zero byte" in page.text
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]


def test_a_zero_byte_beside_the_path_is_read_over(client: TestClient) -> None:
    for query in ("problem=%00late", "problem=%%0000late", "%00problem=late%00"):
        assert client.get(f"/claim?{query}").text == client.get("/claim?problem=late").text


def test_over_https_cookies_are_bound_to_the_host_and_the_browser_stays_there(quiet: World) -> None:
    with visitor(quiet.house, WebSettings(brand=BRAND, https=True)) as client:
        page = client.get("/claim")
    assert page.headers["strict-transport-security"].startswith("max-age=31536000")
    cookie = page.headers["set-cookie"]
    assert cookie.startswith("__Host-visitor=")
    for word in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert word.lower() in cookie.lower()


def test_no_page_carries_a_script_or_style_of_its_own(client: TestClient) -> None:
    for path in ("/", "/claim", "/style", "/desk/sign-in"):
        page = client.get(path).text
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick" not in page
        assert "<script>" not in page


def test_a_form_without_its_token_is_refused_and_changes_nothing(quiet: World, client: TestClient) -> None:
    csrf(client, "/claim")
    for token in ("", "0" * 64):
        refused = client.post("/claim", data=CLAIM | {"csrf": token})
        assert refused.status_code == 403
    assert quiet.rows("SELECT count(*) FROM claim")[0][0] == 0


def test_a_token_is_worth_nothing_in_another_browser(quiet: World, client: TestClient) -> None:
    token = csrf(client, "/claim")
    with visitor(quiet.house) as other:
        other.get("/claim")
        assert other.post("/claim", data=CLAIM | {"csrf": token}).status_code == 403


def test_every_form_of_a_page_has_a_token(client: TestClient) -> None:
    for path in ("/", "/claim", "/desk/sign-in"):
        page = client.get(path).text
        assert page.count('method="post"') == page.count('name="csrf"')


def test_a_body_is_refused_by_its_length_before_it_is_read(client: TestClient) -> None:
    told = client.post("/desk/sign-in", content=b"x", headers={"content-length": str(10**12)})
    assert told.status_code == 413

    def parts() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 65_536

    headers = {"content-type": "application/x-www-form-urlencoded"}
    untold = client.post("/desk/sign-in", content=parts(), headers=headers)
    assert untold.status_code == 413
    assert untold.headers["x-content-type-options"] == "nosniff"


def _claim_with(client: TestClient, *files: tuple[str, bytes]) -> tuple[int, str]:
    page = send(
        client,
        "/claim",
        "/claim",
        CLAIM | {"problem": "damaged"},
        files=[("photo_goods", file) for file in files],
    )
    return page.status_code, page.text


NOT_PHOTOS = (
    ("evil.jpg", b"<script>alert(1)</script>"),
    ("cut.jpg", photo()[:200]),
    ("empty.png", b"\x89PNG\r\n\x1a\n"),
    ("anim.gif", b"GIF89a" + bytes(20)),
    ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
)


def test_a_photo_that_is_not_one_gets_a_clear_word(quiet: World, client: TestClient) -> None:
    for name, content in NOT_PHOTOS:
        status, page = _claim_with(client, (name, content))
        assert status == 422
        assert f"“{name}” is not a photo we can read" in page
    assert quiet.rows("SELECT count(*) FROM claim")[0][0] == 0


def test_a_small_file_that_would_unfold_into_gigabytes_is_refused_unread(client: TestClient) -> None:
    header = photo(size=(1, 1), form="PNG")
    bomb = header[:16] + (60_000).to_bytes(4, "big") * 2 + header[24:]
    status, page = _claim_with(client, ("bomb.png", bomb))
    assert status == 422
    assert "bomb.png" in page


def test_too_many_and_too_large_photos_are_refused(client: TestClient) -> None:
    status, page = _claim_with(client, *[(f"{n}.jpg", photo()) for n in range(9)])
    assert (status, "at most 8 photos" in page) == (422, True)
    status, page = _claim_with(client, ("big.jpg", photo() + bytes(10 * 1024 * 1024)))
    assert (status, "larger than 10 MB" in page) == (422, True)


def test_a_name_that_is_no_plain_text_does_no_harm(client: TestClient) -> None:
    status, page = _claim_with(client, ('"><img src=x onerror=alert(1)>.jpg', b"nothing"))
    assert status == 422
    assert "<img src=x" not in page


def test_a_bucket_gives_its_burst_then_one_try_an_interval() -> None:
    now = [0.0]
    bucket = Buckets(Rate(burst=3, every=10.0), lambda: now[0])
    assert [bucket.wait(b"a") for _ in range(4)] == [0, 0, 0, 10]
    assert bucket.wait(b"b") == 0, "another subject has a bucket of its own"
    now[0] = 10.0
    assert [bucket.wait(b"a"), bucket.wait(b"a")] == [0, 10]


def test_who_knocks_too_fast_is_told_how_long_to_wait(client: TestClient) -> None:
    answers = [client.get("/") for _ in range(200)]
    slowed = [answer for answer in answers if answer.status_code == 429]
    assert slowed
    assert int(slowed[0].headers["retry-after"]) >= 1
    assert client.get("/healthz").status_code == 200


def test_metrics_know_routes_and_no_addresses(quiet: World, client: TestClient) -> None:
    quiet.parcel()
    token = quiet.claim().token
    client.get(f"/c/{token}")
    client.get(f"/c/{token}/nothing")
    assert client.get("/metrics").status_code == 401
    told = client.get("/metrics", headers={"authorization": f"Bearer {WEB.metrics_token}"}).text
    assert 'makewhole_http_requests_total{method="GET",route="/c/{token}",status="200"} 1.0' in told
    assert token not in told
    assert 'makewhole_claims{state="lodged"} 1.0' in told


def test_a_store_that_is_away_gets_a_word_and_a_time_to_come_back(quiet: World) -> None:
    away = replace(quiet.house, database=Database("postgresql://nobody@127.0.0.1:9/nothing"))
    with visitor(away) as client:
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 503
        page = client.get("/")
        assert (page.status_code, page.headers["retry-after"]) == (503, "5")
        told = client.get("/api/v1/log/head")
        assert (told.status_code, told.json()["status"]) == (503, 503)


def test_a_bug_of_ours_gives_a_number_to_quote_and_no_values(quiet: World) -> None:
    def bug() -> None:
        raise ValueError("a secret of somebody's")

    site = web.app(quiet.house, WEB)
    site.add_api_route("/bug", bug)
    with TestClient(site, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        answer = client.get("/bug")
    assert answer.status_code == 500
    assert answer.headers["x-request-id"] in answer.text
    assert "secret" not in answer.text


def test_lines_a_browser_sends_are_kept_as_x_gives_them_back() -> None:
    sent = FormData({"text": " We are sorry.\r\n\r\nA person looks.\r\n"})
    assert field_of(sent, "text") == "We are sorry.\n\nA person looks."
