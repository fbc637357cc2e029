"""What `serve` refuses, finds and builds before Voilà runs; the running server is tested in browser/."""

import os
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

import hongmiao.serve as room
from hongmiao import boards, places
from hongmiao.errors import HostNeedsPassword, NoDashboards, PortTaken
from hongmiao.serve import assembly, figures
from hongmiao.serve.site import boards_in, site_of
from hongmiao.widgets.vega_bundle import bundle_name


def write_board(folder, name, text, **about):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)])
    notebook.metadata["hongmiao"] = about
    nbformat.write(notebook, folder / f"{name}.ipynb")


@pytest.fixture
def cache(tmp_path, monkeypatch):
    folder = tmp_path / "cache"
    monkeypatch.setattr(places.platformdirs, "user_cache_dir", lambda *a, **k: str(folder))
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
    boards = boards_in(tmp_path)
    assert [b["file"] for b in boards] == ["c.ipynb", "b.ipynb", "a.ipynb"]
    assert [b["title"] for b in boards] == ["人选筛查", "党员星级分布", "a"]
    assert [b["board"] for b in boards] == ["screening", "b", "a"]
    assert [b["stage"] for b in boards] == ["select", "temper", ""]
    assert boards[1]["lead"] == "各镇（街道）星级构成。"


def test_a_damaged_notebook_takes_no_other_board_with_it(tmp_path):
    write_board(tmp_path, "a", "# 星级")
    (tmp_path / "b.ipynb").write_bytes(b'{"cells": [\xff')
    assert [b["title"] for b in boards_in(tmp_path)] == ["星级", "b"]


def test_stages_stand_in_their_order_whatever_the_order_of_their_boards(tmp_path):
    for number, stage in enumerate(["protect", "all", "select", "nowhere", "select"]):
        write_board(tmp_path, f"b{number}", f"# {number}", stage=stage, order=number)
    stages = site_of(tmp_path, "v")["stages"]
    assert [s["name"] for s in stages] == ["选苗", "育苗", "墩苗", "用苗", "护苗", "综合", ""]
    assert [len(s["boards"]) for s in stages] == [2, 0, 0, 0, 1, 1, 1]
    turned = site_of(tmp_path, "v", file="b4.ipynb", mode="meeting")
    assert (turned["before"]["file"], turned["after"]["file"]) == ("b2.ipynb", "b0.ipynb")
    assert (turned["place"], turned["mode"]) == (2, "meeting")


def test_pages_speak_the_language_asked_for_else_the_usual_one(tmp_path, monkeypatch):
    write_board(tmp_path, "stars", "# 星级", stage="temper")
    speak = [site_of(tmp_path, "v", asked)["lang"] for asked in ("en", "zh", "fr", "")]
    assert speak == ["en", "zh", "zh", "zh"]
    monkeypatch.setenv("HONGMIAO_LANG", "en")
    site = site_of(tmp_path, "v")
    assert site["boards"][0]["title"] == "Star ratings of members"
    assert site["words"]["product"] == "Hongmiao"


def test_the_folder_for_voila_is_built_once_and_whole(cache, monkeypatch):
    with ThreadPoolExecutor(4) as pool:
        first, *others = pool.map(lambda _: assembly.assemble(), range(4))
    assert set(others) == {first}
    static = first / "voila/templates/hongmiao/static"
    assert {"look.css", "page.css", "page.js", bundle_name()} <= {p.name for p in static.iterdir()}
    assert {p.name for p in cache.iterdir()} == {first.name, bundle_name()}
    monkeypatch.setattr(assembly, "bundle_text", lambda: pytest.fail("built again"))
    assert assembly.assemble() == first


