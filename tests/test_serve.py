"""What `serve` refuses, finds and builds before Voilà runs; the running server is tested in browser/."""

import json
import os
import socket
import sys
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest

from hongmiao import serve as room
from hongmiao.errors import HostNeedsPassword, NoDashboards, PortTaken
from hongmiao.widgets.vega_bundle import bundle_name


def write_board(folder, name, text, **about):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)])
    notebook.metadata["hongmiao"] = about
    nbformat.write(notebook, folder / f"{name}.ipynb")


@pytest.fixture
def cache(tmp_path, monkeypatch):
    folder = tmp_path / "cache"
    monkeypatch.setattr(room.platformdirs, "user_cache_dir", lambda *a, **k: str(folder))
    return folder


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.20", "office.example"])
def test_a_host_that_others_reach_needs_a_password(host):
    with pytest.raises(HostNeedsPassword, match=host):
        room.serve(host=host)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_this_machine_needs_none(host):
    assert room.is_loopback(host)


def test_a_port_that_was_asked_for_and_is_taken_is_an_error():
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        with pytest.raises(PortTaken, match=str(port)):
            room.serve(port=port)


def test_a_folder_without_boards_is_an_error(tmp_path):
    with pytest.raises(NoDashboards, match="ipynb"):
        room.serve(dashboards=tmp_path)


def test_boards_are_listed_in_order_with_heading_lead_and_stage(tmp_path):
    write_board(tmp_path, "b", "# 党员星级分布\n\n各镇（街道）星级构成。", stage="temper", order=2)
    write_board(tmp_path, "a", "无题", stage="nowhere")
    write_board(tmp_path, "c", "前言\n\n## 人选筛查", stage="select", board="screening", order=1)
    boards = room.boards_in(tmp_path)
    assert [b["file"] for b in boards] == ["c.ipynb", "b.ipynb", "a.ipynb"]
    assert [b["title"] for b in boards] == ["人选筛查", "党员星级分布", "a"]
    assert [b["board"] for b in boards] == ["screening", "b", "a"]
    assert [b["stage"] for b in boards] == ["选苗", "墩苗", ""]
    assert boards[1]["lead"] == "各镇（街道）星级构成。"


def test_the_folder_for_voila_is_built_once_and_whole(cache, monkeypatch):
    with ThreadPoolExecutor(4) as pool:
        first, *others = pool.map(lambda _: room.assemble(), range(4))
    assert set(others) == {first}
    static = first / "voila/templates/hongmiao/static"
    assert {"look.css", "page.css", "page.js", bundle_name()} <= {p.name for p in static.iterdir()}
    assert [p.name for p in cache.iterdir()] == [first.name]
    monkeypatch.setattr(room, "bundle_text", lambda: pytest.fail("built again"))
    assert room.assemble() == first


def test_pages_run_the_python_that_serves_them(cache):
    kernel = json.loads((room.assemble() / "kernels/python3/kernel.json").read_text())
    assert kernel["argv"][0] == sys.executable


def test_the_cache_is_closed_to_other_users(cache):
    room.assemble()
    if os.name == "posix":
        assert cache.stat().st_mode & 0o077 == 0


def test_viewers_cannot_choose_a_template_see_tracebacks_or_keep_kernels(tmp_path):
    c = room.configuration(tmp_path, tmp_path, None, "127.0.0.1", "t", None)
    page = c.VoilaConfiguration
    assert (page.allow_template_override, page.allow_theme_override) == ("NO", "NO")
    assert (page.show_tracebacks, page.strip_sources) == (False, True)
    assert page.file_allowlist == []
    assert c.MappingKernelManager.cull_idle_timeout > 0
    assert "hashed_password" not in c.PasswordIdentityProvider


def test_a_password_is_kept_only_as_its_hash(tmp_path):
    c = room.configuration(tmp_path, tmp_path, 9, "0.0.0.0", "t", "苗圃 2018")
    assert c.PasswordIdentityProvider.hashed_password.startswith("argon2:")
    assert "苗圃" not in str(c)
