"""Who may see what: the running server, asked without a browser."""

from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest


def ask(url: str, method: str = "GET", body: str | None = None, **headers: str):
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname, parts.port, timeout=60)
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, f"{parts.path or '/'}?{parts.query}", body, headers)
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read().decode("utf-8", "replace")


@pytest.mark.parametrize(
    "path",
    ["/", "/voila/tree/", "/voila/render/parts.ipynb", "/voila/render/none.ipynb", "/any/thing"],
)
def test_without_the_token_a_page_leads_to_the_login(parts, path):
    status, headers, text = ask(parts.base + path)
    assert (status, "/login" in headers.get("Location", "")) == (302, True) or status == 403
    assert "各部件" not in text


def test_without_the_token_no_kernel_answers(parts):
    path = "/api/kernels/00000000-0000-0000-0000-000000000000"
    assert ask(parts.base + path)[0] == 403
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec_WebSocket_Version": "13"}
    assert (
        ask(f"{parts.base}{path}/channels", Sec_WebSocket_Key="x" * 22 + "==", **upgrade)[0] == 403
    )


def test_only_those_let_in_learn_when_records_were_loaded(parts):
    assert ask(parts.base + "/hongmiao/state")[0] == 403
    status, headers, text = ask(f"{parts.base}/hongmiao/state?token={parts.token}")
    assert (status, headers["Cache-Control"]) == (200, "no-store") and "stamp" in text


def test_the_login_speaks_the_language_of_the_page_it_leads_to(parts):
    for lang, said in (("en", "Log in"), ("zh", "登录")):
        _, headers, _ = ask(f"{parts.base}/?lang={lang}")
        assert said in ask(parts.base + headers["Location"])[2]


@pytest.mark.parametrize(
    "path",
    ["/voila/files/parts.ipynb", "/voila/files/picture.png", "/voila/api/contents/parts.ipynb"],
)
def test_no_file_of_the_folder_is_served_to_anyone(parts, path):
    assert ask(f"{parts.base}{path}")[0] in (302, 403, 404)
    status, _, text = ask(f"{parts.base}{path}?token={parts.token}")
    assert status == 404
    assert "not for viewers" not in text and "board_of_parts" not in text


def test_with_the_token_a_cookie_is_given(parts):
    status, headers, text = ask(parts.url)
    assert status == 200 and "各部件" in text
    assert "username-" in headers["Set-Cookie"]


def test_a_page_that_is_not_there_is_said_in_chinese(parts):
    for path in ("/voila/render/none.ipynb", "/any/thing", "/voila/tree/none"):
        status, _, text = ask(f"{parts.base}{path}?token={parts.token}")
        assert (status, "没有这个页面" in text) == (404, True)
        assert "Traceback" not in text


def test_a_template_asked_for_in_the_address_is_not_used(parts):
    for name in ("lab", "nonsense"):
        status, _, text = ask(
            f"{parts.base}/voila/render/empty.ipynb?template={name}&token={parts.token}"
        )
        assert (status, "hm-board" in text, "jsdelivr" in text) == (200, True, False)


def test_a_taken_port_leads_to_the_next_and_a_password_opens_the_login(
    parts, serve_dashboards, write_board, tmp_path
):
    write_board(tmp_path, "empty", "空白", "None")
    served = serve_dashboards(tmp_path, host="127.0.0.1", password="苗圃 2018")
    assert served.base != parts.base
    _, headers, form = ask(served.base + "/login")
    assert "口令" in form and "空白" not in form
    xsrf = headers["Set-Cookie"].split("_xsrf=")[1].split(";")[0]
    for password, status in (("苗圃", 401), ("苗圃 2018", 302)):
        body = urlencode({"password": password, "_xsrf": xsrf})
        kind = "application/x-www-form-urlencoded"
        answer = ask(
            served.base + "/login", "POST", body, Cookie=f"_xsrf={xsrf}", Content_Type=kind
        )
        assert answer[0] == status
        assert ("口令不对" in answer[2]) == (status == 401)