def test_folders_of_versions_long_unused_are_removed(cache):
    old, recent = (cache / f"site-{name}" / "voila" for name in ("old", "recent"))
    for folder, days in ((old, 31), (recent, 29)):
        folder.mkdir(parents=True)
        then = time.time() - days * 24 * 3600
        os.utime(folder.parent, (then, then))
    used = assembly.assemble()
    assert {p.name for p in cache.glob("site-*")} == {used.name, "site-recent"}
    os.utime(used, (1, 1))
    assert assembly.assemble() == used  # starting from a folder is using it
    assert time.time() - used.stat().st_mtime < 60


def test_pages_run_the_python_that_serves_them(cache):
    specs = KernelSpecManager(kernel_dirs=[str(assembly.assemble() / "kernels")])
    manager = KernelManager(kernel_name="python3", kernel_spec_manager=specs)
    assert manager.kernel_spec.resource_dir.startswith(str(cache))
    assert manager.format_kernel_cmd()[0] == sys.executable
    assert "--HistoryManager.enabled=False" in manager.format_kernel_cmd()


@pytest.mark.skipif(sys.platform == "win32", reason="kernels have no sockets in folders there")
def test_kernels_need_no_ports_where_the_names_of_their_sockets_are_short_enough(monkeypatch):
    for folder, transport in (("/tmp", "ipc"), ("/tmp/" + "深" * 13, None)):
        monkeypatch.setattr(room, "gettempdir", lambda folder=folder: folder)
        c = room.configuration(None, "127.0.0.1", "t", None)
        assert c.KernelManager.get("transport") == transport


def test_the_cache_is_closed_to_other_users(cache):
    assembly.assemble()
    if os.name == "posix":
        assert cache.stat().st_mode & 0o077 == 0


def test_viewers_cannot_choose_a_template_see_tracebacks_or_keep_kernels():
    c = room.configuration(None, "127.0.0.1", "t", None)
    page = c.VoilaConfiguration
    assert (page.allow_template_override, page.allow_theme_override) == ("NO", "NO")
    assert (page.show_tracebacks, page.strip_sources) == (False, True)
    assert page.file_allowlist == []
    assert c.MappingKernelManager.cull_idle_timeout > 0
    assert "hashed_password" not in c.PasswordIdentityProvider


def test_a_password_is_kept_only_as_its_hash():
    c = room.configuration(9, "0.0.0.0", "t", "苗圃 2018")
    assert c.PasswordIdentityProvider.hashed_password.startswith("argon2:")
    assert "苗圃" not in str(c)


def ready(asked: figures.Figures, lang: str = "zh") -> dict:
    asked._looked = -figures.EVERY
    return asked.of(lang).result(60)


def test_the_index_has_a_figure_per_board_until_the_next_load(district, load, csv_file):
    asked = figures.Figures()
    first = ready(asked)
    assert set(first["headlines"]) == set(boards.BOARDS) and "数据载入于" in first["notes"][0]
    assert ready(asked) is first
    assert ready(asked, "en")["notes"] != first["notes"]
    rows = [["组织编号", "组织名称", "组织类别"], ["Z9", "新街道", "街道"]]
    load(csv_file("more.csv", rows))
    assert ready(asked) is not first


def test_without_a_store_there_are_no_figures_and_none_is_made(home):
    found = ready(figures.Figures())
    assert found["blank"] and "hongmiao load" in found["notes"][0]
    assert not (home / "hongmiao.db").exists()


def test_a_board_whose_figure_fails_leaves_the_others_theirs(district, monkeypatch):
    def headline(name, *about):
        return {"value": name} if name != "stars" else 1 / 0

    monkeypatch.setattr(boards, "headline", headline)
    headlines = ready(figures.Figures())["headlines"]
    assert headlines["stars"] is None and headlines["training"] == {"value": "training"}


def test_the_store_is_looked_at_once_in_a_few_seconds_however_many_ask(monkeypatch):
    looks = []
    monkeypatch.setattr(figures, "_stamp", lambda: looks.append(1) or "1")
    asked = figures.Figures()
    assert [asked.stamp() for _ in range(50)] == ["1"] * 50
    assert len(looks) == 1
