"""What a running server sends: compressed, kept by browsers as long as it stays the same, and an end to every page."""

import gzip
import json
import os
import re
import subprocess
import sys
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import nbformat
import pytest

YEAR = "max-age=31536000, immutable"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A real server of one board, whose kernel ends before it answers."""
    folder = tmp_path_factory.mktemp("served")
    kernel = folder / "jupyter/kernels/dies/kernel.json"
    kernel.parent.mkdir(parents=True)
    kernel.write_text(json.dumps({"argv": [sys.executable, "-c", "raise SystemExit(3)"], "display_name": "dies", "language": "python"}))  # fmt: skip
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
    notebook.metadata["kernelspec"] = {"name": "dies", "display_name": "dies", "language": "python"}
    (folder / "boards").mkdir()
    nbformat.write(notebook, folder / "boards/ends.ipynb")
    code = f"from hongmiao.serve import serve; serve(dashboards={str(folder / 'boards')!r}, ahead=False)"  # fmt: skip
    env = os.environ | {"JUPYTER_PATH": str(folder / "jupyter"), "XDG_CACHE_HOME": str(folder / "cache"), "HONGMIAO_FORK": "0"}  # fmt: skip
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=env)  # fmt: skip
    yield process.stdout.readline().strip().split("/?token=")
    process.terminate()
    process.wait(20)


def got(served, path: str, **headers: str):
    """The answer to a request for a path: headers, and its bytes as they came."""
    base, token = served
    request = Request(f"{base}/{path}", headers={"Authorization": f"token {token}"} | headers)
    with urlopen(request, timeout=60) as answer:
        return answer.headers, answer.read()


def linked(served) -> list[str]:
    """What the page links: scripts, style sheets and pictures."""
    _, html = got(served, "voila/render/ends.ipynb")
    found = re.findall(r'(?:src|href)="/(voila/[^"]*static/[^"]+)"', html.decode())
    return [*dict.fromkeys(found)]


def test_a_page_whose_kernel_ends_before_it_answers_says_that_it_failed(served):
    _, html = got(served, "voila/render/ends.ipynb")
    assert html.decode().rstrip().endswith("<script>hm_failed()</script>")


def test_pages_are_compressed_where_the_browser_can_read_that(served):
    for path in ("", "voila/render/ends.ipynb"):
        headers, body = got(served, path, **{"Accept-Encoding": "gzip"})
        assert headers["Content-Encoding"] == "gzip"
        assert b"<html" in gzip.decompress(body) and len(gzip.decompress(body)) > 2 * len(body)
        plain, whole = got(served, path)
        assert plain["Content-Encoding"] is None and b"<html" in whole


def test_what_a_page_links_is_compressed_and_asked_for_once_in_a_year(served):
    paths = linked(served)
    kinds = {path.split("?")[0].rsplit(".")[-1] for path in paths}
    assert kinds == {"js", "css", "svg"} and len(paths) >= 5
    for path in paths:
        headers, body = got(served, path, **{"Accept-Encoding": "gzip, br"})
        assert headers["Cache-Control"] == YEAR, path
        if path.split("?")[0].endswith((".js", ".css")):
            assert headers["Content-Encoding"] == "gzip", path
            assert headers["Vary"] == "Accept-Encoding"
            _, plain = got(served, path)
            assert gzip.decompress(body) == plain and len(body) < len(plain) / 2


def test_an_address_that_does_not_change_with_its_file_is_asked_for_again(served):
    path = next(path for path in linked(served) if "page.css" in path).split("?")[0]
    headers, _ = got(served, path)
    assert "immutable" not in headers.get("Cache-Control", "")


def test_pages_are_not_kept(served):
    for path in ("voila/render/ends.ipynb", "hongmiao/state"):
        headers, _ = got(served, path)
        assert "no-store" in headers["Cache-Control"]
    with pytest.raises(HTTPError):
        got(served, "voila/render/none.ipynb")
